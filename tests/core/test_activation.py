"""Load, activate, passivate: an actor nobody uses takes no memory and loses nothing."""

from typing import Any

import pytest

from actors.core import Address, SupervisorSpec
from tests.core.probe import A, B, Boom, Stage, boom, static


class Loader:
    """A store that takes a second, and fails as often as it is told to."""

    def __init__(self) -> None:
        self.calls = 0
        self.failures = 0
        self.stage: Stage | None = None

    async def load(self, address: Address) -> str:
        assert self.stage is not None
        self.calls += 1
        await self.stage.world.sleep(1.0)
        if self.failures:
            self.failures -= 1
            raise Boom("store")
        return f"{address} #{self.calls}"


def loading(**spec: Any) -> tuple[Stage, Loader]:
    loader = Loader()
    loader.stage = Stage(load=loader.load, **spec)
    return loader.stage, loader


def show_loaded(me: Any) -> None:
    me.note(me.context.loaded)


def test_mailbox_fills_while_loading_and_is_drained_in_order() -> None:
    stage, loader = loading()
    stage.tell(A, show_loaded, 1)
    stage.later(0.5)
    stage.tell(A, 2)
    assert stage.seen(A) == []
    stage.later(0.5)
    assert stage.seen(A) == ["started 0", "probe/a #1", 1, 2]
    assert loader.calls == 1


def test_load_that_fails_is_tried_again_with_backoff() -> None:
    stage, loader = loading(backoff=0.5)
    loader.failures = 2
    stage.tell(A, show_loaded)
    stage.later(1 + 0.5 + 1 + 1 + 1 - 0.01)
    assert stage.seen(A) == []
    stage.later(0.01)
    assert stage.seen(A) == ["started 2", "probe/a #3"]


def test_load_that_keeps_failing_is_given_up_and_told() -> None:
    stage, loader = loading(intensity=2)
    stage.tell(B, lambda me: me.context.monitor(A, lambda down: down.reason))
    stage.later(1)
    loader.failures = 3
    stage.tell(A, "lost")
    stage.later(5)
    assert stage.seen(B) == ["started 0", "intensity"]
    assert stage.kernel.statistics().dead_letters == {"intensity": 1}


def test_crash_loads_again_unless_the_actor_kept_something() -> None:
    stage, loader = loading()
    stage.tell(A, boom, show_loaded)
    stage.later(2)
    assert stage.seen(A) == ["started 0", "started 1", "probe/a #2"]
    stage.tell(A, lambda me: me.context.keep("state"), boom, show_loaded)
    assert stage.seen(A) == ["started 2", "probe/a #2"]
    assert loader.calls == 2


def test_stop_of_the_kernel_while_loading() -> None:
    stage, _ = loading()
    stage.tell(A, "lost")
    stage.kernel.stop()
    stage.later(5)
    assert stage.seen(A) == []
    assert stage.kernel.statistics().dead_letters == {"shutdown": 1}


def test_idle_actor_is_passivated_and_comes_back_on_the_next_message() -> None:
    stage = Stage(passivate_after=10.0)
    stage.tell(A, 1)
    stage.later(6)
    stage.tell(A, 2)
    stage.later(9.9)
    assert stage.seen(A) == ["started 0", 1, 2]
    stage.later(0.1)
    assert stage.seen(A) == ["stopped passivated"]
    assert stage.kernel.statistics().actors == 0
    assert stage.kernel.statistics().timers == 0
    stage.tell(A, 3)
    assert stage.seen(A) == ["started 0", 3]


def wait_for_a_timer(me: Any) -> None:
    me.context.timer("k", me.context.now() + 100, "tick")


def refuse(me: Any) -> None:
    me.passive = False


@pytest.mark.parametrize("busy", [wait_for_a_timer, refuse])
def test_busy_or_unwilling_actor_stays(busy: Any) -> None:
    stage = Stage(passivate_after=10.0)
    stage.tell(A, busy)
    stage.later(50)
    assert stage.kernel.statistics().actors == 1


def test_held_reply_and_running_effect_keep_an_actor_in_memory() -> None:
    stage = Stage(passivate_after=1.0)

    async def slow() -> str:
        await stage.world.sleep(5)
        return "slow"

    def answer_later(me: Any) -> None:
        reply = me.context.reply()
        me.context.effect(slow, lambda value: lambda _: reply.ok(value), str)

    assert stage.ask(A, answer_later, timeout=10) == "slow"
    stage.later(5)
    assert stage.kernel.statistics().actors == 0


def test_message_that_comes_while_passivating_is_not_lost() -> None:
    stage = Stage(passivate_after=1.0)

    def last_wish(me: Any) -> None:
        me.stopped = lambda _: me.context.tell(A, "wish")

    stage.tell(A, last_wish)
    stage.later(1.0)
    assert stage.seen(A) == ["started 0", "started 0", "wish"]
    assert stage.kernel.statistics().dead_letters == {}
    stage.later(1.0)
    assert stage.kernel.statistics().actors == 0


def test_crash_in_can_passivate_is_a_crash() -> None:
    stage = Stage(passivate_after=1.0)
    stage.tell(A, lambda me: setattr(me, "can_passivate", lambda: 1 / 0))
    stage.later(1.0)
    assert stage.seen(A) == ["started 0", "started 1"]


def test_passivation_ends_with_rounding_of_any_clock() -> None:
    for start in (0.1, 1e9 + 0.1, 1.7e9 + 1 / 3):
        stage = Stage(passivate_after=0.1)
        stage.world._now = start
        stage.tell(A, "x")
        stage.later(0.2)
        assert stage.kernel.statistics().actors == 0


def test_static_child_cannot_be_passivated() -> None:
    with pytest.raises(ValueError, match="passivated"):
        Stage(SupervisorSpec(name="root", children=(static("a", passivate_after=1.0),)))

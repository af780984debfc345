"""The outcome of an effect comes back as a message, or not at all after a restart."""

from typing import Any

import pytest

from actors.core.simulated import SimulationError
from tests.core.probe import A, Stage, boom


def sleeping(stage: Stage, seconds: float, value: Any = "done") -> Any:
    """A message that makes the actor start an effect; an exception as value is raised in it."""

    async def run() -> Any:
        try:
            await stage.world.sleep(seconds)
        finally:
            stage.log.append(("effect", "left"))
        if isinstance(value, Exception):
            raise value
        return value

    return lambda me: me.context.effect(
        run, lambda value: ("done", value), lambda error: ("failed", str(error))
    )


def test_outcome_is_a_message() -> None:
    stage = Stage()
    stage.tell(A, sleeping(stage, 1, "value"), sleeping(stage, 2, KeyError("no")), "meanwhile")
    assert stage.seen(A) == ["started 0", "meanwhile"]
    stage.later(5)
    assert stage.seen(A) == [("done", "value"), ("failed", "'no'")]
    assert stage.kernel.statistics().effects == 0


@pytest.mark.parametrize("end", [boom, lambda me: me.context.stop()])
def test_restart_or_stop_cancels(end: Any) -> None:
    stage = Stage()
    stage.tell(A, sleeping(stage, 1))
    stage.tell(A, end)
    assert ("effect", "left") in stage.log  # its finally block ran
    stage.later(5)
    assert ("done", "done") not in stage.seen(A)


def test_outcome_that_waits_in_the_mailbox_is_void_after_a_crash() -> None:
    stage = Stage()
    stage.tell(A, sleeping(stage, 1))
    stage.kernel.tell(A, boom)  # handled first, so the outcome comes after the crash
    stage.world._now += 2
    stage.settle()
    assert stage.seen(A) == ["started 0", "started 1"]


def test_mistake_in_done_is_a_crash_of_the_actor() -> None:
    stage = Stage()

    async def run() -> int:
        return 0

    stage.tell(A, lambda me: me.context.effect(run, lambda value: 1 / value, str), "after")
    assert stage.seen(A) == ["started 0", "after", "started 1"]


def test_effect_started_by_one_that_is_gone_does_not_start() -> None:
    stage = Stage()
    old: list[Any] = []
    stage.tell(A, old.append, boom)
    old[0].context.timer("k", 1001.0, "ghost")
    sleeping(stage, 1)(old[0])
    stage.later(5)
    assert stage.seen(A) == ["started 0", "started 1"]


def test_foreign_await_is_refused_clearly() -> None:
    class Foreign:
        def __await__(self) -> Any:
            yield "something else"

    async def run() -> None:
        await Foreign()

    stage = Stage()
    with pytest.raises(SimulationError, match="something else"):
        stage.tell(A, lambda me: me.context.effect(run, str, str))


def test_effect_that_crashes_its_own_actor_is_cancelled() -> None:
    stage = Stage()

    async def run() -> None:
        stage.kernel.stop()
        await stage.world.sleep(1)

    stage.tell(A, lambda me: me.context.effect(run, lambda _: "ghost", str))
    stage.later(5)
    assert stage.seen(A) == ["started 0", "stopped shutdown"]


def test_randomness_follows_from_seed_and_address_and_does_not_repeat() -> None:
    def draw(seed: int) -> list[Any]:
        stage = Stage(seed=seed)
        stage.tell(A, lambda me: me.note(me.context.random.random()), boom)
        stage.tell(A, lambda me: me.note(me.context.random.random()))
        return [what for what in stage.seen(A) if isinstance(what, float)]

    assert draw(1) == draw(1)
    assert draw(1) != draw(2)
    assert len(set(draw(1))) == 2

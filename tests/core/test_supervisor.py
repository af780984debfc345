"""Restart types, intensity, backoff, escalation."""

from typing import Any

import pytest

from actors.core import Address, DynamicSupervisorSpec, IntensityExceeded, SupervisorSpec
from tests.core.probe import A, B, Boom, Stage, boom, static

ONE, TWO, THREE = Address("one"), Address("two"), Address("three")


def handed(me: Any) -> Any:
    """Return what the start before handed over."""
    return me.context.recovered and me.context.recovered.handed


def tree() -> SupervisorSpec:
    children = (static("one"), static("two"), static("three"))
    return SupervisorSpec(name="root", children=children)


@pytest.mark.parametrize("end", ["normal", "shutdown", "odd", "crash"])
@pytest.mark.parametrize("restart", ["permanent", "transient"])
@pytest.mark.parametrize("supervisor", [SupervisorSpec, DynamicSupervisorSpec])
def test_restart_types(supervisor: Any, restart: Any, end: str) -> None:
    child = static("probe", restart=restart)
    stage = Stage(supervisor(name="root", children=(child,)))
    address = Address("probe", "a" if supervisor is DynamicSupervisorSpec else "")
    stage.tell(address, boom if end == "crash" else lambda me: me.context.stop(end))
    again = restart == "permanent" or (restart == "transient" and end in ("odd", "crash"))
    assert ("started 1" in stage.seen(address)) is again
    assert stage.kernel.statistics().actors == int(again)


def test_one_for_one_leaves_the_others_alone() -> None:
    stage = Stage(tree())
    stage.tell(TWO, boom)
    assert stage.seen(TWO) == ["started 0", "started 1"]
    assert stage.seen(ONE) == ["started 0"]
    assert stage.seen(THREE) == ["started 0"]


def test_root_that_exceeds_its_intensity_fails_the_kernel_with_the_last_crash() -> None:
    stage = Stage(tree())
    stage.tell(ONE, boom, boom, boom)
    with pytest.raises(IntensityExceeded) as caught:
        stage.tell(TWO, boom)
    assert isinstance(caught.value.__cause__, Boom)
    assert stage.kernel.stopped
    assert stage.kernel.statistics().actors == 0
    stage.kernel.tell(ONE, "late")
    assert stage.kernel.statistics().dead_letters == {"shutdown": 1}


def test_crashes_far_apart_do_not_add_up() -> None:
    stage = Stage(tree())
    for _ in range(10):
        stage.tell(ONE, boom)
        stage.later(3.0)
    assert stage.seen(ONE)[-1] == "started 10"


def test_supervisor_below_escalates_and_starts_afresh() -> None:
    low = SupervisorSpec(name="low", intensity=1, children=(static("one"), static("two")))
    stage = Stage(SupervisorSpec(name="root", children=(low, static("three"))))
    stage.tell(ONE, lambda me: me.context.hand_over("poison"))
    stage.tell(ONE, boom, lambda me: me.note(handed(me)))
    assert stage.seen(ONE)[-1] == "poison"
    stage.log.clear()
    stage.kernel.tell(ONE, boom)
    stage.kernel.tell(ONE, lambda me: me.note(handed(me)))
    stage.settle()
    assert stage.seen(ONE) == ["started 2", None]
    assert stage.seen(TWO) == ["stopped shutdown", "started 1"]
    assert stage.seen(THREE) == []


def test_template_child_is_given_up_alone_until_its_period_has_passed() -> None:
    stage = Stage(intensity=1, period=5.0)
    stage.tell(B, "b")
    stage.tell(B, lambda me: me.context.monitor(A, lambda down: down))
    stage.tell(A, boom, boom, "left")
    stage.tell(A, "refused")
    assert [str(message.reason) for message in stage.seen(B)[2:]] == ["intensity"]
    assert stage.kernel.statistics().dead_letters == {"intensity": 2}
    stage.later(5.0)
    stage.tell(A, "anew")
    assert stage.seen(A)[-2:] == ["started 0", "anew"]
    assert stage.kernel.statistics().given_up == 1


def test_backoff_delays_and_doubles_and_the_mailbox_waits() -> None:
    stage = Stage(backoff=0.5, intensity=10)
    stage.tell(A, boom, boom, "after")
    stage.later(0.49)
    assert stage.seen(A) == ["started 0"]
    stage.later(0.01)
    assert stage.seen(A) == ["started 1"]
    stage.later(0.99)
    assert stage.seen(A) == []
    stage.later(0.01)
    assert stage.seen(A) == ["started 2", "after"]


def test_crash_while_being_built_or_started_counts() -> None:
    def explode(_: Any) -> Any:
        raise Boom("constructor")

    stage = Stage(actor=explode)
    stage.tell(A, "never")
    statistics = stage.kernel.statistics()
    assert statistics.crashes == 4
    assert statistics.given_up == 1
    assert statistics.dead_letters == {"intensity": 1}


def test_stopped_hook_that_fails_does_not_stop_the_stop() -> None:
    stage = Stage()

    def sabotage(me: Any) -> None:
        me.stopped = lambda _: 1 / 0
        me.context.stop()

    stage.tell(A, sabotage)
    assert stage.kernel.statistics().actors == 0


def test_what_was_handed_over_survives_crashes_and_ends_with_the_actor() -> None:
    stage = Stage()
    stage.tell(A, lambda me: me.context.hand_over({"score": 3}), boom)
    stage.tell(A, boom, lambda me: me.note(handed(me)))
    assert stage.seen(A)[-1] == {"score": 3}
    stage.tell(A, lambda me: me.context.stop())
    stage.tell(A, lambda me: me.note(handed(me)))
    assert stage.seen(A)[-1] is None


def test_supervisor_that_was_restarted_has_no_restart_on_its_record() -> None:
    low = SupervisorSpec(name="low", intensity=1, children=(static("one"),))
    stage = Stage(SupervisorSpec(name="root", intensity=1, children=(low,)))
    stage.tell(ONE, boom, boom)  # escalates once
    stage.tell(ONE, boom)
    with pytest.raises(IntensityExceeded, match="root"):
        stage.tell(ONE, boom)


def test_restart_that_was_due_in_the_slice_that_stops_the_kernel_does_not_happen() -> None:
    stage = Stage(backoff=1.0, passivate_after=1.0)
    stage.tell(A, lambda me: setattr(me, "stopped", lambda _: stage.kernel.stop()))
    stage.tell(B, boom)
    stage.later(5)
    assert stage.seen(B) == ["started 0"]
    assert stage.kernel.statistics().actors == 0

"""An actor that monitors another learns of its end, once."""

from typing import Any

from actors.core import Address, Down
from tests.core.probe import A, B, Stage, boom


def watch(target: Address) -> Any:
    return lambda me: me.context.monitor(target, lambda down: down)


def test_end_is_told_once_with_its_reason() -> None:
    stage = Stage()
    stage.tell(A, "up")
    stage.tell(B, watch(A), watch(A))
    stage.tell(A, lambda me: me.context.stop())
    stage.tell(A, lambda me: me.context.stop())
    assert stage.seen(B) == ["started 0", Down(A, "normal")]


def test_restart_and_passivation_are_no_end() -> None:
    stage = Stage(passivate_after=1.0)
    stage.tell(B, watch(A), lambda me: setattr(me, "passive", False))
    stage.tell(A, boom)
    stage.later(10)
    assert stage.kernel.statistics().kinds == {"probe": 1}
    assert stage.seen(B) == ["started 0"]
    stage.tell(A, lambda me: me.context.stop())
    assert stage.seen(B) == [Down(A, "normal")]


def test_unknown_is_down_at_once() -> None:
    stage = Stage()
    nobody = Address("nobody", "1")
    stage.tell(B, watch(nobody))
    assert stage.seen(B) == ["started 0", Down(nobody, "unknown")]


def test_monitor_outlives_a_crash_of_the_one_who_watches() -> None:
    stage = Stage()
    stage.tell(B, watch(A), boom)
    stage.tell(A, lambda me: me.context.stop())
    assert stage.seen(B) == ["started 0", "started 1", Down(A, "normal")]


def test_news_whose_handling_crashed_come_once_more_whole() -> None:
    stage = Stage()
    stage.tell(A, "up")
    wrongs = [boom]
    stage.tell(B, lambda me: me.context.monitor(A, lambda down: wrongs.pop() if wrongs else down))
    stage.tell(A, lambda me: me.context.stop())
    assert stage.seen(B) == ["started 0", "started 1"]
    stage.tell(B, watch(Address("probe", "another")), watch(A))
    assert stage.seen(B) == [Down(A, "normal")]


def test_demonitor_also_voids_news_whose_handling_crashed() -> None:
    stage = Stage()
    stage.tell(A, "up")
    stage.tell(B, lambda me: me.context.monitor(A, lambda _: boom))
    stage.tell(A, lambda me: me.context.stop())
    stage.tell(B, lambda me: me.context.demonitor(A), watch(A))
    assert stage.seen(B) == ["started 0", "started 1"]


def test_news_in_the_mailbox_outlive_a_crash_whole() -> None:
    stage = Stage()
    stage.tell(A, "up")
    stage.tell(B, watch(A))
    stage.kernel.tell(B, boom)
    stage.kernel.tell(A, lambda me: me.context.stop())
    stage.settle()
    assert stage.seen(B) == ["started 0", "started 1", Down(A, "normal")]


def test_who_watches_again_keeps_the_news_that_wait() -> None:
    stage = Stage()
    stage.tell(A, "up")
    stage.tell(B, watch(A))
    stage.kernel.tell(A, lambda me: me.context.stop())
    stage.kernel.tell(B, watch(A))
    stage.settle()
    assert stage.seen(B) == ["started 0", Down(A, "normal")]


def test_demonitor_also_voids_what_waits_in_the_mailbox() -> None:
    stage = Stage()
    stage.tell(A, "up")
    stage.tell(B, watch(A))
    stage.kernel.tell(A, lambda me: me.context.stop())
    stage.kernel.tell(B, lambda me: me.context.demonitor(A))
    stage.settle()
    assert stage.seen(B) == ["started 0"]
    assert stage.kernel.statistics().monitors == 0


def test_monitors_end_with_the_one_who_watches() -> None:
    stage = Stage()
    stage.tell(B, watch(A), lambda me: me.context.stop())
    assert stage.kernel.statistics().monitors == 0
    stage.tell(A, lambda me: me.context.stop())
    assert stage.seen(B) == ["started 0", "stopped normal"]
    assert stage.kernel.statistics().actors == 0


def test_monitor_does_not_activate() -> None:
    stage = Stage()
    stage.tell(B, watch(A))
    assert stage.kernel.statistics().actors == 1


def test_monitors_end_with_passivation() -> None:
    stage = Stage(passivate_after=1.0)
    stage.tell(B, watch(A))
    stage.later(1)
    assert stage.kernel.statistics().monitors == 0

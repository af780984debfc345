"""Who crashes in place harms nobody, and what follows waits for its own turn."""

from typing import Any

from msgspec import Struct

from actors.core import Address, Context, SupervisorSpec
from tests.core.drain import C, Drain, Line, drain, told
from tests.core.probe import A, B, Noted, Probe, boom, static

ONE, TWO, THREE = Address("one"), Address("two"), Address("three")


def spill(me: Any) -> None:
    """Crash in the middle of everything."""
    me.context.hand_over("half")
    me.context.record(Noted(1))
    me.context.tell(C, "half")
    boom(me)


def test_who_crashes_in_place_harms_neither_the_teller_nor_the_others() -> None:
    stage = drain()
    fatal: list[Any] = []
    crash, late = Line(spill), Line(lambda me: fatal.append(me.context.recovered))
    stage.kernel.tell(B, told((A, crash), (A, late), (A, "next"), (C, Line("other"))))
    stage.tell(B, "next")
    stage.later(1.0)
    assert stage.seen(B) == ["next"]
    assert stage.seen(C) == ["other"]
    assert stage.seen(A) == ["started 1", "next"]
    assert (fatal, stage.disk.blobs(A)) == ([None], [])
    statistics = stage.kernel.statistics()
    assert (statistics.crashes, statistics.restarts, statistics.dead_letters) == (1, 1, {})


def test_who_crashed_in_place_gets_nothing_more() -> None:
    stage = drain()

    def crash(me: Any) -> None:
        stage.kernel.tell(A, lambda me: me.note(me.context.restarts))
        boom(me)

    stage.tell(A, Line(crash))
    assert stage.seen(A) == ["started 1", 1]


def test_the_next_start_is_shown_the_line_that_crashed_it() -> None:
    fatal: list[Any] = []

    class Shown(Drain):
        def make(self, context: Context[Any]) -> Probe:
            fatal.append(context.fatal)
            return super().make(context)

    stage, crash = Shown(), Line(boom)
    stage.up(A)
    stage.tell(A, crash)
    assert fatal == [None, crash]


def test_what_cannot_be_written_is_a_crash_of_who_took_it() -> None:
    class Odd(Struct, tag="odd"):
        value: Any = object()

    stage = drain()
    stage.tell(B, told((A, Line(lambda me: me.context.record(Odd()))), (C, Line(1))))
    assert (stage.seen(A), stage.seen(B), stage.seen(C)) == (["started 1"], [], [1])


def test_who_is_given_up_takes_nothing_more() -> None:
    stage = drain(intensity=1, period=5.0)
    stage.tell(B, told(*[(A, Line(boom))] * 3, (C, 1)))
    assert (stage.seen(A), stage.seen(C)) == (["started 1"], [1])
    stage.kernel.tell(A, Line("late"))
    statistics = stage.kernel.statistics()
    assert (statistics.given_up, statistics.dead_letters) == (1, {"intensity": 2})


def linked() -> Drain:
    """Three actors that are halted together, in reverse, as soon as one of them crashes."""
    children = (static("one"), static("two"), static("three"))
    low = SupervisorSpec(name="low", intensity=0, children=children)
    stage = Drain(SupervisorSpec(name="root", children=(low,)))
    stage.settle()
    stage.log.clear()
    return stage


def test_a_teller_that_goes_down_with_who_crashed_finishes_its_turn_first() -> None:
    stage = linked()
    stage.kernel.tell(TWO, told((ONE, Line(boom)), (THREE, Line(1)), (THREE, Line(2))))
    stage.tell(TWO, "next")
    assert stage.seen(TWO) == ["next", "stopped shutdown", "started 1"]
    assert stage.seen(THREE) == [1, 2, "stopped shutdown", "started 1"]
    assert stage.seen(ONE) == ["started 1"]


def test_who_is_halted_before_its_crash_counts_says_nothing_and_starts_anew() -> None:
    stage = linked()
    stage.kernel.tell(TWO, told((THREE, Line(spill))))
    stage.tell(TWO, boom)
    assert stage.seen(THREE) == ["started 1"]
    assert stage.kernel.statistics().crashes == 1
    stage.tell(THREE, Line("on"))
    assert stage.seen(THREE) == ["on"]


def test_who_is_halted_after_a_line_has_told_what_it_told() -> None:
    stage = linked()
    stage.kernel.tell(TWO, told((THREE, Line(told((ONE, "told"))))))
    stage.tell(TWO, boom)
    assert stage.seen(ONE) == ["stopped shutdown", "started 1", "told"]
    assert stage.seen(THREE) == ["stopped shutdown", "started 1"]


def test_who_stops_the_kernel_in_place_harms_nobody() -> None:
    stage = drain()
    stage.tell(B, told((A, Line(lambda _: stage.kernel.stop())), (C, Line("late"))))
    assert stage.seen(C) == ["stopped shutdown"]
    assert stage.kernel.stopped
    assert stage.kernel.failure is None

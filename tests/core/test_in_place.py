"""Messages taken in place: at once if nothing waits, in order, and as whole as a turn."""

from typing import Any

import pytest

from actors.core import Address, Context, SupervisorSpec
from actors.core.simulated import SimulatedWorld
from tests.core.drain import C, Drain, Line, drain, told
from tests.core.probe import A, B, Noted, Post, Probe, boom, static

ONE = Address("one")


class LongLine(Line, frozen=True):
    """Another type."""


def test_who_is_idle_takes_it_before_the_teller_goes_on() -> None:
    stage = drain()
    stage.kernel.tell(A, Line("from outside"))
    assert stage.log == [(str(A), "from outside")]
    stage.kernel.tell(B, told((A, Line(1)), (C, Line(2))))
    stage.tell(B, "next")
    assert stage.log[1:] == [(str(A), 1), (str(C), 2), (str(B), "next")]
    statistics = stage.kernel.statistics()
    assert (statistics.taken, statistics.messages) == (3, 5)  # the three that are up, and B's two


def test_it_is_this_type_alone() -> None:
    stage = drain()
    stage.kernel.tell(A, LongLine(1))
    assert stage.log == []
    stage.settle()
    assert (stage.seen(A), stage.taken) == ([1], 0)


def test_it_overtakes_nothing_that_waits() -> None:
    stage = drain()
    for message in (1, Line(2), 3, Line(4)):
        stage.kernel.tell(A, message)
    assert stage.log == []
    stage.settle()
    assert stage.seen(A) == [1, 2, 3, 4]
    stage.tell(B, told((A, Line(5)), (A, 6), (A, Line(7))))
    assert (stage.seen(A), stage.taken) == ([5, 6, 7], 1)


@pytest.mark.parametrize("started", ["static", "recovering", "waiting"])
def test_it_waits_for_who_is_not_running(started: str) -> None:
    if started == "static":  # ready, before its first turn
        stage, address = Drain(SupervisorSpec(name="root", children=(static("one"),))), ONE
    else:
        stage, address = Drain(backoff=1.0), A
        stage.disk.reading = 0.5
    if started == "waiting":
        stage.tell(A, boom)
        stage.later(0.5)
        assert stage.seen(A) == ["started 0"]
    stage.kernel.tell(address, Line(1))
    stage.kernel.tell(address, Line(2))
    assert stage.log == []
    stage.later(5.0)
    start = f"started {int(started == 'waiting')}"
    assert (stage.seen(address), stage.taken) == ([start, 1, 2], 0)


# Nobody is entered twice.


def test_who_tells_itself_takes_it_after_its_turn() -> None:
    stage = drain()
    stage.kernel.tell(A, told((A, Line(told((B, "told")))), (A, Line(2))))
    stage.tell(A, "next")
    assert (stage.seen(A), stage.seen(B)) == (["next", 2], ["told"])
    stage.tell(A, told((A, Line(told((B, "told")))), (A, Line(2))))
    assert (stage.seen(A), stage.seen(B)) == ([2], ["told"])


def back(stage: Drain) -> Any:
    """As a socket might that is closed by its player: it tells the player something at once."""

    def close(me: Any) -> None:
        stage.kernel.tell(me.context.address, Line("back"))
        me.note("in the middle")

    return close


def test_what_a_turn_sets_going_outside_waits_for_its_end() -> None:
    stage = drain()
    stage.tell(A, back(stage))
    assert stage.seen(A) == ["in the middle", "back"]
    stage.kernel.tell(A, Line(back(stage)))
    assert stage.seen(A) == ["in the middle"]
    stage.settle()
    assert stage.seen(A) == ["back"]


@pytest.mark.parametrize("method", ["started", "can_passivate", "stopped"])
def test_no_method_of_an_actor_is_interrupted(method: str) -> None:
    inside: list[str] = []

    class Edgy(Drain):
        def make(self, context: Context[Any]) -> Probe:
            probe = super().make(context)
            usual = getattr(probe, method)

            def interrupted(*arguments: Any) -> Any:
                inside.append(method)
                context.tell(context.address, Line("by itself"))
                self.kernel.tell(context.address, Line("by a socket"))
                inside.pop()
                return usual(*arguments)

            setattr(probe, method, interrupted)
            probe.note = lambda what: self.log.append((str(context.address), (what, *inside)))
            return probe

    stage = Edgy(passivate_after=10.0)
    stage.tell(A, "up")
    stage.later(11.0)
    stage.tell(A, lambda me: me.context.stop())
    stage.tell(A, "up")
    stage.kernel.stop()
    assert [(what, *where) for _, (what, *where) in stage.log if where] == []
    assert stage.kernel.statistics().crashes == 0


def test_an_effect_that_is_over_at_once_comes_before_later_lines() -> None:
    class Eager(SimulatedWorld):
        def spawn(self, run: Any) -> Any:
            cancel = super().spawn(run)
            self._ready.pop().step()
            return cancel

    stage = Drain(world=Eager(1000.0))
    stage.up(A)

    async def run() -> None:
        stage.kernel.tell(A, Line("meanwhile"))

    def start(me: Any) -> None:
        me.context.effect(run, lambda _: "done", repr)
        stage.kernel.tell(A, Line("later"))
        me.note("in the middle")

    stage.tell(A, start)
    assert stage.seen(A) == ["in the middle", "meanwhile", "done", "later"]


# What follows from it.


def test_what_it_tells_does_not_get_between_the_messages_of_one_turn() -> None:
    stage = drain()
    stage.tell(C, told((A, Line(told((B, "reaction")))), (B, 1), (B, Line(2))))
    assert stage.seen(B) == [1, 2, "reaction"]


def test_a_line_that_makes_somebody_tell_lines_that_make_somebody_tell() -> None:
    stage, line = Drain(), Line("end")
    chain = [Address("probe", str(number)) for number in range(2000)]
    stage.up(*chain)
    for address in reversed(chain):
        line = Line(told((address, line)))
    stage.tell(A, line)
    assert stage.log[-1] == (str(chain[-1]), "end")
    assert stage.kernel.statistics().crashes == 0


def test_it_is_committed_like_a_turn() -> None:
    stage = drain()

    def everything(me: Any) -> None:
        me.context.hand_over("handed")
        me.context.persist(Noted(1))
        me.context.tell(B, Line("told"))
        me.context.send(B, Post(2))

    stage.tell(A, Line(everything), Line(told((C, "after"))))
    assert (stage.seen(B), stage.seen(C)) == ([], []), "both behind the gate"
    stage.later(1.0)
    assert stage.seen(B) == ["told", Post(2)]
    assert stage.seen(C) == ["after"]
    stage.tell(A, boom, lambda me: me.note(me.context.recovered.handed))
    assert stage.seen(A) == ["started 1", "handed"]


def test_it_hands_over_without_a_turn() -> None:
    stage = drain()
    stage.kernel.tell(A, Line(lambda me: me.context.hand_over("handed")))
    assert not stage.kernel._runtime.scheduler.busy()
    stage.tell(A, boom, lambda me: me.note(me.context.recovered.handed))
    assert stage.seen(A) == ["started 1", "handed"]


def test_behind_the_gate_of_the_teller_it_waits() -> None:
    stage = drain()

    def persist(me: Any) -> None:
        me.context.persist(Noted(1))
        me.context.tell(A, Line("durable"))

    stage.tell(B, persist)
    stage.tell(B, told((A, Line("after"))))
    stage.later(0.049)
    assert stage.seen(A) == []
    stage.later(0.002)
    assert (stage.seen(A), stage.taken) == (["durable", "after"], 2)


def test_who_stops_in_place_stops_in_its_own_turn() -> None:
    stage = drain()
    stage.kernel.tell(
        B, told((A, Line(lambda me: me.context.stop())), (A, Line("late")), (C, Line(1)))
    )
    stage.tell(B, "next")
    assert stage.log == [(str(C), 1), (str(B), "next"), (str(A), "stopped normal")]
    assert stage.kernel.statistics().dead_letters == {"stopped": 1}
    stage.tell(A, Line("anew"))
    assert stage.seen(A)[1:] == ["started 0", "anew"]


def test_a_line_is_a_use() -> None:
    stage = drain(passivate_after=10.0)
    stage.tell(B, "up")
    stage.later(9.0)
    stage.kernel.tell(A, Line("from outside"))
    stage.later(9.5)
    assert [str(each) for each in stage.kernel.addresses("probe")] == [str(A)]
    stage.later(1.0)
    assert stage.kernel.addresses("probe") == []


def test_lines_count_towards_the_budget_of_a_slice() -> None:
    stage = drain()
    for _ in range(40):
        stage.kernel.tell(B, told(*[(A, Line(1))] * 10))
    assert stage.kernel.run_once(100)
    assert stage.taken == 32 * 10, "a turn is not cut short"
    stage.kernel.run_once(100)
    assert stage.taken == 40 * 10

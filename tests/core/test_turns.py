"""A turn happens whole or not at all."""

from typing import Any

import pytest
from msgspec import Struct

from actors.core import ActorDown, Address, DynamicSupervisorSpec, SupervisorSpec
from tests.core.probe import A, B, Boom, Desk, Noted, Post, Stage, boom, note_recovered, static


class Odd(Struct, frozen=True, tag="odd"):
    """An entry that cannot be encoded."""

    value: Any = object()


def everything(me: Any) -> None:
    context = me.context
    context.tell(B, "told")
    context.tell_at_once(B, "told past the gate")
    context.record(Noted(1))
    context.snapshot(b"one")
    context.persist(Noted(2), rows=(Noted(3),))
    context.send(B, Post(4))
    context.wake("soon", context.now() + 0.1, Post(5))
    context.timer("t", context.now(), "timer")
    context.hand_over("handed")
    context.close_journal()


def no_trace(desk: Desk) -> None:
    desk.later(200.0)
    assert desk.seen(B) == ["started 0"]
    assert desk.disk.rows == []
    assert desk.disk.letters == {}
    assert desk.disk.blobs(A) == []
    assert desk.disk.snapshots == {}
    assert desk.disk.flushes == []


WRONGS = [
    boom,
    lambda me: me.context.record(Odd()),
    lambda me: me.context.wake("w", float("nan"), Post(1)),
    lambda me: me.context.wake("w", 1e30, Post(1)),
    lambda me: me.context.wake("w", 2000.0, Odd()),
    lambda me: me.context.send(Address("nobody", "1"), Post(1)),
]


@pytest.mark.parametrize("wrong", WRONGS)
def test_a_crashed_turn_leaves_no_trace(wrong: Any) -> None:
    desk = Desk()
    desk.tell(B, "up")
    desk.seen(B)
    desk.kill(B)

    def turn(me: Any) -> None:
        everything(me)
        wrong(me)

    desk.tell(A, turn, note_recovered)
    assert desk.seen(A) == ["started 0", "started 1", None]
    no_trace(desk)


def test_a_start_that_crashed_leaves_no_trace() -> None:
    wrongs = [1]

    def fail_once(me: Any) -> None:
        if wrongs:
            everything(me)
            boom(wrongs.pop())  # type: ignore[arg-type]

    class Begins(Desk):
        def make(self, context: Any) -> Any:
            probe = super().make(context)
            if context.address == A:
                probe.started = lambda: fail_once(probe)
            return probe

    desk = Begins()
    desk.tell(B, "up")
    desk.seen(B)
    desk.kill(B)
    desk.tell(A, note_recovered)
    assert desk.seen(A) == [None]
    no_trace(desk)


def test_who_records_without_a_journal_crashes_and_harms_no_other() -> None:
    stage = Stage()
    stage.tell(A, lambda me: me.context.record(Noted(1)), "on")
    stage.tell(A, lambda me: me.context.snapshot(b"s"), "on")
    assert stage.seen(A) == ["started 0", "started 1", "on", "started 2", "on"]


def test_who_wakes_itself_without_saying_which_messages_it_takes_crashes() -> None:
    """After a restart nobody could decode the wake-up."""
    desk = Desk(messages=None)
    desk.tell(A, lambda me: me.context.wake("w", 1001.0, Post(1)))
    assert desk.seen(A) == ["started 0", "started 1"]


def test_an_answer_of_a_crashed_turn_does_not_leave() -> None:
    desk = Desk()

    def answer(me: Any) -> None:
        me.context.reply().ok("fine")
        boom(me)

    with pytest.raises(ActorDown, match="crashed"):
        desk.ask(A, answer)


def test_an_answer_of_a_turn_that_cannot_be_written_is_an_error_not_silence() -> None:
    desk = Desk()

    def answer(me: Any) -> None:
        me.context.reply().ok("fine")
        me.context.record(Odd())

    with pytest.raises(ActorDown, match="crashed"):
        desk.ask(A, answer, timeout=5.0)
    assert desk.world.now() == 1000.0


def test_an_answer_leaves_behind_the_gate() -> None:
    desk = Desk()
    desk.tell(A, "up")

    def answer(me: Any) -> None:
        me.context.reply().ok("durable")
        me.context.persist(Noted(1))
        me.context.tell(B, "first")

    desk.disk.before = 0.4
    assert desk.ask(A, answer, timeout=5.0) == "durable"
    assert desk.world.now() == pytest.approx(1000.45)
    assert desk.disk.blobs(A) == [(1, [1])]


def test_an_answer_that_waits_for_the_log_outlives_a_crash_and_the_stop_of_its_actor() -> None:
    for end in (boom, lambda me: me.context.stop()):
        desk = Desk()
        desk.tell(A, "up")

        def answer(me: Any) -> None:
            me.context.persist(Noted(1))
            me.context.reply().ok("durable")

        desk.kernel.after_slice(lambda end=end, desk=desk: desk.kernel.tell(A, end))
        assert desk.ask(A, answer, timeout=5.0) == "durable"


def test_an_ask_that_timed_out_while_it_was_held_keeps_nobody_in_memory() -> None:
    desk = Desk(passivate_after=10.0)

    def hold(me: Any) -> None:
        me.held = me.context.reply()

    desk.kernel.after_slice(lambda: desk.kernel.tell(A, lambda me: me.context.record(Noted(1))))
    desk.kernel.after_slice(lambda: desk.kernel.tell(A, lambda me: me.context.reply()))
    with pytest.raises(Exception, match="did not answer"):
        desk.ask(A, hold)
    desk.later(30.0)
    assert desk.kernel.statistics().actors == 0


@pytest.mark.parametrize("how", ["told", "asked", "timer", "letter"])
def test_the_message_that_crashed_an_actor_is_shown_to_its_next_start(how: str) -> None:
    fatal: list[Any] = []

    class Fragile(Desk):
        def make(self, context: Any) -> Any:
            probe: Any = super().make(context)
            probe.receive = boom
            probe.started = lambda: fatal.append(context.fatal)
            return probe

    tree = DynamicSupervisorSpec(
        name="root", children=(Desk().probe("free"), static("probe", messages=Post))
    )
    desk = Fragile(tree)
    free = Address("free", "1")
    if how == "told":
        desk.tell(A, Post(7))
    elif how == "asked":
        with pytest.raises(ActorDown):
            desk.ask(A, Post(7))
    elif how == "timer":

        def started(context: Any) -> Any:
            fatal.append(context.fatal)
            if len(fatal) == 1:
                context.timer("t", 1001.0, Post(7))

        class Timed(Fragile):
            def make(self, context: Any) -> Any:
                probe = super().make(context)
                probe.started = lambda: started(context)
                return probe

        desk = Timed(tree)
        desk.kernel._runtime.registry.get_or_start(A)
        desk.later(2.0)
    else:
        desk.tell(free, lambda me: me.context.send(A, Post(7)))
        desk.later(1.0)
    assert fatal == [None, Post(7)]


@pytest.mark.parametrize("how", ["told", "letter"])
def test_a_static_actor_that_cannot_start_over_a_message_starts_without_it(how: str) -> None:
    fatal: list[Any] = []

    class Fragile(Desk):
        def make(self, context: Any) -> Any:
            probe: Any = super().make(context)

            def started() -> None:
                fatal.append(context.fatal)
                if context.fatal is not None:
                    raise Boom

            probe.receive, probe.started = boom, started
            return probe

    desk = Fragile(
        SupervisorSpec(
            name="root",
            children=(
                static("probe", messages=Post),
                DynamicSupervisorSpec(name="free", children=(Desk().probe("free"),)),
            ),
        )
    )
    if how == "told":
        desk.tell(Address("probe"), Post(7))
    else:
        desk.tell(Address("free", "1"), lambda me: me.context.send(Address("probe"), Post(7)))
    desk.later(1.0)
    assert fatal == [None, Post(7), Post(7), None]
    assert not desk.kernel.stopped
    assert not desk.disk.letters


def test_who_stops_the_kernel_within_a_turn_and_crashes_then_harms_nobody() -> None:
    stage = Stage()
    stage.tell(B, "up")

    def wreck(me: Any) -> None:
        stage.kernel.stop()
        boom(me)

    stage.tell(A, wreck)
    assert stage.seen(B) == ["started 0", "up", "stopped shutdown"]
    assert stage.kernel.stopped
    assert stage.kernel.failure is None

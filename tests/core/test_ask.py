"""An ask gets an answer or an error, never silence."""

from typing import Any

import pytest

from actors.core import ActorDown, Address, AnsweredTwice, AskTimeout, Unanswered
from tests.core.probe import A, Boom, Stage, boom


def answer(value: Any) -> Any:
    return lambda me: me.context.reply().ok(value)


def hold(me: Any) -> None:
    """Take the reply and answer nothing yet."""
    me.held = me.context.reply()


def test_answer_in_the_same_turn_or_later() -> None:
    stage = Stage()
    assert stage.ask(A, answer(42)) == 42

    def later(me: Any) -> None:
        reply = me.context.reply()
        me.context.timer("answer", me.context.now() + 0.5, lambda _: reply.ok("late"))

    assert stage.ask(A, later) == "late"
    assert stage.world.now() == 1000.5


def test_error_is_raised_where_it_was_asked() -> None:
    stage = Stage()
    with pytest.raises(KeyError, match="none"):
        stage.ask(A, lambda me: me.context.reply().error(KeyError("none")))
    assert stage.kernel.statistics().crashes == 0


def test_deadline() -> None:
    stage = Stage()
    with pytest.raises(AskTimeout):
        stage.ask(A, hold, timeout=2.0)
    assert stage.world.now() == 1002.0
    stage.tell(A, lambda me: me.held.ok("too late"))  # this reply is dropped
    assert stage.kernel.statistics().crashes == 0


def test_answered_ask_leaves_no_timer_behind() -> None:
    stage = Stage()
    stage.ask(A, answer(1))
    assert stage.kernel.statistics().timers == 1  # that of the durable messages


def test_crash_while_handling_fails_the_ask() -> None:
    stage = Stage()
    with pytest.raises(ActorDown, match="crashed"):
        stage.ask(A, boom)


@pytest.mark.parametrize("end", [boom, lambda me: me.context.stop("weary")])
def test_crash_or_stop_fails_an_ask_that_was_held(end: Any) -> None:
    stage = Stage()
    stage.kernel.after_slice(lambda: stage.kernel.tell(A, end))
    with pytest.raises(ActorDown, match=r"crashed|weary"):
        stage.ask(A, hold)
    assert stage.world.now() == 1000.0


def test_ask_that_waits_in_the_mailbox_outlives_a_crash() -> None:
    stage = Stage()
    stage.kernel.tell(A, boom)
    assert stage.ask(A, lambda me: me.context.reply().ok(me.context.restarts)) == 1


def test_ask_in_the_mailbox_of_one_that_stops_fails() -> None:
    stage = Stage()
    stage.kernel.tell(A, lambda me: me.context.stop())
    with pytest.raises(ActorDown, match="stopped"):
        stage.ask(A, answer(1))


def test_unknown_actor_fails_at_once() -> None:
    stage = Stage()
    with pytest.raises(ActorDown, match="unknown"):
        stage.ask(Address("nobody", "1"), "hello")
    assert stage.kernel.statistics().timers == 1  # that of the durable messages


def test_handled_without_a_reply_is_an_error() -> None:
    with pytest.raises(Unanswered):
        Stage().ask(A, "just a note")


def test_reply_to_what_was_told_goes_nowhere() -> None:
    stage = Stage()
    stage.tell(A, answer(1), "fine")
    assert stage.seen(A) == ["started 0", "fine"]


def test_answering_twice_is_a_mistake_of_the_actor() -> None:
    stage = Stage()

    def twice(me: Any) -> None:
        reply = me.context.reply()
        reply.ok(1)
        with pytest.raises(AnsweredTwice):
            reply.ok(2)

    assert stage.ask(A, twice) == 1


def test_kernel_stop_fails_what_is_pending() -> None:
    stage = Stage()
    stage.kernel.after_slice(stage.kernel.stop)
    with pytest.raises(ActorDown, match="shutdown"):
        stage.ask(A, hold)


def test_error_that_is_not_an_exception_of_the_kernel_keeps_its_identity() -> None:
    error = Boom("mine")
    with pytest.raises(Boom) as caught:
        Stage().ask(A, lambda me: me.context.reply().error(error))
    assert caught.value is error

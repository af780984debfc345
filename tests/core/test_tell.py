"""Messages: order, fairness, bounds, and dead letters."""

from typing import Any

import pytest

from actors.core import ActorDown, Address, SupervisorSpec
from actors.core.scheduler import CROWD, TURN
from tests.core.probe import A, B, Stage, boom, static


def test_first_message_activates_and_order_is_kept() -> None:
    stage = Stage()
    stage.tell(A, 1, 2, 3)
    assert stage.seen(A) == ["started 0", 1, 2, 3]


def test_busy_actor_does_not_hold_up_another() -> None:
    stage = Stage()
    for number in range(3 * TURN):
        stage.kernel.tell(A, number)
    stage.tell(B, "short")
    order = [who for who, what in stage.log if not str(what).startswith("started")]
    assert order.index("probe/b") == TURN
    assert stage.seen(A) == ["started 0", *range(3 * TURN)]


def test_actor_that_tells_itself_for_ever_lets_others_and_the_driver_have_a_turn() -> None:
    stage = Stage()

    def again(me: Any) -> None:
        me.context.tell(A, again)

    stage.kernel.tell(A, again)
    stage.kernel.tell(B, "b")
    assert stage.kernel.run_once(100) is True
    assert stage.seen(B) == ["started 0", "b"]
    assert stage.kernel.statistics().messages <= 100


def test_slice_ends_with_its_callbacks_once() -> None:
    stage = Stage()
    calls: list[str] = []
    stage.kernel.tell(A, lambda _: stage.kernel.after_slice(lambda: calls.append("flushed")))
    stage.kernel.tell(A, lambda _: calls.append("handled"))
    stage.settle()
    stage.tell(A, "more")
    assert calls == ["handled", "flushed"]


def test_nobody_waits_for_a_crowd() -> None:
    stage = Stage()
    calls: list[str] = []

    def tell_a_crowd(me: Any) -> None:
        for _ in range(2 * CROWD + 1):
            me.context.by_and_by(lambda: calls.append("one of many"))

    stage.kernel.tell(A, tell_a_crowd)
    for slice_ in range(3):
        stage.kernel.tell(B, lambda me: me.context.after_slice(lambda: calls.append("alone")))
        assert stage.kernel.run_once(100) is (slice_ < 2)
    some = ["alone", *["one of many"] * CROWD]
    assert calls == [*some, *some, "alone", "one of many"]


def test_callback_that_fails_harms_no_other() -> None:
    stage = Stage()
    calls: list[int] = []
    stage.kernel.after_slice(lambda: calls.append(1 // 0))
    stage.kernel.after_slice(lambda: calls.append(1))
    stage.settle()
    assert calls == [1]


def test_full_mailbox_drops_what_comes() -> None:
    stage = Stage(mailbox=3)
    for number in range(5):
        stage.kernel.tell(A, number)
    stage.settle()
    assert stage.seen(A) == ["started 0", 0, 1, 2]
    assert [letter.message for letter in stage.kernel.dead_letters] == [3, 4]
    assert stage.kernel.statistics().dead_letters == {"overflow": 2}


def test_full_mailbox_still_takes_what_the_actor_set_going() -> None:
    stage = Stage(mailbox=2)
    stage.tell(A, lambda me: me.context.timer("due", me.context.now() + 1, "timer"))
    for number in range(3):
        stage.world.advance(stage.kernel, 1000.5)
        stage.kernel.tell(A, number)
    stage.later(1)
    assert "timer" in stage.seen(A)


def test_ask_of_a_full_mailbox_fails_at_once() -> None:
    stage = Stage(mailbox=1)
    stage.kernel.tell(A, "first")
    with pytest.raises(ActorDown, match="overflow"):
        stage.ask(A, "second")


def test_unknown_kind_and_id_of_a_static_child_are_dead_letters() -> None:
    stage = Stage(SupervisorSpec(name="root", children=(static("lobby"),)))
    stage.tell(Address("nobody", "1"), "a")
    stage.tell(Address("lobby", "2"), "b")
    stage.tell(Address("lobby"), "c")
    assert stage.seen(Address("lobby")) == ["started 0", "c"]
    assert stage.kernel.statistics().dead_letters == {"unknown": 2}


def test_static_child_of_several_ids_is_several_actors() -> None:
    stage = Stage(SupervisorSpec(name="root", children=(static("part", ids=("0", "1")),)))
    one, two = Address("part", "0"), Address("part", "1")
    stage.tell(one, boom, "a")
    stage.tell(Address("part"), "b")
    stage.tell(two, "c")
    assert stage.seen(one) == ["started 0", "started 1", "a"]
    assert stage.seen(two) == ["started 0", "c"]
    statistics = stage.kernel.statistics()
    assert (statistics.kinds, statistics.dead_letters) == ({"part": 2}, {"unknown": 1})


def test_message_that_crashed_is_not_retried_and_the_rest_is_handled() -> None:
    stage = Stage()
    stage.tell(A, 1, boom, 2)
    assert stage.seen(A) == ["started 0", 1, "started 1", 2]


def test_rest_of_the_mailbox_of_a_stopped_actor_is_dead_letters() -> None:
    stage = Stage()
    stage.tell(A, lambda me: me.context.stop(), "left")
    assert stage.seen(A) == ["started 0", "stopped normal"]
    assert stage.kernel.statistics().dead_letters == {"stopped": 1}
    stage.tell(A, "again")
    assert stage.seen(A) == ["started 0", "again"]


def test_same_kind_twice_is_refused() -> None:
    with pytest.raises(ValueError, match="twice"):
        Stage(SupervisorSpec(name="root", children=(static("a"), static("a"))))


def test_after_stop_everything_is_a_dead_letter_and_children_stopped_in_reverse() -> None:
    tree = SupervisorSpec(name="root", children=(static("first"), static("second")))
    stage = Stage(tree)
    stage.tell(Address("first"), "x")
    stage.kernel.tell(Address("first"), "left")
    stage.kernel.stop()
    stage.tell(Address("first"), "late")
    stops = [who for who, what in stage.log if what == "stopped shutdown"]
    assert stops == ["second", "first"]
    assert stage.kernel.statistics().dead_letters == {"shutdown": 2}
    assert stage.kernel.statistics().actors == 0

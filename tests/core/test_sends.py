"""A letter arrives, once judged by what its receiver records about it."""

from typing import Any

import pytest

from actors.core import Actor, Address, DynamicSupervisorSpec
from actors.core.letters import AHEAD
from tests.core.probe import A, B, Desk, Noted, Post, boom, record, snapshot, static, values


def wake(key: str, at: float, value: int) -> Any:
    """A message that makes the actor set itself a wake-up, ``at`` seconds after 1000."""
    return lambda me: me.context.wake(key, 1000.0 + at, Post(value))


def send(to: Address, value: int, away: Any = "wait") -> Any:
    def do(me: Any) -> None:
        me.context.persist(Noted(value), away=away)
        me.context.send(to, Post(value), away=away)

    return do


def posts(desk: Desk, address: Address) -> list[int]:
    return [each.value for each in desk.seen(address) if isinstance(each, Post)]


def until(desk: Desk, at: float) -> None:
    desk.world.advance(desk.kernel, 1000.0 + at)


def test_what_is_sent_makes_its_receiver_and_arrives_when_it_is_durable() -> None:
    desk = Desk()
    desk.tell(A, send(B, 7))
    assert posts(desk, B) == []
    desk.later(0.06)
    assert posts(desk, B) == [7]
    desk.later(0.1)
    assert desk.disk.letters == {}


def test_two_kernels_do_not_deliver_one_twice() -> None:
    desk = Desk()
    desk.tell(A, send(B, 7), wake("k", 0.01, 8))
    desk.later(0.5)
    assert (posts(desk, A), posts(desk, B)) == ([8], [7])
    for _ in range(3):
        desk.kill()
        desk.later(200.0)
    assert (posts(desk, A), posts(desk, B)) == ([], [])


def idle(_: Any) -> None:
    """A message that only activates the actor."""


class Accountant(Actor[Any]):
    """Records the letters that it gets."""

    def receive(self, message: Any) -> None:
        if callable(message):
            message(self)
        else:
            self.context.record(Noted(message.value))


@pytest.mark.parametrize("away", ["wait", "tell"])
@pytest.mark.parametrize("slow", [(0.0, 0.0), (0.03, 0.0), (0.0, 0.03), (0.02, 0.03)])
def test_sent_once_is_journaled_once_over_kills_at_every_point(
    slow: tuple[float, float], away: Any
) -> None:
    for step in range(25):
        desk = Desk(actor=Accountant)
        desk.tell(A, idle)
        desk.disk.before, desk.disk.after = slow
        desk.disk.reading = slow[1]
        desk.tell(A, send(B, 7, away))
        desk.later(step * 0.01)
        durable = str(A) in {blob.actor for _, blob in desk.disk.journal}
        desk.kill()
        desk.later(1.0)
        desk.kill()
        desk.later(1.0)
        found: list[Any] = []
        desk.tell(B, lambda me, found=found: found.append(me.context.recovered))
        desk.later(1.0)
        entries = values(found[0].entries) if found[0] else []
        assert entries == ([7] if durable else []), step
        assert desk.disk.letters == {}


def test_load_that_sees_a_letter_before_its_sender_knows_delivers_it_once() -> None:
    desk = Desk(actor=Accountant)
    desk.tell(A, idle)
    desk.tell(B, idle)
    desk.disk.after = 1.0  # the row is written a second before its sender knows
    until(desk, AHEAD - 0.5)
    desk.tell(A, send(B, 7))
    until(desk, AHEAD + 10.0)
    found: list[Any] = []
    desk.tell(B, boom, lambda me: found.append(me.context.recovered))
    assert values(found[0].entries) == [7]


def test_a_receiver_that_crashes_over_it_does_not_get_it_again() -> None:
    crashes: list[int] = []

    class Fragile(Actor[Any]):
        def receive(self, message: Any) -> None:
            if callable(message):
                message(self)
            else:
                crashes.append(message.value)
                boom(self)

    desk = Desk(actor=Fragile)
    desk.tell(A, send(B, 7))
    desk.later(1.0)
    desk.kill()
    desk.later(200.0)
    assert crashes == [7]
    assert desk.disk.letters == {}


def test_a_letter_behind_the_message_that_stops_its_receiver_activates_it_again() -> None:
    desk = Desk()
    desk.tell(B, "up")
    letters = desk.kernel._runtime.letters
    desk.kernel.tell(B, lambda me: me.context.stop())
    letters.changed((str(B), "k"))
    letters.post(B, "k", 0.0, Post(7))
    desk.settle()
    assert desk.seen(B) == ["started 0", "up", "stopped normal"]
    desk.later(1.0)
    assert desk.seen(B) == ["started 0", Post(7)]


def test_a_letter_to_a_refused_address_waits_until_it_is_not() -> None:
    desk = Desk(intensity=0, period=30.0)
    desk.tell(A, "up")
    desk.tell(B, boom)
    desk.tell(A, send(B, 7))
    desk.later(25.0)
    assert posts(desk, B) == []
    desk.later(7.0)
    assert posts(desk, B) == [7]


def test_what_is_told_unsaved_arrives_once_also_if_the_log_is_away() -> None:
    desk = Desk()
    desk.tell(A, "up")
    desk.tell(B, "up")
    desk.disk.away = True
    desk.tell(A, send(B, 7, "tell"))
    desk.later(2.0)
    assert posts(desk, B) == [7]
    desk.disk.away = False
    desk.later(300.0)
    desk.kill()
    desk.later(1.0)
    assert posts(desk, B) == []
    assert desk.disk.letters == {}


def test_an_owner_that_crashed_meanwhile_hears_of_its_child_once() -> None:
    """The child is made by a letter; it says by a letter of its own that it is durable."""

    class Child(Actor[Any]):
        def receive(self, message: Any) -> None:
            self.context.persist(Noted(message.value))
            self.context.send(A, Post(100 + message.value))

    tree = DynamicSupervisorSpec(
        name="root",
        children=(
            static("probe", journaled=True, messages=Post),
            static("child", actor=Child, journaled=True, messages=Post),
        ),
    )
    child = Address("child", "1")
    for disaster in ("crash", "kill", "both"):
        desk = Desk(tree)
        desk.tell(A, send(child, 1))
        desk.later(0.07)
        if disaster != "kill":
            desk.tell(A, boom)
        if disaster != "crash":
            desk.kill()
        desk.later(1.0)
        desk.kill()
        desk.later(1.0)
        assert posts(desk, A) == [101], disaster


def test_a_child_that_does_not_become_durable_is_not_heard_of() -> None:
    desk = Desk()
    desk.tell(A, "up")
    desk.tell(B, "up")
    desk.disk.away = True
    desk.tell(A, send(B, 7), snapshot(b"s"), record(1))
    desk.later(60.0)
    assert posts(desk, B) == []
    desk.kill()
    desk.disk.away = False
    desk.later(60.0)
    assert posts(desk, B) == []
    assert desk.disk.rows == []


def test_a_child_that_is_made_is_not_looked_for_in_the_log() -> None:
    desk = Desk()
    desk.tell(A, lambda me: me.context.create(B, Post(7)))
    desk.later(1.0)
    assert posts(desk, B) == [7]
    assert desk.disk.recoveries == [["probe/a"]]


def test_one_that_is_made_though_it_was_there_loses_nothing() -> None:
    for left in (False, True):
        desk = Desk()
        desk.disk.before = 0.5
        desk.tell(B, record(1))
        desk.tell(A, lambda me: me.context.create(B, Post(7)))
        if left:
            desk.later(0.55 + 0.3)  # its entries are written, and the letter is under way
            desk.tell(B, lambda me: me.context.stop())
            desk.tell(A, lambda me: me.context.create(B, Post(8)))
        desk.later(5.0)
        desk.tell(B, lambda me: me.context.stop())
        desk.later(5.0)
        found: list[Any] = []
        desk.tell(B, lambda me, found=found: found.append(me.context.recovered))
        assert values(found[0].entries) == [1]

"""Durable messages arrive once and not too early, despite restarts, passivation, a failing log."""

from typing import Any

import pytest

from actors.core import Actor, Address
from actors.core.journal.records import Letter
from actors.core.letters import AHEAD, MOST
from tests.core.probe import A, B, Desk, Post, boom


def wake(key: str, at: float, value: int) -> Any:
    """A message that makes the actor set itself a wake-up, ``at`` seconds after 1000."""
    return lambda me: me.context.wake(key, 1000.0 + at, Post(value))


def unwake(key: str) -> Any:
    return lambda me: me.context.unwake(key)


def posts(desk: Desk, address: Address) -> list[int]:
    return [each.value for each in desk.seen(address) if isinstance(each, Post)]


def until(desk: Desk, at: float) -> None:
    desk.world.advance(desk.kernel, 1000.0 + at)


@pytest.mark.parametrize("at", [1.0, 500.0])
@pytest.mark.parametrize("asleep", ["stays", "passivated", "killed", "crashed"])
def test_a_wake_up_comes_at_its_time_whatever_happens(at: float, asleep: str) -> None:
    desk = Desk(passivate_after=0.2 if asleep == "passivated" else None)
    desk.tell(A, wake("k", at, 7))
    until(desk, 0.9)
    if asleep == "killed":
        desk.kill()
        assert desk.kernel.statistics().actors == 0
    elif asleep == "passivated":
        assert desk.kernel.statistics().actors == 0
    elif asleep == "crashed":
        desk.tell(A, boom)
    until(desk, at - 0.001)
    assert posts(desk, A) == []
    until(desk, at + 0.001)
    assert posts(desk, A) == [7]
    until(desk, at + 0.2)
    assert desk.disk.letters == {}
    desk.kill()
    until(desk, 2000.0)
    assert posts(desk, A) == []


@pytest.mark.parametrize("at", [5.0, 500.0])
@pytest.mark.parametrize("again", [3.0, 700.0, None])
@pytest.mark.parametrize("killed", [False, True])
def test_a_wake_up_is_replaced_or_withdrawn(at: float, again: float | None, killed: bool) -> None:
    desk = Desk()
    desk.tell(A, wake("k", at, 1))
    until(desk, 1.0)
    desk.tell(A, unwake("k") if again is None else wake("k", again, 2))
    until(desk, 2.0)
    if killed:
        desk.kill()
    until(desk, 690.0)
    assert posts(desk, A) == ([2] if again == 3.0 else [])
    until(desk, 2000.0)
    assert posts(desk, A) == ([2] if again == 700.0 else [])
    assert desk.disk.letters == {}


def test_a_wake_up_in_the_past_comes_at_once() -> None:
    desk = Desk()
    desk.tell(A, wake("k", -5.0, 1), "after")
    assert desk.seen(A) == ["started 0", "after", Post(1)]


def test_a_wake_up_may_set_itself_again() -> None:
    class Clock(Actor[Any]):
        def receive(self, message: Any) -> None:
            del message
            beats.append(self.context.now())
            self.context.wake("tick", self.context.now() + 50.0, Post(1))

    beats: list[float] = []
    desk = Desk(actor=Clock, passivate_after=1.0)
    desk.tell(A, "begin")
    for _ in range(4):
        until(desk, desk.world.now() - 1000.0 + 60.0)
        desk.kill()
    assert beats == [1000.0, 1050.0, 1100.0, 1150.0, 1200.0]


def test_a_wake_up_that_was_replaced_while_it_lay_in_the_mailbox_does_not_come() -> None:
    desk = Desk()
    desk.tell(A, wake("k", 1.0, 1), wake("first", 1.0, 9))

    def replace(me: Any, message: Any) -> None:
        me.note(message)
        if message == Post(9):
            me.context.wake("k", 1002.0, Post(2))

    desk.tell(A, lambda me: me.context.wake("k", 1001.0, Post(1)))  # after the other one
    desk.tell(A, lambda me: setattr(me.context, "receive", lambda m: replace(me, m)))
    until(desk, 5.0)
    assert posts(desk, A) == [9, 2]


def test_hundred_thousand_far_ones_cost_their_rows_only() -> None:
    desk = Desk()
    desk.disk.letters = {
        ("probe/a", f"wake {number}"): Letter("probe/a", f"wake {number}", 9_000_000, b"{}")
        for number in range(100_000)
    }
    desk.kill()
    for number in range(1000):
        desk.kernel.tell(A, wake(f"mine {number}", 8000.0, number))
    until(desk, 300.0)
    letters = desk.kernel._runtime.letters
    assert (len(letters._pending), len(letters._changes)) == (0, 0)
    assert desk.kernel.statistics().timers == 1
    assert len(desk.disk.letters) == 101_000


@pytest.mark.parametrize("count", [MOST, 2 * MOST + 1])
def test_more_are_due_than_are_read_at_once(count: int) -> None:
    desk = Desk(mailbox=1)
    desk.disk.letters = {
        ("probe/a", str(number)): Letter(
            "probe/a", str(number), 1000_500, b'{"type":"post","value":1}'
        )
        for number in range(count)
    }
    desk.kill()
    until(desk, 1.0)
    assert len(posts(desk, A)) == count
    until(desk, 2.0)
    assert desk.disk.letters == {}


def test_those_that_cannot_be_understood_stay_and_hold_nobody_up() -> None:
    desk = Desk()
    desk.disk.letters = {
        ("probe/a", str(number)): Letter("probe/a", str(number), number, b"?")
        for number in range(2 * MOST)
    }
    good = Letter("probe/b", "good", 1_500_000, b'{"type":"post","value":1}')
    desk.disk.letters["probe/b", "good"] = good
    desk.kill()
    until(desk, 501.0)
    assert posts(desk, B) == [1]
    assert desk.kernel.statistics().actors == 1
    assert len(desk.disk.letters) == 2 * MOST


def test_what_was_set_shortly_before_the_log_is_read_is_neither_late_nor_twice() -> None:
    for moment in (-0.06, -0.04, -0.001, 0.001, 0.05, 0.15, 0.25):
        desk = Desk()
        desk.disk.reading = 0.1
        desk.tell(A, wake("old", 200.0, 1))
        until(desk, AHEAD + moment)
        desk.tell(A, wake("old", 1000.0, 2), wake("new", 150.0, 3))
        until(desk, 149.9)
        assert posts(desk, A) == []
        until(desk, 150.0)
        assert posts(desk, A) == [3], moment
        until(desk, 999.9)
        assert posts(desk, A) == [], moment
        until(desk, 1001.0)
        assert posts(desk, A) == [2], moment
        assert desk.disk.letters == {}


@pytest.mark.parametrize("how", ["away", "hangs"])
def test_a_log_that_is_away_holds_up_no_wake_up_that_is_in_memory(how: str) -> None:
    desk = Desk()
    desk.tell(A, wake("known", 130.0, 1))
    until(desk, 110.0)
    if how == "away":
        desk.disk.away = True
    else:
        desk.disk.before = desk.disk.reading = 1000.0
    desk.tell(A, wake("near", 115.0, 2), wake("far", 260.0, 3))
    until(desk, 115.0)
    assert posts(desk, A) == [2]
    for now in range(116, 240):
        until(desk, now)
    desk.tell(A, wake("later", 245.0, 4))
    until(desk, 250.0)
    seen = posts(desk, A)
    assert seen == ([4] if how == "away" else [])  # a log that hangs does not answer
    desk.disk.away, desk.disk.before, desk.disk.reading = False, 0.0, 0.0
    until(desk, 1500.0)
    assert sorted(seen + posts(desk, A)) == [1, 3, 4]
    until(desk, 1501.0)
    assert desk.disk.letters == {}


def test_loads_of_a_log_that_hangs_do_not_pile_up() -> None:
    desk = Desk()
    desk.tell(A, "up")
    desk.disk.reading = 1e6
    for second in range(100, 400):
        until(desk, second)
        desk.tell(A, wake("k", second + 0.5, 1))
    assert len(desk.world._sleeping) == 1


def test_an_older_change_that_is_written_does_not_bring_an_older_wake_up_back() -> None:
    desk = Desk()
    desk.tell(A, "up")
    until(desk, AHEAD - 0.5)
    desk.disk.before = 0.3
    desk.tell(A, wake("k", 200.0, 1))
    until(desk, AHEAD - 0.3)
    desk.tell(A, wake("k", 1000.0, 2))  # not written yet when the log is read
    until(desk, 999.0)
    assert posts(desk, A) == []
    until(desk, 1001.0)
    assert posts(desk, A) == [2]

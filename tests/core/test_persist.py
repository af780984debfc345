"""What is persisted is told when it is written; a log that is away holds nobody up for long."""

from typing import Any

import pytest

from actors.core import Down
from tests.core.probe import A, B, Desk, Noted, boom, record


class Stall(Desk):
    """A desk whose actors persist and tell what they did."""

    def __init__(self, **spec: Any) -> None:
        super().__init__(**spec)
        for address in (A, B):
            self.tell(address, "up")
            self.seen(address)

    def persist(self, value: int, away: Any = "tell") -> None:
        """A persists a value and tells B of it."""

        def do(me: Any) -> None:
            me.context.persist(Noted(value), away=away)
            me.context.tell(B, value)

        self.tell(A, do)

    def pass_on(self, value: int) -> None:
        """A tells B something that needs no persisting."""
        self.tell(A, lambda me: me.context.tell(B, value))

    def told(self) -> list[Any]:
        """What B was told."""
        return [value for value in self.seen(B) if isinstance(value, int)]

    def news(self) -> list[Any]:
        """What A was told of its log."""
        return [each for each in self.seen(A) if str(each).startswith("unsaved")]


def test_it_is_told_when_it_is_written_and_nothing_overtakes_it() -> None:
    stall = Stall()
    stall.pass_on(1)
    stall.persist(2)
    stall.pass_on(3)
    assert stall.told() == [1]
    stall.later(0.049)
    assert stall.told() == []
    stall.later(0.002)
    assert stall.told() == [2, 3]
    assert stall.disk.blobs(A) == [(1, [2])]
    stall.pass_on(4)
    assert stall.told() == [4]
    assert stall.news() == []


def test_what_is_persisted_while_a_group_is_being_written_waits_for_its_own() -> None:
    stall = Stall()
    stall.disk.before = 0.3
    stall.persist(1)
    stall.later(0.1)
    stall.persist(2)
    stall.later(0.3)
    assert stall.told() == [1]
    stall.pass_on(3)
    assert stall.told() == []
    stall.later(0.4)
    assert stall.told() == [2, 3]


def test_others_are_not_held_up() -> None:
    stall = Stall()
    stall.persist(1)
    stall.tell(B, lambda me: me.context.tell(A, "hello"))
    assert "hello" in stall.seen(A)


@pytest.mark.parametrize("how", ["refuses", "hangs"])
def test_a_log_that_is_away_is_not_waited_for(how: str) -> None:
    stall = Stall()
    if how == "refuses":
        stall.disk.away = True
    else:
        stall.disk.before = 6.0
    stall.persist(1)
    stall.later(1.06)
    assert stall.told() == [1]
    assert stall.news() == ["unsaved 1"]
    stall.persist(2)
    assert stall.told() == [2]
    assert stall.news() == ["unsaved 2"]
    stall.later(0.1)
    assert stall.news() == []
    stall.disk.away, stall.disk.before = False, 0.0
    stall.later(8.0)
    assert stall.news()[-1] == "unsaved 0"
    stall.persist(3)
    assert stall.told() == []
    stall.later(0.1)
    assert stall.told() == [3]


def test_a_crash_loses_nothing_that_was_held_and_opens_no_gate() -> None:
    stall = Stall()
    stall.persist(1)
    stall.tell(A, boom)
    stall.pass_on(2)
    assert stall.told() == []
    stall.later(0.1)
    assert stall.told() == [1, 2]


def test_what_was_held_leaves_though_the_actor_has_ended() -> None:
    stall = Stall()
    stall.persist(1)
    stall.tell(A, lambda me: me.context.stop())
    stall.later(0.1)
    assert stall.told() == [1]


def test_its_end_is_told_last() -> None:
    stall = Stall()
    stall.tell(B, lambda me: me.context.monitor(A, lambda down: down))
    stall.persist(1)
    stall.tell(A, lambda me: me.context.stop())
    assert stall.seen(B) == []
    stall.later(0.1)
    assert stall.seen(B) == [1, Down(A, "normal")]


def test_an_actor_that_ended_is_not_brought_back_by_news_of_its_log() -> None:
    stall = Stall()
    stall.disk.away = True
    stall.persist(1)
    stall.tell(A, lambda me: me.context.stop())
    stall.later(2.0)
    stall.disk.away = False
    stall.later(2.0)
    assert stall.told() == [1]
    assert stall.kernel.statistics().actors == 1


def test_patience_is_counted_from_when_the_gate_was_shut() -> None:
    """Also if another group was being written then, which used to double the wait."""
    stall = Stall()
    stall.disk.before = 0.9
    stall.persist(1)
    stall.later(0.1)
    stall.persist(2)
    stall.later(0.85)
    assert stall.told() == [1]
    stall.disk.before = 60.0
    stall.later(0.14)
    assert stall.told() == []
    stall.later(0.02)
    assert stall.told() == [2]


def test_one_that_waits_holds_up_what_comes_after_it_and_nothing_before() -> None:
    stall = Stall()
    stall.disk.away = True
    stall.persist(1)
    stall.persist(2, "wait")
    stall.persist(3)
    stall.pass_on(4)
    stall.later(5.0)
    assert stall.told() == [1]
    stall.persist(5)
    assert stall.told() == []
    stall.disk.away = False
    stall.later(1.5)
    assert stall.told() == [2, 3, 4, 5]
    assert stall.news()[-1] == "unsaved 0"


def test_a_log_that_is_back_is_not_taken_for_away_because_of_what_has_waited() -> None:
    stall = Stall()
    seen: list[bool] = []
    stall.disk.away = True
    stall.persist(1, "wait")
    stall.later(0.1)
    stall.persist(2, "wait")
    stall.later(5.0)
    stall.disk.away, stall.disk.before = False, 0.3
    for _ in range(30):
        stall.later(0.1)
        seen.append(stall.kernel.journal.away)
    assert seen == sorted(seen, reverse=True)
    assert seen[-1] is False


def test_the_next_life_overtakes_nothing() -> None:
    stall = Stall()
    stall.disk.before = 0.5
    stall.persist(1, "wait")
    stall.tell(A, lambda me: me.context.stop())
    stall.later(0.1)
    stall.pass_on(2)
    assert stall.told() == []
    stall.tell(A, lambda me: me.context.stop())
    stall.pass_on(3)
    stall.later(5.0)
    assert stall.told() == [1, 2, 3]
    stall.pass_on(4)
    assert stall.told() == [4]
    assert stall.kernel._runtime._gates == {}


def test_who_waits_for_the_log_is_not_passivated() -> None:
    stall = Stall(passivate_after=1.0)
    stall.disk.away = True
    stall.persist(1, "wait")
    stall.later(30.0)
    assert stall.kernel.addresses("probe") == [A]
    stall.disk.away = False
    stall.later(30.0)
    assert stall.kernel.addresses("probe") == []


def test_what_gathers_in_an_outage_is_put_together_bit_by_bit() -> None:
    desk = Desk()
    desk.tell(A, record(0))
    desk.later(1.0)
    desk.disk.away = True
    for number in range(1, 101):
        desk.tell(A, record(number))
        desk.later(0.3)
    assert len(desk.kernel.journal._gathering.entries[A].data) < 6
    desk.disk.away = False
    desk.later(2.0)
    entries = [value for _, values in desk.disk.blobs(A) for value in values]
    assert entries == [*range(101)]

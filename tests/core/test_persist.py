"""What is persisted is told once it is written; a log that is away holds nobody up for long."""

from typing import Any

import pytest

from actors.core import Down
from tests.core.probe import A, B, Desk, Noted, boom


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

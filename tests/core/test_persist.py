"""What is persisted is told once it is written; a log that is away holds nobody up for long."""

from typing import Any

import pytest

from actors.core import Down
from tests.core.probe import A, B, boom
from tests.core.test_journal import Desk, Noted


class Stall(Desk):
    """A desk whose actors persist and tell what they did."""

    def persist(self, value: int) -> None:
        """A persists a value and tells B of it."""

        def do(me: Any) -> None:
            me.context.record([Noted(value)])
            me.context.persist("away", "back")
            me.context.tell(B, value)

        self.do(A, do)

    def persist_quietly(self, value: int) -> None:
        """A persists a value, tells B of it, and wants no news of its log."""

        def do(me: Any) -> None:
            me.context.record([Noted(value)])
            me.context.persist()
            me.context.tell(B, value)

        self.do(A, do)

    def tell(self, value: int) -> None:
        """A tells B something that needs no persisting."""
        self.do(A, lambda me: me.context.tell(B, value))

    def told(self) -> list[Any]:
        """What B was told."""
        return [value for value in self.stage.seen(B) if isinstance(value, int)]

    def unsaved(self) -> int:
        """How much of A is told and not written."""
        found: list[int] = []
        self.do(A, lambda me: found.append(me.context.unsaved))
        return found[0]

    def news(self) -> list[Any]:
        """What A was told of its log."""
        return [value for value in self.stage.seen(A) if value in {"away", "back"}]


def test_it_is_told_when_it_is_written_and_nothing_overtakes_it() -> None:
    stall = Stall()
    stall.tell(1)
    stall.persist(2)
    stall.tell(3)
    assert stall.told() == [1]
    stall.wait(0.049)
    assert stall.told() == []
    stall.wait(0.002)
    assert stall.told() == [2, 3]
    assert stall.blobs(A) == [(1, [["n", 2]])]
    stall.tell(4)
    assert stall.told() == [4]
    assert stall.news() == []


def test_what_is_persisted_while_a_group_is_being_written_waits_for_its_own() -> None:
    stall = Stall()
    stall.log.seconds = 0.3
    stall.persist(1)
    stall.wait(0.1)
    stall.persist(2)
    stall.wait(0.3)
    assert stall.told() == [1]
    stall.tell(3)
    assert stall.told() == []
    stall.wait(0.4)
    assert stall.told() == [2, 3]


def test_others_are_not_held_up() -> None:
    stall = Stall()
    stall.persist(1)
    stall.do(B, lambda me: me.context.tell(A, "hello"))
    assert "hello" in stall.stage.seen(A)


@pytest.mark.parametrize("how", ["refuses", "hangs"])
def test_a_log_that_is_away_is_not_waited_for(how: str) -> None:
    stall = Stall()
    if how == "refuses":
        stall.log.away = True
    else:
        stall.log.seconds = 6.0
    stall.persist(1)
    stall.wait(1.06)
    assert stall.told() == [1]
    assert stall.news() == ["away"]
    assert stall.unsaved() == 1
    stall.persist(2)
    assert stall.told() == [2]
    stall.wait(0.1)
    assert stall.news() == ["away"]
    assert stall.unsaved() == 2
    stall.log.away, stall.log.seconds = False, 0.0
    stall.wait(8.0)
    assert stall.news() == ["back"]
    assert stall.unsaved() == 0
    stall.persist(3)
    assert stall.told() == []
    stall.wait(0.1)
    assert stall.told() == [3]


def test_what_nobody_wants_news_of_does_not_count() -> None:
    stall = Stall()
    stall.log.away = True
    stall.persist_quietly(1)
    stall.wait(1.06)
    assert stall.told() == [1]
    assert (stall.news(), stall.unsaved()) == ([], 0)
    stall.persist(2)
    stall.persist_quietly(3)
    assert stall.told() == [2, 3]
    assert (stall.news(), stall.unsaved()) == (["away"], 1)
    stall.log.away = False
    stall.wait(2.0)
    assert (stall.news(), stall.unsaved()) == (["back"], 0)


def test_a_crash_loses_nothing_that_was_held_and_opens_no_gate() -> None:
    stall = Stall()
    stall.persist(1)
    stall.do(A, boom)
    stall.tell(2)
    assert stall.told() == []
    stall.wait(0.1)
    assert stall.told() == [1, 2]


def test_what_was_held_leaves_though_the_actor_has_ended() -> None:
    stall = Stall()
    stall.persist(1)
    stall.do(A, lambda me: me.context.stop())
    stall.wait(0.1)
    assert stall.told() == [1]


def test_its_end_is_told_last() -> None:
    stall = Stall()
    stall.do(B, lambda me: me.context.monitor(A, lambda down: down))
    stall.persist(1)
    stall.do(A, lambda me: me.context.stop())
    assert stall.stage.seen(B) == ["started 0"]
    stall.wait(0.1)
    assert stall.stage.seen(B) == [1, Down(A, "normal")]


def test_an_actor_that_ended_is_not_brought_back_by_news_of_its_log() -> None:
    stall = Stall()
    stall.log.away = True
    stall.persist(1)
    stall.do(A, lambda me: me.context.stop())
    stall.wait(2.0)
    stall.log.away = False
    stall.wait(2.0)
    assert stall.told() == [1]
    assert stall.kernel.statistics().actors == 1


def test_an_effect_can_wait_for_what_was_recorded() -> None:
    stall = Stall()
    stall.log.away = True
    stall.note(A, 1)
    stall.do(A, lambda me: me.context.effect(me.context.written, lambda _: "written", str))
    stall.wait(5.0)
    assert "written" not in stall.stage.seen(A)
    stall.log.away = False
    stall.wait(1.1)
    assert "written" in stall.stage.seen(A)

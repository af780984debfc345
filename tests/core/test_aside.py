"""Letters that nobody can understand: set aside once, tried at each start, dropped in the end."""

from collections.abc import Iterator
from contextlib import contextmanager

import msgspec
import pytest

from actors.core.journal.records import ASIDE, KEPT, Letter
from actors.core.letters import MOST, NAMED
from tests.core.probe import A, B, Desk, Post

DAY = 86400.0
NEWER = b'{"type":"newer","value":1}'
GOOD = b'{"type":"post","value":1}'


class Newer(msgspec.Struct, frozen=True, tag="newer"):
    """A message that only a later version knows."""

    value: int


def with_letters(*letters: Letter) -> Desk:
    """A desk that begins with these in its store, after a kill."""
    desk = Desk()
    desk.settle()  # its first start has nothing to read
    desk.disk.letters = {(each.actor, each.key): each for each in letters}
    desk.kill()
    desk.later(1.0)
    return desk


@contextmanager
def upgraded(desk: Desk) -> Iterator[None]:
    """Within the block, what starts is the version that knows the message."""
    before = desk.tree
    child = msgspec.structs.replace(before.children[0], messages=Post | Newer)
    desk.tree = msgspec.structs.replace(before, children=(child,))
    yield
    desk.tree = before


def lines(caplog: pytest.LogCaptureFixture) -> list[str]:
    said = [each.getMessage() for each in caplog.records if each.levelname == "ERROR"]
    caplog.clear()
    return said


@pytest.mark.parametrize("actor", ["probe/a", "unknown/a", "unknown"])
def test_it_is_set_aside_with_one_line_and_not_looked_at_again(
    actor: str, caplog: pytest.LogCaptureFixture
) -> None:
    desk = with_letters(Letter(actor, "k", 1000, NEWER), Letter("probe/b", "good", 1000, GOOD))
    (line,) = lines(caplog)
    assert f"{actor}, key k" in line
    assert desk.seen(B) == ["started 0", Post(1)]
    (row,) = desk.disk.letters.values()
    assert (row.actor, row.key, row.data) == (actor, "k", NEWER)
    assert row.at >= ASIDE
    for _ in range(3):
        desk.later(500.0)
        desk.kill()
    assert [*desk.disk.letters.values()] == [row]
    assert lines(caplog) == []
    assert desk.seen(A) == []


def test_a_version_that_understands_it_gets_it_once(caplog: pytest.LogCaptureFixture) -> None:
    desk = with_letters(*(Letter("probe/a", f"{n}", n, NEWER) for n in range(3)))
    assert len(lines(caplog)) == 3
    desk.later(5.0 * DAY)
    with upgraded(desk):
        desk.kill()
        assert desk.seen(A) == ["started 0", *[Newer(1)] * 3]
        desk.later(1.0)
        assert desk.disk.letters == {}
        desk.kill()
    assert desk.seen(A) == []


def test_those_that_come_back_keep_their_order() -> None:
    count = 30
    data = [b'{"type":"newer","value":%d}' % n for n in range(count)]
    desk = with_letters(
        *(Letter("probe/a", f"{n % 7}.{n}", n - (1 << 62), data[n]) for n in range(count))
    )
    with upgraded(desk):
        desk.kill()
    assert desk.seen(A) == ["started 0", *map(Newer, range(count))]


def test_a_kill_before_it_is_handled_brings_it_again() -> None:
    desk = with_letters(Letter("probe/a", "k", 1000, NEWER))
    with upgraded(desk):
        for _ in range(2):
            desk.kill()
            assert desk.seen(A) == ["started 0", Newer(1)]


def test_it_is_dropped_after_a_month_and_not_before(caplog: pytest.LogCaptureFixture) -> None:
    desk = with_letters(Letter("probe/a", "k", 1000, NEWER))
    lines(caplog)
    desk.later((KEPT - 1) * DAY)
    desk.kill()
    desk.later(1.0)
    assert len(desk.disk.letters) == 1
    desk.later(2.0 * DAY)
    desk.kill()
    desk.later(1.0)
    assert desk.disk.letters == {}
    assert len(lines(caplog)) == 1
    desk.kill()
    assert lines(caplog) == []


def test_of_many_the_log_names_a_few_and_they_hold_nobody_up(
    caplog: pytest.LogCaptureFixture,
) -> None:
    many = [Letter("probe/a", f"{n}", n, NEWER) for n in range(2 * MOST)]
    desk = with_letters(*many, Letter("probe/b", "good", 1_500_000, GOOD))
    desk.later(600.0)
    assert desk.seen(B) == ["started 0", Post(1)]
    assert len(desk.disk.letters) == 2 * MOST
    assert len(lines(caplog)) <= 3 * (NAMED + 1)
    assert desk.kernel._runtime.letters._changes == {}
    assert desk.kernel._runtime.letters._pending == {}


def test_one_that_its_actor_sets_anew_is_not_aside_any_more() -> None:
    desk = with_letters(Letter("probe/a", "wake k", 1000, NEWER))
    desk.tell(A, lambda me: me.context.wake("k", desk.world.now() + 5.0, Post(2)))
    desk.later(10.0)
    assert desk.seen(A)[-1] == Post(2)
    assert desk.disk.letters == {}


def test_while_the_log_is_away_it_waits_like_all_others() -> None:
    desk = Desk()
    desk.disk.letters = {("probe/a", "k"): Letter("probe/a", "k", 1000, NEWER)}
    desk.disk.away = True
    desk.kill()
    desk.later(10.0)
    desk.disk.away = False
    desk.later(3.0)
    (row,) = desk.disk.letters.values()
    assert row.at >= ASIDE

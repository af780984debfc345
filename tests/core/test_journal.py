"""The kernel's journal: groups, numbers without a gap, and what happens while the log is away."""

from typing import Any

import pytest

from actors.core import Address
from actors.core.journal.records import Fenced, Snapshot
from tests.core.probe import A, B, Desk, Noted, boom, note_recovered, record, snapshot


def test_what_comes_within_a_group_is_one_blob_of_each_actor() -> None:
    desk = Desk()
    desk.tell(A, record(1))
    desk.tell(B, record(7))
    desk.tell(A, record(2, 3))
    assert desk.disk.flushes == []
    desk.later(0.05)
    assert len(desk.disk.flushes) == 1
    assert desk.disk.blobs(A) == [(1, [1, 2, 3])]
    assert desk.disk.blobs(B) == [(1, [7])]


def test_numbers_go_on_through_groups_and_a_crash() -> None:
    desk = Desk()
    desk.tell(A, record(1, 2))
    desk.later(1.0)
    desk.tell(A, boom)
    desk.tell(A, record(3))
    desk.later(1.0)
    assert [seq for seq, _ in desk.disk.blobs(A)] == [1, 3]


def test_a_snapshot_names_the_entry_it_follows() -> None:
    desk = Desk()
    desk.tell(A, record(1, 2))
    desk.tell(A, snapshot(b"two"))
    desk.later(1.0)
    assert desk.disk.snapshots[str(A)] == Snapshot(str(A), 2, b"two", 1_000_000)


def test_a_group_that_was_refused_comes_again_and_later_ones_wait() -> None:
    desk = Desk()
    desk.tell(A, "up")
    desk.tell(B, "up")
    desk.disk.away = True
    desk.tell(A, record(1))
    desk.later(0.5)
    desk.tell(A, record(2))
    desk.later(5.0)
    assert desk.statistics() == {"waiting": 2, "lost": 0}
    desk.disk.away = False
    desk.later(2.0)
    assert desk.disk.blobs(A) == [(1, [1]), (2, [2])]
    assert desk.statistics() == {"waiting": 0, "lost": 0}


def test_while_the_log_is_away_memory_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("actors.core.journal.journal.MOST_WAITING", 3)
    desk = Desk()
    desk.tell(A, "up")
    desk.tell(B, "up")
    desk.disk.away = True
    desk.tell(A, record(0))
    desk.later(0.2)
    desk.tell(A, record(1, 2))
    desk.tell(B, record(1, 2))
    desk.tell(A, record(3))
    desk.later(1.0)
    assert desk.statistics() == {"waiting": 3, "lost": 3}
    desk.disk.away = False
    desk.tell(A, record(4))
    desk.later(3.0)
    assert [seq for seq, _ in desk.disk.blobs(A)] == [1, 5]
    assert [seq for seq, _ in desk.disk.blobs(B)] == [1]


def test_after_the_stop_nothing_is_begun() -> None:
    """There is no nursery any more in which anything could begin."""
    desk = Desk()
    desk.tell(A, record(1))
    desk.kernel.stop()
    desk.later(1.0)
    assert desk.kernel.next_timer() is None
    assert desk.disk.flushes == []


def test_a_flush_after_the_stop_writes_the_rest() -> None:
    desk = Desk()
    desk.tell(A, record(1))
    desk.kernel.stop()
    desk.world.run(desk.kernel, desk.kernel.journal.flush)
    assert desk.disk.blobs(A) == [(1, [1])]
    assert desk.statistics() == {"waiting": 0, "lost": 0}


def test_the_entries_between_two_snapshots_are_kept_as_a_segment() -> None:
    desk = Desk()
    desk.tell(A, record(1, 2))
    desk.later(1.0)
    desk.tell(A, record(3))
    desk.tell(A, snapshot(b"three"))
    desk.tell(A, record(4))
    desk.tell(A, snapshot(b"four"))
    desk.tell(A, snapshot(b"four again"))
    desk.tell(A, record(5))
    desk.later(1.0)
    assert desk.disk.segments(A) == [(1, [1, 2, 3]), (4, [4])]


def test_a_restored_actor_goes_on_with_its_segment() -> None:
    desk = Desk()
    desk.tell(A, record(1))
    desk.tell(A, snapshot(b"one"))
    desk.tell(A, record(2, 3))
    desk.later(1.0)
    desk.kill(A)
    desk.tell(A, record(4))
    desk.tell(A, snapshot(b"four"))
    desk.later(1.0)
    assert desk.disk.segments(A) == [(1, [1]), (2, [2, 3, 4])]


def test_blobs_are_trimmed_once_nobody_needs_them() -> None:
    desk = Desk()
    desk.tell(A, record(1))
    desk.later(1.0)
    desk.tell(B, record(1))
    desk.later(1.0)
    desk.tell(B, snapshot(b"one"))
    desk.tell(B, record(2))
    desk.later(20.0)
    assert [seq for seq, _ in desk.disk.blobs(A)] == [1]
    assert [seq for seq, _ in desk.disk.blobs(B)] == [1, 2]
    desk.tell(A, snapshot(b"one"))
    desk.later(1.0)
    desk.tell(A, record(2))
    desk.later(20.0)
    assert [seq for seq, _ in desk.disk.blobs(A)] == [2]
    assert [seq for seq, _ in desk.disk.blobs(B)] == [2]


def close(me: Any) -> None:
    me.context.close_journal()


@pytest.mark.parametrize("how", ["closed", "closed in the same group", "ended", "given up"])
def test_an_actor_that_is_gone_holds_up_no_trimming(how: str) -> None:
    desk = Desk()
    desk.tell(A, record(1))
    desk.later(1.0)
    if how == "closed":
        desk.tell(A, close)
    elif how == "closed in the same group":
        desk.tell(A, record(2), close)
    elif how == "given up":
        desk.tell(A, boom, boom, boom, boom)
    else:
        desk.tell(A, lambda me: me.context.stop())
    desk.tell(B, record(1))
    desk.later(20.0)
    assert [seq for seq, _ in desk.disk.blobs(A)] == []
    assert [seq for seq, _ in desk.disk.blobs(B)] == [1]


def test_another_process_that_takes_over_stops_this_one() -> None:
    desk = Desk()
    desk.disk.begin_epoch()
    desk.tell(A, record(1))
    with pytest.raises(Fenced):
        desk.later(1.0)
    assert desk.kernel.stopped
    assert desk.disk.flushes == []


@pytest.mark.parametrize("between", [0.0, 0.02, 1.0])
@pytest.mark.parametrize("stops", [True, False])
def test_what_is_recorded_after_closing_is_another_journal(between: float, stops: bool) -> None:
    desk = Desk()
    desk.tell(A, record(1), snapshot(b"old"), record(2))
    desk.later(between)
    desk.tell(A, close)
    if stops:
        desk.tell(A, lambda me: me.context.stop())
    desk.later(between)
    desk.tell(A, record(7))
    desk.later(between)
    desk.tell(A, record(8), boom, note_recovered)
    assert desk.seen(A)[-1] == (None, [7, 8])
    desk.later(1.0)
    desk.kill()
    desk.tell(A, note_recovered)
    assert desk.seen(A)[-1] == (None, [7, 8])


def test_a_closed_journal_does_not_come_back_while_the_log_is_slow() -> None:
    desk = Desk()
    desk.tell(A, record(1))
    desk.later(1.0)
    desk.kill(A)
    desk.disk.before = 5.0
    desk.tell(A, lambda me: me.context.close_journal())
    for _ in range(3):
        desk.tell(A, lambda me: me.context.stop())
        desk.tell(A, note_recovered)
        assert desk.seen(A)[-1] is None
        desk.later(0.5)


def test_an_actor_that_leaves_twice_while_the_log_is_slow_loses_nothing() -> None:
    desk = Desk()
    desk.tell(A, "up")
    desk.disk.before = 1.0
    desk.tell(A, record(1), lambda me: me.context.stop())
    desk.later(0.1)  # the first group is being written
    desk.tell(A, record(2), lambda me: me.context.stop())
    desk.later(1.0)  # the first is written, the second is under way
    desk.tell(A, note_recovered)
    assert desk.seen(A)[-1] == (None, [1, 2])


def test_an_actor_that_changed_nothing_writes_nothing_when_it_leaves() -> None:
    desk = Desk(passivate_after=1.0)
    desk.tell(A, "nothing")
    desk.tell(B, record(1))
    desk.later(2.0)
    desk.kill()
    flushes = len(desk.disk.flushes)
    desk.tell(A, "nothing")
    desk.tell(B, note_recovered)
    desk.later(200.0)
    assert desk.seen(B)[-2:] == [(None, [1]), "stopped passivated"]
    assert len(desk.disk.flushes) == flushes


def test_what_somebody_was_promised_is_not_dropped(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("actors.core.journal.journal.MOST_WAITING", 1)
    desk = Desk()
    desk.tell(A, "up")
    desk.tell(B, "up")
    desk.disk.away = True
    desk.tell(B, record(0))
    desk.later(0.2)
    desk.tell(A, lambda me: me.context.persist(*map(Noted, range(5))))
    desk.tell(B, record(1, 2))
    desk.later(3.0)
    assert desk.statistics() == {"waiting": 6, "lost": 2}
    desk.disk.away = False
    desk.later(3.0)
    assert desk.disk.blobs(A) == [(1, [0, 1, 2, 3, 4])]


def test_what_was_dropped_is_healed_by_the_next_passivation(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("actors.core.journal.journal.MOST_WAITING", 1)
    desk = Desk(passivate_after=10.0)
    desk.tell(A, record(1))
    desk.later(1.0)
    desk.disk.away = True
    desk.tell(A, record(2))
    desk.later(0.5)
    desk.tell(A, record(3, 4))
    desk.later(2.0)
    assert desk.statistics()["lost"] == 2
    desk.disk.away = False
    desk.tell(A, record(5))
    desk.later(30.0)
    desk.kill()
    desk.tell(A, note_recovered)
    assert desk.seen(A)[-1] == (None, [1, 2, 3, 4, 5])


def test_trimming_leaves_what_a_reactivated_actor_needs() -> None:
    desk = Desk(passivate_after=1.0)
    desk.tell(A, record(1))
    desk.later(30.0)  # passivated
    desk.tell(A, record(2), lambda me: setattr(me, "passive", False))
    for _ in range(4):
        desk.later(9.0)
        desk.tell(B, record(1), snapshot(b"b"))
    assert desk.disk.blobs(A) == [(2, [2])]
    desk.kill()
    desk.tell(A, note_recovered)
    assert desk.seen(A)[-1] == (None, [1, 2])


def test_ten_thousand_cold_actors_cost_nothing_until_one_is_told_something() -> None:
    desk = Desk(passivate_after=1.0)
    for number in range(10_000):
        desk.kernel.tell(Address("probe", str(number)), record(number))
    desk.later(5.0)
    statistics = desk.kernel.statistics()
    assert (statistics.actors, statistics.timers) == (0, 2)  # letters, and the beat of the journal
    assert len(desk.kernel.journal._cold) == 0
    desk.disk.recoveries.clear()
    one = Address("probe", "4711")
    desk.tell(one, note_recovered)
    assert desk.seen(one)[-1] == (None, [4711])
    assert desk.disk.recoveries == [["probe/4711"]]

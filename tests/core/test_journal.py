"""The journal of the kernel: groups, numbers without a gap, patience with a log that is away."""

from collections.abc import Callable
from typing import Any

import msgspec
import pytest
from actors.core.past import read_pasts
from msgspec import Struct
from actors.core.journal.records import Flush, Snapshot

from actors.core import Actor, Address, Kernel, SupervisorSpec
from actors.core.simulated import SimulatedWorld
from store.errors import Fenced, StoreUnavailable
from store.journal.memory import MemoryJournal
from store.tables import Tables
from tests.core.probe import A, B, Stage, boom


class Noted(Struct, frozen=True, tag="n", array_like=True):
    """An entry."""

    value: int


class ShakyLog(MemoryJournal):
    """A log that can be away or hang; knows the flushes it took."""

    def __init__(self, world: SimulatedWorld) -> None:
        super().__init__(Tables())
        self.world = world
        self.away = False
        self.seconds = 0.0
        self.flushes: list[Flush] = []

    async def flush_journal(self, flush: Flush) -> None:
        if self.seconds:
            await self.world.sleep(self.seconds)
        if self.away:
            raise StoreUnavailable("away")
        await super().flush_journal(flush)
        self.flushes.append(flush)


class Desk:
    """A stage whose kernel writes into a shaky log."""

    def __init__(self) -> None:
        self.world = SimulatedWorld(1000.0)
        self.log = ShakyLog(self.world)
        self.stage = Stage()
        spec = self.stage.probe(restart="transient")
        self.tree = SupervisorSpec(name="probes", strategy="each", children=(spec,))
        self.kernel = Kernel(self.tree, self.world, self.log)

    def reboot(self, *actors: Address) -> None:
        """The kernel is gone; another one takes over what its actors recorded."""
        pasts = self.world.run(self.kernel, lambda: read_pasts(self.log, actors))
        self.kernel = Kernel(self.tree, self.world, self.log, pasts=pasts)
        self.world.settle(self.kernel)

    def do(self, actor: Any, what: Callable[[Actor[Any]], object]) -> None:
        self.kernel.tell(actor, what)
        self.world.settle(self.kernel)

    def note(self, actor: Any, *values: int) -> None:
        self.do(actor, lambda me: me.context.record([Noted(value) for value in values]))

    def wait(self, seconds: float) -> None:
        self.world.advance(self.kernel, self.world.now() + seconds)

    def blobs(self, actor: Any) -> list[tuple[int, list[list[Any]]]]:
        found, _ = self.world.run(self.kernel, lambda: self.log.journals([str(actor)]))
        return [(blob.seq, msgspec.json.decode(blob.data)) for blob in found[str(actor)]]

    def segments(self, actor: Any) -> list[tuple[int, list[list[Any]]]]:
        found = self.world.run(self.kernel, lambda: self.log.segments(str(actor)))
        return [(segment.seq, msgspec.json.decode(segment.data)) for segment in found]

    def statistics(self) -> dict[str, int]:
        return self.kernel.statistics().journal


def test_what_comes_within_a_group_is_one_blob_of_each_actor() -> None:
    desk = Desk()
    desk.note(A, 1)
    desk.note(B, 7)
    desk.note(A, 2, 3)
    assert desk.log.flushes == []
    desk.wait(0.05)
    assert len(desk.log.flushes) == 1
    assert desk.blobs(A) == [(1, [["n", 1], ["n", 2], ["n", 3]])]
    assert desk.blobs(B) == [(1, [["n", 7]])]


def test_numbers_go_on_through_groups_and_a_crash() -> None:
    desk = Desk()
    desk.note(A, 1, 2)
    desk.wait(1.0)
    desk.do(A, boom)
    desk.note(A, 3)
    desk.wait(1.0)
    assert [seq for seq, _ in desk.blobs(A)] == [1, 3]


def test_a_snapshot_names_the_entry_it_follows() -> None:
    desk = Desk()
    desk.note(A, 1, 2)
    desk.do(A, lambda me: me.context.snapshot(b"two"))
    desk.wait(1.0)
    found = desk.world.run(desk.kernel, lambda: desk.log.snapshot(str(A)))
    assert found == Snapshot(str(A), 2, b"two", 1_000_000)


def test_a_group_that_was_refused_comes_again_and_later_ones_wait() -> None:
    desk = Desk()
    desk.log.away = True
    desk.note(A, 1)
    desk.wait(0.5)
    desk.note(A, 2)
    desk.wait(5.0)
    assert desk.statistics() == {"waiting": 2, "lost": 0}
    desk.log.away = False
    desk.wait(2.0)
    assert desk.blobs(A) == [(1, [["n", 1]]), (2, [["n", 2]])]
    assert desk.statistics() == {"waiting": 0, "lost": 0}


def test_while_the_log_is_away_memory_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("actors.core.journal.MOST_WAITING", 3)
    desk = Desk()
    desk.log.away = True
    desk.note(A, 0)
    desk.wait(0.2)
    desk.note(A, 1, 2)
    desk.note(B, 1, 2)
    desk.note(A, 3)
    desk.wait(1.0)
    assert desk.statistics() == {"waiting": 3, "lost": 3}
    desk.log.away = False
    desk.note(A, 4)
    desk.wait(3.0)
    assert [seq for seq, _ in desk.blobs(A)] == [1, 5]
    assert [seq for seq, _ in desk.blobs(B)] == [1]


def test_after_the_stop_nothing_is_begun() -> None:
    """There is no nursery any more in which it could."""
    desk = Desk()
    desk.note(A, 1)
    desk.kernel.stop()
    desk.wait(1.0)
    assert desk.kernel.next_timer() is None
    assert desk.log.flushes == []


def test_a_flush_after_the_stop_writes_the_rest() -> None:
    desk = Desk()
    desk.note(A, 1)
    desk.kernel.stop()
    desk.world.run(desk.kernel, desk.kernel.journal.flush)
    assert desk.blobs(A) == [(1, [["n", 1]])]
    assert desk.statistics() == {"waiting": 0, "lost": 0}


def test_the_entries_between_two_snapshots_are_kept_as_a_segment() -> None:
    desk = Desk()
    desk.note(A, 1, 2)
    desk.wait(1.0)
    desk.note(A, 3)
    desk.do(A, lambda me: me.context.snapshot(b"three"))
    desk.note(A, 4)
    desk.do(A, lambda me: me.context.snapshot(b"four"))
    desk.do(A, lambda me: me.context.snapshot(b"four again"))
    desk.note(A, 5)
    desk.wait(1.0)
    assert desk.segments(A) == [(1, [["n", 1], ["n", 2], ["n", 3]]), (4, [["n", 4]])]


def test_a_restored_actor_goes_on_with_its_segment() -> None:
    desk = Desk()
    desk.note(A, 1)
    desk.do(A, lambda me: me.context.snapshot(b"one"))
    desk.note(A, 2, 3)
    desk.wait(1.0)
    desk.reboot(A)
    desk.note(A, 4)
    desk.do(A, lambda me: me.context.snapshot(b"four"))
    desk.wait(1.0)
    assert desk.segments(A) == [(1, [["n", 1]]), (2, [["n", 2], ["n", 3], ["n", 4]])]


def test_blobs_are_trimmed_once_nobody_needs_them() -> None:
    desk = Desk()
    desk.note(A, 1)
    desk.wait(1.0)
    desk.note(B, 1)
    desk.wait(1.0)
    desk.do(B, lambda me: me.context.snapshot(b"one"))
    desk.note(B, 2)
    desk.wait(20.0)
    assert [seq for seq, _ in desk.blobs(A)] == [1]
    assert [seq for seq, _ in desk.blobs(B)] == [1, 2]
    desk.do(A, lambda me: me.context.snapshot(b"one"))
    desk.wait(1.0)
    desk.note(A, 2)
    desk.wait(20.0)
    assert [seq for seq, _ in desk.blobs(A)] == [2]
    assert [seq for seq, _ in desk.blobs(B)] == [2]


@pytest.mark.parametrize("how", ["closed", "ended"])
def test_an_actor_that_is_gone_holds_up_no_trimming(how: str) -> None:
    desk = Desk()
    desk.note(A, 1)
    desk.wait(1.0)
    if how == "closed":
        desk.do(A, lambda me: me.context.close_journal())
    else:
        desk.do(A, lambda me: me.context.stop())
    desk.note(B, 1)
    desk.wait(20.0)
    assert [seq for seq, _ in desk.blobs(A)] == []
    assert [seq for seq, _ in desk.blobs(B)] == [1]


def test_another_process_that_takes_over_stops_this_one() -> None:
    desk = Desk()
    desk.world.run(desk.kernel, desk.log.begin_epoch)
    desk.note(A, 1)
    with pytest.raises(Fenced):
        desk.wait(1.0)
    assert desk.kernel.stopped
    assert desk.log.flushes == []

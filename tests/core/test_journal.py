"""The journal of the kernel: groups, numbers without a gap, patience with a log that is away."""

from collections.abc import Callable, Sequence
from typing import Any

import msgspec
import pytest
from msgspec import Struct

from actors.core import Actor, Kernel, SupervisorSpec
from actors.core.simulated import SimulatedWorld
from store.errors import StoreUnavailable
from store.memory import MemoryStore
from store.records import JournalBlob, Snapshot
from tests.core.probe import A, B, Stage, boom


class Noted(Struct, frozen=True, tag="n", array_like=True):
    """An entry."""

    value: int


class ShakyLog(MemoryStore):
    """A log that can be away; counts the groups it took."""

    def __init__(self) -> None:
        super().__init__()
        self.away = False
        self.groups: list[Sequence[JournalBlob]] = []

    async def append_journal(self, blobs: Sequence[JournalBlob]) -> None:
        if self.away:
            raise StoreUnavailable("away")
        self.groups.append(blobs)
        await super().append_journal(blobs)

    async def save_snapshots(self, snapshots: Sequence[Snapshot]) -> None:
        if self.away:
            raise StoreUnavailable("away")
        await super().save_snapshots(snapshots)


class Desk:
    """A stage whose kernel writes into a shaky log."""

    def __init__(self) -> None:
        self.log = ShakyLog()
        self.world = SimulatedWorld(1000.0)
        spec = Stage().probe()
        tree = SupervisorSpec(name="probes", strategy="each", children=(spec,))
        self.kernel = Kernel(tree, self.world, self.log)

    def do(self, actor: Any, what: Callable[[Actor[Any]], object]) -> None:
        self.kernel.tell(actor, what)
        self.world.settle(self.kernel)

    def note(self, actor: Any, *values: int) -> None:
        self.do(actor, lambda me: me.context.record([Noted(value) for value in values]))

    def wait(self, seconds: float) -> None:
        self.world.advance(self.kernel, self.world.now() + seconds)

    def blobs(self, actor: Any) -> list[tuple[int, list[list[Any]]]]:
        found = self.world.run(self.kernel, lambda: self.log.journal(str(actor)))
        return [(blob.seq, msgspec.json.decode(blob.data)) for blob in found]

    def statistics(self) -> dict[str, int]:
        return self.kernel.statistics().journal


def test_what_comes_within_a_group_is_one_blob_of_each_actor() -> None:
    desk = Desk()
    desk.note(A, 1)
    desk.note(B, 7)
    desk.note(A, 2, 3)
    assert desk.log.groups == []
    desk.wait(0.05)
    assert len(desk.log.groups) == 1
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


def test_a_flush_after_the_stop_writes_the_rest() -> None:
    desk = Desk()
    desk.note(A, 1)
    desk.kernel.stop()
    desk.world.run(desk.kernel, desk.kernel.journal.flush)
    assert desk.blobs(A) == [(1, [["n", 1]])]
    assert desk.statistics() == {"waiting": 0, "lost": 0}

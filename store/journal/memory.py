"""The verbs of `Store.journal` in plain dicts. No verb ever waits."""

from collections.abc import Callable, Collection, Mapping
from typing import Any

from actors.core.journal.records import EVER, Blob, Fenced, Flush, Letter, Stored
from actors.core.shards import ALL, SHARDS, shard_of
from store.nodes.records import NOBODY, Shard
from store.tables import NodeRow, Tables

Kinds = Mapping[type, Callable[[Tables, Any], None]]
"""For each type of row that a flush may carry, the function that writes it."""


class MemoryJournal:
    """See `store.journal.protocol.Journal` for every verb."""

    def __init__(self, tables: Tables, kinds: Kinds) -> None:
        self._tables = tables
        self._kinds = kinds

    async def begin_epoch(self) -> tuple[int, int]:
        """See `Journal.begin_epoch`."""
        tables = self._tables
        before, epoch = [*tables.nodes], max(tables.nodes) + 1
        at = max(row.at for row in tables.nodes.values())
        for each in before:
            tables.nodes[each].up = False
            keep_tails(tables, each)
        tables.nodes[epoch] = NodeRow(at=at)
        for shard in range(SHARDS):
            was = tables.shards.get(shard)
            number = 1 if was is None else was.epoch + 1
            tables.shards[shard] = Shard(shard, epoch, number, at)
        return epoch, at

    async def flush(self, flush: Flush) -> None:
        """See `Journal.flush`."""
        tables = self._tables
        node = tables.nodes.get(flush.epoch)
        if node is not None and node.up and 0 < flush.number <= node.flush:
            return
        if node is None or not node.up or not owns_all(tables, flush):
            raise Fenced(f"epoch {flush.epoch} has ended")
        node.at, node.flush = flush.at, max(node.flush, flush.number)
        self._close(flush)
        self._keep(flush)
        for row in flush.rows:
            if type(row) in self._kinds:
                self._kinds[type(row)](tables, row)
        for name in flush.done:
            tables.letters.pop(name, None)
        for letter in flush.letters:
            tables.letters[letter.actor, letter.key] = letter
        if flush.trim:
            for actor, kept in tables.blobs.items():
                tables.blobs[actor] = [
                    each for each in kept if each[0] >= flush.trim or each[2] != flush.epoch
                ]

    def _close(self, flush: Flush) -> None:
        tables = self._tables
        for actor in flush.closed:
            tables.snapshots.pop(actor, None)
            tables.tails.pop(actor, None)
            for name in [name for name in tables.letters if name[0] == actor]:
                del tables.letters[name]

    def _keep(self, flush: Flush) -> None:
        tables = self._tables
        for blob in flush.blobs:
            tables.blobs[blob.actor].append((flush.at, blob, flush.epoch))
        for snapshot in flush.snapshots:
            there = tables.snapshots.get(snapshot.actor)
            if there is None or snapshot.seq >= there.seq:
                tables.snapshots[snapshot.actor] = snapshot
        for segment in flush.segments:
            _add(tables.segments[segment.actor], segment)
        for actor in flush.shed:
            tables.tails.pop(actor, None)
        for tail in flush.tails:
            _add(tables.tails[tail.actor], tail)

    async def recover(self, actors: Collection[str]) -> dict[str, Stored]:
        """See `Journal.recover`."""
        tables = self._tables
        return {
            actor: Stored(
                tables.snapshots.get(actor),
                tuple(blob for _, blob in sorted(tables.tails.get(actor, {}).items())),
            )
            for actor in actors
            if actor in tables.snapshots or tables.tails.get(actor)
        }

    async def due(
        self, before: int, most: int, since: int = EVER, shards: str = ALL
    ) -> list[Letter]:
        """See `Journal.due`."""
        due = [each for each in self._tables.letters.values() if since <= each.at <= before]
        due = [each for each in due if shards[shard_of(each.actor)] == "1"]
        return sorted(due, key=lambda letter: letter.at)[:most]

    async def segments(self, actor: str) -> list[Blob]:
        """See `Journal.segments`."""
        return [segment for _, segment in sorted(self._tables.segments[actor].items())]


def owns_all(tables: Tables, flush: Flush) -> bool:
    """Tell whether the epoch of a flush owns the shards of all actors in it."""
    for number in flush.shards():
        shard = tables.shards.get(number)
        if (NOBODY if shard is None else shard.owner) != flush.epoch:
            return False
    return True


def keep_tails(tables: Tables, epoch: int) -> None:
    """Move what the journal still has of one epoch to the tails."""
    for actor, kept in tables.blobs.items():
        mine = [(at, blob) for at, blob, of in kept if of == epoch]
        ended = max((at for at, blob in mine if blob.count == 0), default=0)
        snapshot = tables.snapshots.get(actor)
        seen = snapshot.seq if snapshot is not None else -1
        for at, blob in mine:
            if blob.count and at >= ended and blob.seq + blob.count - 1 > seen:
                _add(tables.tails[actor], blob)
        tables.blobs[actor] = [each for each in kept if each[2] != epoch]


def _add(blobs: dict[int, Blob], blob: Blob) -> None:
    """Keep a blob, unless there is one that begins at the same entry and is at least as long."""
    there = blobs.get(blob.seq)
    if there is None or blob.count > there.count:
        blobs[blob.seq] = blob

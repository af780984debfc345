"""A log in memory for the kernel's tests; it can be away, hang, and be taken over."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection

import msgspec

from actors.core.journal.records import EVER, Blob, Fenced, Flush, Letter, Snapshot, Stored
from actors.core.shards import ALL, shard_of
from actors.core.simulated import SimulatedWorld


class Away(Exception):
    """The log does not answer."""


class MemoryLog:
    """Implements `Log`. ``begin_epoch`` is what a store does when another process takes over."""

    def __init__(self, world: SimulatedWorld) -> None:
        self.world = world
        self.away = False
        self.before = 0.0
        """Seconds until a flush is durable."""
        self.after = 0.0
        """Seconds from then until the writer knows."""
        self.reading = 0.0
        """Seconds between the moment that a read sees and its return."""
        self.epoch = 0
        self.at = 0
        self.flushes: list[Flush] = []
        self.recoveries: list[list[str]] = []
        self.rows: list[msgspec.Struct] = []
        self.letters: dict[tuple[str, str], Letter] = {}
        self.snapshots: dict[str, Snapshot] = {}
        self.tails: dict[str, list[Blob]] = defaultdict(list)
        self.kept: dict[tuple[str, int], Blob] = {}
        self.journal: list[tuple[int, Blob]] = []  # in the order of writing

    def begin_epoch(self) -> int:
        """Shut out the previous writer, and move the journal to the tails."""
        self.epoch += 1
        unread: dict[str, list[Blob]] = defaultdict(list)
        for _, blob in self.journal:
            if blob.count:
                unread[blob.actor].append(blob)
            else:  # it was closed here
                unread[blob.actor].clear()
        for actor, blobs in unread.items():
            reached = self.snapshots[actor].seq if actor in self.snapshots else 0
            self.tails[actor] += [each for each in blobs if each.seq + each.count - 1 > reached]
        self.journal.clear()
        return self.epoch

    async def flush(self, flush: Flush) -> None:
        """See `Log`."""
        if self.before:
            await self.world.sleep(self.before)
        if self.away:
            raise Away("away")
        if flush.epoch != self.epoch:
            raise Fenced(f"epoch {self.epoch} has begun")
        self.at = flush.at
        self.flushes.append(flush)
        self._write(flush)
        if self.after:
            await self.world.sleep(self.after)

    def _write(self, flush: Flush) -> None:
        for actor in flush.closed:
            self.snapshots.pop(actor, None)
            self.tails.pop(actor, None)
        self.journal += [(flush.at, blob) for blob in flush.blobs]
        self.snapshots |= {each.actor: each for each in flush.snapshots}
        for segment in flush.segments:
            self.kept.setdefault((segment.actor, segment.seq), segment)
        for actor in flush.shed:
            self.tails.pop(actor, None)
        self.tails |= {each.actor: [each] for each in flush.tails}
        self.journal = [(at, blob) for at, blob in self.journal if at >= flush.trim]
        self.rows += [row for row in flush.rows if row not in self.rows]
        for name in flush.done:
            self.letters.pop(name, None)
        self.letters |= {(each.actor, each.key): each for each in flush.letters}

    async def recover(self, actors: Collection[str]) -> dict[str, Stored]:
        """See `Log`."""
        self.recoveries.append([*actors])
        self._check_there()
        found = {actor: self.stored(actor) for actor in actors}
        if self.reading:
            await self.world.sleep(self.reading)
        return found

    def stored(self, actor: str) -> Stored:
        """Return what an activation of this actor finds."""
        blobs = sorted(self.tails.get(actor, ()), key=lambda blob: (blob.seq, blob.count))
        return Stored(self.snapshots.get(actor), tuple(blobs))

    async def due(
        self, before: int, most: int, since: int = EVER, shards: str = ALL
    ) -> list[Letter]:
        """See `Log`."""
        self._check_there()
        found = [each for each in self.letters.values() if since <= each.at <= before]
        found = [each for each in found if shards[shard_of(each.actor)] == "1"]
        found.sort(key=lambda letter: letter.at)
        if self.reading:
            await self.world.sleep(self.reading)
        return found[:most]

    def _check_there(self) -> None:
        if self.away:
            raise Away("away")

    # For tests

    def values(self, blobs: Collection[Blob]) -> list[tuple[int, list[int]]]:
        """Return blobs of `Noted` entries, each as its first number and its values."""
        decoded = [(blob.seq, msgspec.json.decode(blob.data)) for blob in blobs]
        return [(seq, [value for _, value in entries]) for seq, entries in decoded]

    def blobs(self, actor: object) -> list[tuple[int, list[int]]]:
        """Return what the journal has of an actor in this epoch."""
        mine = [blob for _, blob in self.journal if blob.actor == str(actor) and blob.count]
        return self.values(mine)

    def segments(self, actor: object) -> list[tuple[int, list[int]]]:
        """Return the segments of an actor."""
        mine = [blob for (who, _), blob in sorted(self.kept.items()) if who == str(actor)]
        return self.values(mine)

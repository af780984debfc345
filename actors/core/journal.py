"""The journal: what actors record is written behind, in groups, one blob per actor and group."""

from __future__ import annotations

import logging
from collections.abc import Collection, Sequence
from typing import TYPE_CHECKING, Final, Protocol

import msgspec
from msgspec import Struct

from actors.core.timers import Timer, Timers
from store.records import JournalBlob, Snapshot

if TYPE_CHECKING:
    from actors.core.address import Address
    from actors.core.world import World

GROUP: Final = 0.05
"""Seconds that entries gather."""
BEAT, BEAT_FOR = 0.2, 10.0
"""While there was an entry within so many seconds, the time is written as often: what goes on
without entries (a ball on its way) is known to have come so far."""
RETRY: Final = 1.0
"""Seconds until a group the log did not take is offered again."""
NOBODY: Final = ""
"""In place of an actor, in a blob that tells the time alone."""
MOST_WAITING: Final = 200_000
"""Entries held while the log is away; past it the oldest actor's are dropped and counted."""

log = logging.getLogger("actors.core")


class Log(Protocol):
    """Where a journal is kept; the part of `store.protocol.Store` that the kernel knows."""

    async def append_journal(self, blobs: Sequence[JournalBlob]) -> None:
        """Keep the blobs, all or none."""
        ...

    async def journals(self, actors: Collection[str]) -> tuple[dict[str, list[JournalBlob]], int]:
        """Return what was kept of these actors, in order, and when the last flush of any was."""
        ...

    async def save_snapshots(self, snapshots: Sequence[Snapshot]) -> None:
        """Keep the newest snapshot of each actor, all or none."""
        ...

    async def snapshot(self, actor: str) -> Snapshot | None:
        """Return the newest snapshot of an actor."""
        ...


class _Group(Struct):
    """What is written at once, in order of arrival; per actor from which entry number on."""

    at: int = 0
    entries: dict[Address, tuple[int, list[Struct]]] = {}
    snapshots: dict[Address, Snapshot] = {}


class Journal:
    """Of one kernel. Recording never makes an actor wait."""

    __slots__ = (
        "_beat",
        "_busy",
        "_gathering",
        "_last",
        "_log",
        "_refused",
        "_timers",
        "_world",
        "_writing",
        "lost",
    )

    def __init__(self, world: World, timers: Timers, log: Log) -> None:
        self._world = world
        self._timers = timers
        self._log = log
        self._gathering = _Group()
        self._writing: _Group | None = None
        self._busy = False
        self._beat: Timer | None = None
        self._last = 0.0  # when the last group with entries was written
        self._refused = ""
        self.lost = 0
        """Entries dropped because the log was away for too long."""

    def record(self, actor: Address, first: int, entries: Sequence[Struct]) -> None:
        """Take entries of an actor, tagged Structs in order of effect, numbered from ``first``."""
        gathering = self._gathering.entries
        book = gathering.get(actor)
        if book is None:
            gathering[actor] = (first, [*entries])
        else:
            book[1].extend(entries)
        if not self._busy:
            self._write_in(GROUP)

    def snapshot(self, actor: Address, seq: int, state: bytes) -> None:
        """Take the state of an actor after entry ``seq``: what came before need not be replayed."""
        self._gathering.snapshots[actor] = Snapshot(str(actor), seq, state, self._now())
        if not self._busy:
            self._write_in(GROUP)

    async def flush(self) -> None:
        """Write all there is, now: for a stop in good order. Raises what the log does."""
        self._gathering.at = self._now()
        for group in (self._writing, self._gathering):
            if group is not None:
                await self._write(group)
        self._writing, self._gathering = None, _Group()

    def statistics(self) -> dict[str, int]:
        """Return the entries that wait to be written, and those lost."""
        groups = [self._gathering] if self._writing is None else [self._writing, self._gathering]
        return {"waiting": sum(map(_size, groups)), "lost": self.lost}

    def _write_in(self, seconds: float) -> None:
        """Write a group after a while: one at a time, and what comes meanwhile gathers."""
        self._busy = True
        if self._beat is not None:
            self._timers.cancel(self._beat)
            self._beat = None
        self._timers.add(Timer(self._world.now() + seconds, lambda _: self._begin()))

    def _begin(self) -> None:
        self._busy = True
        if self._writing is None:
            self._writing, self._gathering = self._gathering, _Group()
            self._writing.at = self._now()
        else:
            self._bound()
        self._world.spawn(self._work)

    async def _work(self) -> None:
        """Write one group; a group that was refused is offered again, whole."""
        try:
            await self._write(self._writing or _Group())
        except Exception as error:  # noqa: BLE001 - whatever it is, nothing may be lost by it
            if str(error) != self._refused:  # once, not with every retry
                self._refused = str(error)
                log.warning("journal not written, retrying: %s", error)
            self._write_in(RETRY)
            return
        now = self._world.now()
        if self._writing is not None and self._writing.entries:
            self._last = now
        self._writing, self._refused, self._busy = None, "", False
        if self._gathering.entries or self._gathering.snapshots:
            self._write_in(GROUP)
        elif now - self._last < BEAT_FOR:
            self._beat = self._timers.add(Timer(now + BEAT, lambda _: self._begin()))

    async def _write(self, group: _Group) -> None:
        # Snapshots first: a process killed in between must not leave a later time beside a state
        # that has ended by then, or play would be taken to have gone on until it.
        if group.snapshots:
            await self._log.save_snapshots([*group.snapshots.values()])
        blobs = [
            JournalBlob(str(actor), first, len(entries), msgspec.json.encode(entries), group.at)
            for actor, (first, entries) in group.entries.items()
        ]
        await self._log.append_journal(blobs or [JournalBlob(NOBODY, 0, 0, b"", group.at)])

    def _now(self) -> int:
        return int(self._world.now() * 1000.0)

    def _bound(self) -> None:
        """Make room while the log is away: the oldest actor's entries go, whole."""
        waiting = self._gathering.entries
        size = _size(self._gathering)
        while size > MOST_WAITING:
            _, entries = waiting.pop(next(iter(waiting)))
            size -= len(entries)
            self.lost += len(entries)


def _size(group: _Group) -> int:
    return sum(len(entries) for _, entries in group.entries.values())

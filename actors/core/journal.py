"""The journal: what actors record is written behind, in groups, one blob per actor and group."""

from __future__ import annotations

import logging
from collections.abc import Callable, Collection, Sequence
from typing import TYPE_CHECKING, Final, Protocol

from msgspec import Struct

from actors.core.group import Entries, Group
from actors.core.timers import Timer, Timers
from store.errors import Fenced
from store.journal.records import Flush, JournalBlob, Snapshot

if TYPE_CHECKING:
    from actors.core.address import Address
    from actors.core.gate import Gate, Written
    from actors.core.world import World

GROUP: Final = 0.05
"""Seconds that entries gather."""
BEAT, BEAT_FOR = 0.15, 130.0
"""While anything was written within so many seconds, the time is written as often: what goes on
without it (a ball on its way, a player's absence) is known to have come so far."""
RETRY: Final = 1.0
"""Seconds until a group the log did not take is offered again."""
PATIENCE: Final = 1.0
"""Seconds after which a log that has not answered counts as away."""
TRIM: Final = 10.0
"""Seconds between two looks at which blobs nobody needs any more."""
MOST_WAITING: Final = 1_000_000
"""Entries held while the log is away; past it the oldest actor's are dropped and counted."""

log = logging.getLogger("actors.core")


class Log(Protocol):
    """Where a journal is kept; the part of `store.journal` that the kernel knows."""

    async def flush_journal(self, flush: Flush) -> None:
        """Keep all of it or nothing; `Fenced` when a later epoch than its own has begun."""
        ...

    async def journals(self, actors: Collection[str]) -> tuple[dict[str, list[JournalBlob]], int]:
        """Return what was kept of these actors, in order, and when the last flush of any was."""
        ...

    async def snapshot(self, actor: str) -> Snapshot | None:
        """Return the newest snapshot of an actor."""
        ...


class Journal:
    """Of one kernel. Recording never makes an actor wait; ``fail`` is called when it is fenced."""

    __slots__ = (
        "_beat",
        "_epoch",
        "_fail",
        "_gathering",
        "_last",
        "_log",
        "_needed",
        "_patience",
        "_refused",
        "_scheduled",
        "_timers",
        "_trimmed",
        "_world",
        "_writing",
        "away",
        "lost",
    )

    def __init__(
        self, world: World, timers: Timers, log: Log, epoch: int, fail: Callable[[Exception], None]
    ) -> None:
        self._world = world
        self._timers = timers
        self._log = log
        self._epoch = epoch
        self._fail = fail
        self._gathering = Group()
        self._writing: Group | None = None
        self._scheduled = False
        self._beat: Timer | None = None
        self._patience: Timer | None = None
        self._last = 0.0  # when the last group with anything in it was written
        self._trimmed = world.now()
        self._needed: dict[Address, int] = {}  # from which flush on blobs are, the oldest first
        self._refused = ""
        self.away = False
        """Whether the log refused the last group, or takes too long over it."""
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
        if not self._scheduled:
            self._write_in(GROUP)

    def snapshot(self, actor: Address, seq: int, state: bytes, since: Entries) -> None:
        """Take the state of an actor after entry ``seq``: what came before need not be replayed.

        ``since`` are the entries after its last snapshot.
        """
        gathering = self._gathering
        gathering.snapshots[actor] = Snapshot(str(actor), seq, state, self._now())
        if since:
            gathering.segments.append((actor, seq - len(since) + 1, since))
        if not self._scheduled:
            self._write_in(GROUP)

    def close(self, actor: Address) -> None:
        """Keep of this actor no more than its segments."""
        self._gathering.closed.append(actor)
        if not self._scheduled:
            self._write_in(GROUP)

    def forget(self, actor: Address) -> None:
        """Need no blobs of this actor any more: it is gone."""
        self._needed.pop(actor, None)

    def hold(self, gate: Gate | Written) -> None:
        """Tell the gate when all that was taken until now is written, or that it takes long."""
        gates = self._gathering.gates
        gates[gate] = gates.get(gate, 0) + 1
        if self._patience is None:
            self._watch()
        if not self._scheduled:
            self._write_in(GROUP)

    async def flush(self) -> None:
        """Write all there is, now: for a stop in good order. Raises what the log does."""
        self._gathering.at = self._now()
        groups = [group for group in (self._writing, self._gathering) if group is not None]
        for group in groups:
            await self._log.flush_journal(group.flush(self._epoch, 0))
        self._writing, self._gathering = None, Group()
        for group in groups:
            self._settle(group)

    def statistics(self) -> dict[str, int]:
        """Return the entries that wait to be written, and those lost."""
        groups = [self._gathering] if self._writing is None else [self._writing, self._gathering]
        return {"waiting": sum(group.size() for group in groups), "lost": self.lost}

    def _write_in(self, seconds: float) -> None:
        """Write a group after a while: one at a time, and what comes meanwhile gathers."""
        self._scheduled = True
        if self._beat is not None:
            self._timers.cancel(self._beat)
            self._beat = None
        self._timers.add(Timer(self._world.now() + seconds, lambda _: self._begin()))

    def _begin(self) -> None:
        self._scheduled = True
        if self._writing is None:
            self._writing, self._gathering = self._gathering, Group()
            self._writing.at = self._now()
        else:
            self._bound()
        self._world.spawn(self._work)

    async def _work(self) -> None:
        """Write one group; a group that was refused is offered again, whole."""
        group = self._writing or Group(at=self._now())
        try:
            await self._log.flush_journal(group.flush(self._epoch, self._trim(group)))
        except Fenced as error:
            self._fail(error)
            return
        except Exception as error:  # noqa: BLE001 - whatever it is, nothing may be lost by it
            self._suspect(str(error))
            self._write_in(RETRY)
            return
        self._writing, self._refused, self._scheduled, self.away = None, "", False, False
        now = self._world.now()
        if not group.empty:
            self._last = now
        self._settle(group)
        if self._patience is not None:
            self._timers.cancel(self._patience)
            self._patience = None
        if self._gathering.gates:
            self._watch()
        if not self._gathering.empty:
            self._write_in(GROUP)
        elif now - self._last < BEAT_FOR:
            self._beat = self._timers.add(Timer(now + BEAT, lambda _: self._begin()))

    def _watch(self) -> None:
        """See to it that no gate waits for long for a log that does not answer."""
        at = self._world.now() + PATIENCE
        self._patience = self._timers.add(Timer(at, lambda _: self._lose_patience()))

    def _lose_patience(self) -> None:
        self._patience = None
        if not self.away:
            self._suspect("no answer")

    def _suspect(self, why: str) -> None:
        """The log is away: nobody is kept waiting for it."""
        if why != self._refused:  # once, not with every retry
            self._refused = why
            log.warning("journal not written, retrying: %s", why)
        self.away = True
        for group in (self._writing, self._gathering):
            for gate in (*group.gates,) if group is not None else ():
                gate.overdue()

    def _settle(self, group: Group) -> None:
        """What is written may be told; blobs before an actor's snapshot are needed no more."""
        for actor in (*group.snapshots, *group.closed):
            self._needed.pop(actor, None)
        for actor in group.unfinished():
            self._needed.setdefault(actor, group.at)
        for gate, count in group.gates.items():
            gate.written(count)

    def _trim(self, group: Group) -> int:
        """The flush before which nobody needs a blob; 0 while it is too early to look."""
        now = self._world.now()
        if now - self._trimmed < TRIM:
            return 0
        self._trimmed = now
        return min(next(iter(self._needed.values()), group.at), group.at)

    def _now(self) -> int:
        return int(self._world.now() * 1000.0)

    def _bound(self) -> None:
        """Make room while the log is away: the oldest actor's entries go, whole."""
        group = self._gathering
        size = group.size()
        while size > MOST_WAITING:
            if group.segments:
                gone = group.segments.pop(0)[2]
            else:
                gone = group.entries.pop(next(iter(group.entries)))[1]
            size -= len(gone)
            self.lost += len(gone)

"""The journal writes behind what actors record: in groups, one blob per actor and group."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import Final

from actors.core.address import Address
from actors.core.journal.book import Book, Draft, Entry, blob, encode
from actors.core.journal.group import Gate, Group, Run
from actors.core.journal.records import Fenced, Log, Snapshot
from actors.core.letters import Letters
from actors.core.timers import Timer, Timers
from actors.core.world import World

GATHER: Final = 0.05
"""Seconds for which entries gather."""
BEAT, BEAT_FOR = 0.15, 130.0
"""Seconds between two writes of the time alone, and for how many seconds after the last entry they
go on. They show how far things came that need no entry: a ball on its way, a player's absence."""
RETRY: Final = 1.0
"""Seconds until a group that the log refused is offered again."""
PATIENCE: Final = 1.0
"""Seconds a gate may wait for a write before the log counts as away."""
TRIM: Final = 10.0
"""Seconds between two searches for blobs that nobody needs any more."""
MOST_WAITING: Final = 1_000_000
"""Entries held while the log is away; beyond it the oldest actor's are dropped and counted."""

log = logging.getLogger("actors.core")


class Journal:
    """The journal of one kernel. Recording never makes an actor wait.

    ``fail`` is called when the journal is fenced; ``letters`` are told which changes were written.
    """

    __slots__ = (
        "_beat",
        "_cold",
        "_epoch",
        "_fail",
        "_gathering",
        "_last",
        "_letters",
        "_log",
        "_needed",
        "_numbered",
        "_oldest_gate",
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
        self,
        world: World,
        timers: Timers,
        log: Log,
        epoch: int,
        fail: Callable[[Exception], None],
        letters: Letters,
    ) -> None:
        self._world = world
        self._timers = timers
        self._log = log
        self._epoch = epoch
        self._fail = fail
        self._letters = letters
        self._gathering = Group()
        self._writing: Group | None = None
        self._scheduled, self._refused = False, ""
        self._beat: Timer | None = None
        self._patience: Timer | None = None
        self._oldest_gate = 0.0  # since when the gates of the gathering group wait
        self._last = 0.0  # when the last group that was not empty was written
        self._trimmed = world.now()
        self._needed: dict[Address, int] = {}  # first flush whose blobs are needed, oldest first
        # Books of actors that have left, until all is written: that is, until that group is.
        self._cold: dict[Address, tuple[Book, Group]] = {}
        self._numbered = 0  # the number of the newest group that was offered to the log
        self.away = False
        """Whether the log refused the last group, or takes too long over it."""
        self.lost = 0
        """Entries dropped because the log was away for too long."""

    def take(self, book: Book, draft: Draft, gate: Gate) -> None:
        """Take what one message of an actor wants written; ``gate`` hears of what it persisted.

        Raises TypeError for what cannot be encoded; nothing is taken then.
        """
        if draft.entries:
            self._record(book, draft.entries, encode(draft.entries))
        if draft.state is not None:
            self._snapshot(book, draft.state)
        if draft.more:
            self._take_more(book, draft)
        for away, _ in draft.parts:
            self._hold(gate)
            if away == "wait":
                self._gathering.promised.add(book.address)
        if not self._scheduled:
            self._write_in(GATHER)

    def _take_more(self, book: Book, draft: Draft) -> None:
        group = self._gathering
        group.rows.extend(draft.rows)
        for key in draft.done:
            name = book.name, key
            group.strike(name, self._letters.changed(name))
        for letter in draft.letters:
            group.post(letter, self._letters.changed((letter.actor, letter.key)))
        if draft.close:
            group.close(book.address, book.seq)
            book.closed = True

    async def written(self) -> None:
        """Return when everything taken until now is written."""
        event = self._world.event()
        gate = Gate(lambda _: event.set())
        gate.shut_for([], waits=True, away=False)
        self._hold(gate)
        if not self._scheduled:
            self._write_in(GATHER)
        await event.wait()

    def _hold(self, gate: Gate) -> None:
        """Tell the gate when the gathering group is written, or that it takes too long."""
        gates = self._gathering.gates
        if not gates:
            self._oldest_gate = self._world.now()
        gates[gate] = gates.get(gate, 0) + 1
        if self._patience is None:
            self._watch(self._oldest_gate)

    def _record(self, book: Book, entries: list[Entry], encoded: bytes) -> None:
        if book.closed:
            book.begin_anew()
        book.recovered_at = None
        run = self._gathering.entries.get(book.address)
        if run is None:
            run = self._gathering.entries[book.address] = Run(book.seq + 1)
        count = len(entries)
        run.count += count
        run.data.append(encoded[1:-1])
        book.seq += count
        book.since += entries

    def _snapshot(self, book: Book, state: bytes) -> None:
        """Take a state: the entries before it need not be replayed, and are kept as a segment."""
        if book.closed:
            book.begin_anew()
        group, since = self._gathering, book.since
        group.snapshots[book.address] = Snapshot(book.name, book.seq, state, self._now())
        if since:
            group.segments.append(blob(book.name, book.seq - len(since) + 1, since))
        if book.tail:
            group.shed[book.name] = None
            group.tails.pop(book.address, None)
        book.state, book.since, book.tail, book.recovered_at = state, [], False, None

    def put_away(self, book: Book) -> None:
        """Keep what an actor that leaves the memory needs at its next start."""
        group = self._gathering
        if book.closed:
            book = Book(book.address)  # nothing is left of it, whatever the log still says
        elif book.empty or book.recovered_at is not None:
            return  # all of it is in the log, or on its way there
        elif book.since:
            tail = blob(book.name, book.seq - len(book.since) + 1, book.since)
            group.tails[book.address], book.tail = tail, True
        self._cold[book.address] = book, group
        group.cold.append(book.address)
        if not self._scheduled:
            self._write_in(GATHER)

    def expect(self, address: Address) -> None:
        """Expect a new actor, so that the log need not be read; not if it was there just now."""
        if address not in self._cold:
            self._cold[address] = Book(address), self._gathering
            self._gathering.cold.append(address)

    def take_up(self, address: Address) -> Book | None:
        """Return the book of an actor that has left the memory and is not fully written yet."""
        cold = self._cold.get(address)
        return None if cold is None else cold[0]

    async def flush(self) -> None:
        """Write everything now, for a stop in good order. Raises what the log does."""
        self._numbered = self._gathering.seal(self._now(), self._numbered)
        groups = [group for group in (self._writing, self._gathering) if group is not None]
        for group in groups:
            await self._log.flush(group.flush(self._epoch, 0))
        self._writing, self._gathering = None, Group()
        for group in groups:
            self._settle(group)

    def statistics(self) -> dict[str, int]:
        """Return the number of entries that wait to be written, and of those lost."""
        groups = [self._gathering] if self._writing is None else [self._writing, self._gathering]
        return {"waiting": sum(group.size() for group in groups), "lost": self.lost}

    def _write_in(self, seconds: float) -> None:
        """Write a group after so many seconds; one at a time, while more gathers."""
        self._scheduled = True
        if self._beat is not None:
            self._timers.cancel(self._beat)
            self._beat = None
        self._timers.add(Timer(self._world.now() + seconds, lambda _: self._begin()))

    def _begin(self) -> None:
        self._scheduled = True
        if self._writing is None:
            self._writing, self._gathering = self._gathering, Group()
            self._numbered = self._writing.seal(self._now(), self._numbered)
        else:
            self.lost += self._gathering.wait(MOST_WAITING)
        self._world.spawn(self._work)

    async def _work(self) -> None:
        """Write one group; a group that was refused is offered again, whole."""
        group = self._writing or Group(at=self._now())
        try:
            await self._log.flush(group.flush(self._epoch, self._trim(group)))
        except Fenced as error:
            self._fail(error)
            return
        except Exception as error:  # noqa: BLE001 - whatever it is, nothing may be lost by it
            self._suspect(str(error))
            self._write_in(RETRY)
            return
        now = self._world.now()
        if self.away:  # gates have let out their acts already
            self._oldest_gate = now
        self._writing, self._refused, self._scheduled, self.away = None, "", False, False
        if not group.empty:
            self._last = now
        self._settle(group)
        if self._patience is not None:
            self._timers.cancel(self._patience)
            self._patience = None
        if self._gathering.gates:
            self._watch(self._oldest_gate)
        if not self._gathering.empty:
            self._write_in(GATHER)
        elif now - self._last < BEAT_FOR:
            self._beat = self._timers.add(Timer(now + BEAT, lambda _: self._begin()))

    def _watch(self, since: float) -> None:
        """Let no gate that was shut at ``since`` wait too long for a log that does not answer."""
        at = max(since + PATIENCE, self._world.now())
        self._patience = self._timers.add(Timer(at, lambda _: self._lose_patience()))

    def _lose_patience(self) -> None:
        self._patience = None
        if not self.away:
            self._suspect("no answer")

    def _suspect(self, why: str) -> None:
        """Treat the log as away: gates let out what may be told all the same."""
        if why != self._refused:  # once, not with every retry
            self._refused = why
            log.warning("journal not written, retrying: %s", why)
        self.away = True
        for group in (self._writing, self._gathering):
            for gate in (*group.gates,) if group is not None else ():
                gate.overdue()

    def _settle(self, group: Group) -> None:
        """Open the gates of a group that is written; note which blobs are not needed any more."""
        for actor in (*group.snapshots, *group.tails, *group.closed):
            self._needed.pop(actor, None)
        for actor in group.unfinished():
            self._needed.setdefault(actor, group.at)
        for actor in group.cold:
            cold = self._cold.get(actor)
            if cold is not None and cold[1] is group:
                del self._cold[actor]
        self._letters.written(group.changes, late=group.offered > 1)
        for gate, count in group.gates.items():
            gate.written(count)

    def _trim(self, group: Group) -> int:
        """Return the flush before which nobody needs blobs; 0 while it is too early to look."""
        now = self._world.now()
        if now - self._trimmed < TRIM:
            return 0
        self._trimmed = now
        return min(next(iter(self._needed.values()), group.at), group.at)

    def _now(self) -> int:
        return int(self._world.now() * 1000.0)

"""The rules of writing: one entry per number, one result per match, one epoch at a time."""

from __future__ import annotations

from collections.abc import Collection
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import msgspec

from actors.core.address import Address
from actors.core.journal.book import Book, Recovered, book_of
from actors.core.journal.records import Blob, Flush, Letter, Snapshot, Stored
from actors.match.play import Entry, Looked
from actors.match.restore import restore
from actors.match.state import State
from actors.pong.apply import apply
from actors.pong.game import new_game
from actors.pong.inputs import Steer, Widen
from actors.pong.rally import advance
from store.matches.records import MatchResult

if TYPE_CHECKING:
    from tests.simulation.world import World

_entries = msgspec.json.Decoder(list[msgspec.Raw])
_entry = msgspec.json.Decoder(Entry)
_state = msgspec.json.Decoder(State)


class StoreRules:
    """Sees every write that became durable, and can tell what a new process would find."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._epoch = 0
        self._results: dict[str, MatchResult] = {}
        self._numbered: dict[str, dict[int, bytes]] = {}
        self._first: dict[str, Snapshot] = {}
        self._newest: dict[str, Snapshot] = {}
        self._closed: set[str] = set()
        self._letters: dict[tuple[str, str], Letter] = {}
        self._until = 0.0
        self._fresh = False
        """Whether an epoch has begun in which nothing was written yet."""

    # What is written.

    def done(self, verb: str, arguments: tuple[Any, ...], value: Any) -> None:
        """Check a call that was carried out, and its answer."""
        match verb:
            case "matches.write_result":
                self._result(arguments[0])
            case "journal.flush":
                self._flush(arguments[0])
            case "journal.begin_epoch":
                self._epoch += 1
                self._fresh = True
            case "journal.recover":
                self._recovered(arguments[0], value)
            case _:
                pass

    def _result(self, result: MatchResult) -> None:
        """Check that the first result of a match stays, and that there is no other."""
        match = result.match_id
        stored = self._world.disk.backend.call("matches.match", (match,)).result
        before = self._results.setdefault(match, stored)
        if stored != before:
            self._world.broken(f"{match}: the result was {before}, now it is {stored}")
        if _facts(result) != _facts(before):
            self._world.broken(f"{match}: a second result {result} after {before}")

    def _recovered(self, actors: Collection[str], found: dict[str, Stored]) -> None:
        """Check that a new process finds everything that was written, and nothing else."""
        for actor in actors if self._fresh else ():
            address = Address.parse(actor)
            there = book_of(address, found.get(actor, Stored()), self._until)
            known = self._book(address)
            for name in ("seq", "state", "recovered_at"):
                if not known.empty and getattr(there, name) != getattr(known, name):
                    self._world.broken(
                        f"{actor}: written {name} {getattr(known, name)}, "
                        f"read {getattr(there, name)}"
                    )
            if msgspec.json.encode(there.since) != msgspec.json.encode(known.since):
                self._world.broken(f"{actor}: written {known.since}, read {there.since}")

    def _flush(self, flush: Flush) -> None:
        if flush.epoch != self._epoch:
            self._world.broken(f"epoch {flush.epoch} writes, and epoch {self._epoch} has begun")
        self._fresh, self._until = False, flush.at / 1000.0
        for blob in (*flush.blobs, *flush.segments, *flush.tails):
            if blob.count:
                self._blob(blob)
        for snapshot in flush.snapshots:
            newest = max(self._numbered.get(snapshot.actor, {0: b""}))
            if snapshot.seq > newest:
                self._world.broken(
                    f"{snapshot.actor}: a snapshot after entry {snapshot.seq}, the last is {newest}"
                )
            self._first.setdefault(snapshot.actor, snapshot)
            self._newest[snapshot.actor] = snapshot
        self._closed |= {*flush.closed}
        self._world.room_rules.written(flush.rows)
        for row in flush.rows:
            if isinstance(row, MatchResult):
                self._result(row)
        for name in flush.done:
            self._letters.pop(name, None)
        for letter in flush.letters:
            self._letters[letter.actor, letter.key] = letter

    def _blob(self, blob: Blob) -> None:
        book = self._numbered.setdefault(blob.actor, {})
        entries = _entries.decode(blob.data)
        if len(entries) != blob.count:
            self._world.broken(f"{blob.actor}: a blob of {blob.count} has {len(entries)}")
        if blob.seq > 1 and blob.seq - 1 not in book:
            self._world.broken(f"{blob.actor}: entry {blob.seq} follows one that is missing")
        for number, raw in enumerate(entries, blob.seq):
            entry = bytes(raw)
            if book.setdefault(number, entry) != entry:
                self._world.broken(f"{blob.actor}: entry {number} is {book[number]} and {entry}")

    # What would be read.

    def _book(self, address: Address) -> Book:
        """Return what was written of an actor; nothing if its journal is closed."""
        actor = str(address)
        if actor in self._closed:
            return Book(address)
        entries = self._numbered.get(actor, {})
        snapshot = self._newest.get(actor)
        first = snapshot.seq + 1 if snapshot is not None else 1
        data = b"[%b]" % b",".join(entries[n] for n in sorted(entries) if n >= first)
        count = sum(n >= first for n in entries)
        blobs = (Blob(actor, first, count, data),) if count else ()
        return book_of(address, Stored(snapshot, blobs), self._until)

    def past(self, address: Address) -> Recovered | None:
        """Return the state from which a new process would start an actor."""
        return self._book(address).recovered(self._until, None)

    def score(self, match: str) -> tuple[int, int] | None:
        """Return the score that a new process would restore; None if there is no such match."""
        result = self._world.result_in_store(match)
        if result is not None:
            return result[2]
        past = self.past(Address("match", match))
        if past is not None:
            return restore(match, past, self._world.agenda.now).game.score
        begins = any(actor == f"match/{match}" for actor, _ in self._letters)
        return (0, 0) if begins else None

    def stands(self, match: str) -> bool:
        """Tell whether a new process would go on with this match, or know how it ended."""
        stored = self._world.disk.backend.call("matches.match", (match,))
        return stored is not None and self.score(match) is not None

    # What is left of it in the end.

    def replay(self, match: str) -> None:
        """Check that the segments of a finished match lead from settings and seed to its result."""
        actor, result = f"match/{match}", self._results.get(match)
        if result is None or result.cause == "server_fault" or actor not in self._first:
            return
        first, reached = self._first[actor], 0
        game = _state.decode(first.data).game  # of a match that began in an outage, points later
        game = new_game(game.settings, game.seed)
        for segment in self._world.disk.backend.call("journal.segments", (actor,)):
            if segment.seq != reached + 1:
                self._world.broken(f"{actor}: a segment from {segment.seq} after entry {reached}")
            reached = segment.seq + segment.count - 1
            for raw in _entries.decode(segment.data):
                entry = _entry.decode(raw)
                if not isinstance(entry, Looked):
                    game, _ = apply(game, entry)
        self._keys(match, _state.decode(first.data))
        game, _ = advance(game, result.seconds)
        if (game.score, game.now) != (tuple(result.score), result.seconds):
            self._world.broken(f"{actor}: replayed it is {game.score} at {game.now}, not {result}")

    def _keys(self, match: str, state: State) -> None:
        """Check that each key that took effect was pressed, once and in this order."""
        entries = [
            _entry.decode(raw)
            for _, raw in sorted(self._numbered.get(f"match/{match}", {}).items())
        ]
        for chair in state.chairs:
            pressed = self._world.pressed.get((match, chair.side))
            if chair.human and pressed is not None and not _follows(pressed, entries, chair.side):
                self._world.broken(f"match/{match}: of {pressed} came {entries} on {chair.side}")


def _follows(pressed: list[int], entries: list[Entry], side: int) -> bool:
    """Tell whether the directions of a side are a part, in order, of those that were pressed.

    A key that is held when play begins counts again, right after the window that is set then.
    """
    left = iter(pressed)
    for before, entry in pairwise([None, *entries]):
        if isinstance(entry, Steer) and entry.side == side and entry.direction:
            held = isinstance(before, Widen) and before.side == side and before.at == entry.at
            if not held and entry.direction not in left:
                return False
    return True


def _facts(result: MatchResult) -> tuple[Any, ...]:
    return result.cause, result.winner, tuple(result.score), result.seconds

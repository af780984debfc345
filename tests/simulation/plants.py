"""Mistakes that the simulation must find. Each function patches one mistake into the server.

People make such mistakes: a line is missing, an order is reversed, a value is out of date.
"""

from __future__ import annotations

from contextlib import suppress
from typing import Any

import pytest
from msgspec.structs import replace

from actors import tree
from actors.core.address import Address
from actors.core.context import Context
from actors.core.journal import book
from actors.core.journal.group import Gate
from actors.core.journal.journal import Journal
from actors.match import settle as settling
from actors.match.desk import Desk
from actors.match.state import State
from store.journal.memory import MemoryJournal
from store.matches import memory
from store.matches.records import MatchResult

# The journal and the store.


def told_before_commit(patch: pytest.MonkeyPatch) -> None:
    """Nothing waits until it is durable."""
    shut_for = Gate.shut_for

    def open_at_once(self: Gate, acts: Any, **how: Any) -> None:
        shut_for(self, [], **how)
        self._let_go(acts)

    patch.setattr(Gate, "shut_for", open_at_once)


def refused_write_taken_for_done(patch: pytest.MonkeyPatch) -> None:
    """A flush that failed counts as written."""

    async def work(self: Any) -> None:
        group = self._writing
        with suppress(Exception):  # the mistake
            await self._log.flush(group.flush(self._epoch, 0))
        self._writing, self._scheduled = None, False
        self._settle(group)
        if not self._gathering.empty:
            self._write_in(0.05)

    patch.setattr(Journal, "_work", work)


def unsaved_is_never_said(patch: pytest.MonkeyPatch) -> None:
    """Points of an outage are told as if they were saved."""
    patch.setattr(Desk, "say_unsaved", lambda *_: None)


def match_made_in_an_outage_looks_saved(patch: pytest.MonkeyPatch) -> None:
    """A match that begins while the store is away is not marked."""
    patch.setattr(Context, "log_away", False)


def result_written_twice(patch: pytest.MonkeyPatch) -> None:
    """A match that has a result gets another one."""

    def add_result(tables: Any, result: Any) -> None:
        tables.results[result.match_id] = replace(result, cause="aborted")

    patch.setitem(memory.KINDS, MatchResult, add_result)


def end_told_twice(patch: pytest.MonkeyPatch) -> None:
    """A retry ends a match again that has ended."""
    conclude = Desk.conclude

    def twice(self: Desk, state: State) -> None:
        conclude(self, state)
        conclude(self, state)

    patch.setattr(Desk, "conclude", twice)


def end_told_before_it_is_written(patch: pytest.MonkeyPatch) -> None:
    """The players hear of the end while the result is still being written."""

    def past_the_gate(self: Desk, player: str, message: Any) -> None:
        self.context.tell_at_once(Address("player", player), message)

    conclude = Desk.conclude

    def early(self: Desk, state: State) -> None:
        with pytest.MonkeyPatch.context() as inner:
            inner.setattr(Desk, "_tell", past_the_gate)
            conclude(self, state)

    patch.setattr(Desk, "conclude", early)


def result_not_in_the_flush(patch: pytest.MonkeyPatch) -> None:
    """The end is told when the journal has it, but nobody writes the result."""
    take = Journal.take

    def without_result(self: Any, book: Any, draft: Any, gate: Any) -> None:
        draft.rows = [row for row in draft.rows if not isinstance(row, MatchResult)]
        take(self, book, draft, gate)

    patch.setattr(Journal, "take", without_result)


def snapshot_newer_than_journal(patch: pytest.MonkeyPatch) -> None:
    """The snapshot claims an entry that is recorded after it."""
    snapshot = Journal._snapshot

    def claims(self: Any, book: Any, state: bytes) -> None:
        book.seq += 1
        snapshot(self, book, state)
        book.seq -= 1

    patch.setattr(Journal, "_snapshot", claims)


def _read_otherwise(patch: pytest.MonkeyPatch, change: Any) -> None:
    """Let every start find a changed book."""
    read = book.book_of

    def changed(*arguments: Any) -> Any:
        found = read(*arguments)
        change(found)
        return found

    patch.setattr(book, "book_of", changed)


def entries_of_two_starts_mixed(patch: pytest.MonkeyPatch) -> None:
    """After a restart the numbers begin at the snapshot, not after the last entry."""

    def from_the_snapshot(book: Any) -> None:
        book.seq -= len(book.since)

    _read_otherwise(patch, from_the_snapshot)


def newer_snapshot_is_ignored(patch: pytest.MonkeyPatch) -> None:
    """The queue's start does not read its snapshot."""

    def without_state(book: Any) -> None:
        if book.address.kind == "queue":
            book.state = None

    _read_otherwise(patch, without_state)


def letter_is_not_kept(patch: pytest.MonkeyPatch) -> None:
    """A durable message is delivered, but not written."""
    take = Journal.take

    def unwritten(self: Any, book: Any, draft: Any, gate: Any) -> None:
        draft.letters.clear()
        take(self, book, draft, gate)

    patch.setattr(Journal, "take", unwritten)


def owner_is_not_told(patch: pytest.MonkeyPatch) -> None:
    """The owner of a match that is given up waits for ever."""
    settle = settling.settle
    patch.setattr(tree, "settle", lambda left: replace(settle(left), send=()))


def patience_begins_anew(patch: pytest.MonkeyPatch) -> None:
    """A gate waits for the group before its own, and then again as long for its own."""
    watch = Journal._watch
    patch.setattr(Journal, "_watch", lambda self, _: watch(self, self._world.now()))


def fence_without_effect(patch: pytest.MonkeyPatch) -> None:
    """The store takes a late write of a dead process."""
    write = MemoryJournal.flush

    async def unfenced(self: Any, flush: Any) -> None:
        await write(self, replace(flush, epoch=max(self._tables.nodes)))

    patch.setattr(MemoryJournal, "flush", unfenced)


def segment_lost(patch: pytest.MonkeyPatch) -> None:
    """The entries that lead to the end are not kept for the replay."""
    snapshot = Journal._snapshot

    def forget(self: Any, book: Any, state: bytes) -> None:
        if b'"phase":"finished"' in state:
            book.since = []
        snapshot(self, book, state)

    patch.setattr(Journal, "_snapshot", forget)


PLANTS = (
    told_before_commit,
    refused_write_taken_for_done,
    unsaved_is_never_said,
    match_made_in_an_outage_looks_saved,
    result_written_twice,
    end_told_twice,
    end_told_before_it_is_written,
    result_not_in_the_flush,
    snapshot_newer_than_journal,
    entries_of_two_starts_mixed,
    newer_snapshot_is_ignored,
    letter_is_not_kept,
    owner_is_not_told,
    patience_begins_anew,
    fence_without_effect,
    segment_lost,
)

"""Bugs to be found: each puts one mistake into the server, from outside.

They are mistakes one could make: a line left out, an order turned round, a value from before.
"""

from __future__ import annotations

from contextlib import suppress
from typing import Any

import pytest
from msgspec.structs import replace

from actors import tree
from actors.core.address import Address
from actors.core.journal import recovery
from actors.core.journal.gate import Gate
from actors.core.journal.journal import Journal
from actors.core.process import Process
from actors.core.runtime import Runtime
from actors.lobby import actor as lobby
from actors.lobby.keeping import Lasting
from actors.match import actor as match
from actors.match import phases, restore
from actors.match import settle as settling
from actors.match.alarm import Alarm
from actors.match.desk import Desk
from actors.match.state import State
from actors.player import actor as player
from store.journal.memory import MemoryJournal
from store.matches import memory
from store.matches.records import MatchResult

# The journal and the store.


def told_before_commit(patch: pytest.MonkeyPatch) -> None:
    """Nothing is held back until it is durable."""
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


def result_written_twice(patch: pytest.MonkeyPatch) -> None:
    """A match that has a result gets another one."""

    def add_result(tables: Any, result: Any) -> None:
        tables.results[result.match_id] = replace(result, cause="aborted")

    patch.setitem(memory.KINDS, MatchResult, add_result)


def end_told_twice(patch: pytest.MonkeyPatch) -> None:
    """What has been concluded is concluded again by a retry."""
    conclude = Desk.conclude

    def twice(self: Desk, state: State) -> None:
        conclude(self, state)
        conclude(self, state)

    patch.setattr(Desk, "conclude", twice)


def end_told_before_it_is_written(patch: pytest.MonkeyPatch) -> None:
    """The players hear of the end while the result is on its way."""

    def past_the_gate(self: Desk, player: str, message: Any) -> None:
        self.context.tell_unsaved(Address("player", player), message)

    conclude = Desk.conclude

    def early(self: Desk, state: State) -> None:
        with pytest.MonkeyPatch.context() as inner:
            inner.setattr(Desk, "_tell", past_the_gate)
            conclude(self, state)

    patch.setattr(Desk, "conclude", early)


def result_not_in_the_flush(patch: pytest.MonkeyPatch) -> None:
    """The end is told when the journal has it; nobody writes the result."""
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
    """Let every start find a book that was changed."""
    read = recovery.book_of

    def changed(*arguments: Any) -> Any:
        found = read(*arguments)
        change(found)
        return found

    patch.setattr(recovery, "book_of", changed)


def entries_of_two_starts_mixed(patch: pytest.MonkeyPatch) -> None:
    """After a restart the numbers begin at the snapshot, not after the last entry."""

    def from_the_snapshot(book: Any) -> None:
        book.seq -= len(book.since)

    _read_otherwise(patch, from_the_snapshot)


def newer_snapshot_is_ignored(patch: pytest.MonkeyPatch) -> None:
    """The lobby's start does not read its snapshot."""

    def without_state(book: Any) -> None:
        if book.address.kind == "lobby":
            book.state = None

    _read_otherwise(patch, without_state)


def crashed_turn_is_half_done(patch: pytest.MonkeyPatch) -> None:
    """What a turn recorded before it crashed is written."""
    crash = Process.crash

    def keep_entries(self: Any, error: Exception, fatal: object = None) -> None:
        draft = self.context.draft
        if draft.entries:
            self._runtime.journal.take(self.book, draft, None)
        crash(self, error, fatal)

    patch.setattr(Process, "crash", keep_entries)


def crashed_turn_has_told(patch: pytest.MonkeyPatch) -> None:
    """What a turn told before it crashed has left."""
    crash = Process.crash

    def let_out(self: Any, error: Exception, fatal: object = None) -> None:
        self._runtime.carry_out(self.context.out)
        crash(self, error, fatal)

    patch.setattr(Process, "crash", let_out)


def letter_is_not_kept(patch: pytest.MonkeyPatch) -> None:
    """A durable message is delivered and not written."""
    take = Journal.take

    def unwritten(self: Any, book: Any, draft: Any, gate: Any) -> None:
        draft.letters.clear()
        take(self, book, draft, gate)

    patch.setattr(Journal, "take", unwritten)


def letter_is_gone_before_it_is_handled(patch: pytest.MonkeyPatch) -> None:
    """A durable message is removed when it is delivered, not with what its receiver journals."""
    hand_in = Runtime._hand_in

    def strike_at_once(self: Any, address: Address, delivery: Any) -> bool:
        self.journal._gathering.strike(str(address), delivery.key)
        return hand_in(self, address, delivery)

    patch.setattr(Runtime, "_hand_in", strike_at_once)


def owner_is_not_told(patch: pytest.MonkeyPatch) -> None:
    """A match that is given up leaves its owner waiting for ever."""
    settle = settling.settle
    patch.setattr(tree, "settle", lambda estate: replace(settle(estate), send=()))


def patience_begins_anew(patch: pytest.MonkeyPatch) -> None:
    """A gate waits for the group before its own, and then as long again."""
    watch = Journal._watch
    patch.setattr(Journal, "_watch", lambda self, _: watch(self, self._world.now()))


def fence_without_effect(patch: pytest.MonkeyPatch) -> None:
    """A dead process's write that comes late is taken."""
    write = MemoryJournal.flush

    async def unfenced(self: Any, flush: Any) -> None:
        await write(self, replace(flush, epoch=self._tables.epoch))

    patch.setattr(MemoryJournal, "flush", unfenced)


def segment_lost(patch: pytest.MonkeyPatch) -> None:
    """The entries that lead to the end are not kept for the replay."""
    snapshot = Journal._snapshot

    def forget(self: Any, book: Any, state: bytes) -> None:
        if b'"phase":"finished"' in state:
            book.since = []
        snapshot(self, book, state)

    patch.setattr(Journal, "_snapshot", forget)


# Crashes and restarts.


def crash_loses_the_mailbox(patch: pytest.MonkeyPatch) -> None:
    """A restart begins with an empty mailbox."""
    relaunch = Process.relaunch

    def emptied(self: Process, at: float | None = None) -> None:
        self.mailbox.clear()
        relaunch(self, at)

    patch.setattr(Process, "relaunch", emptied)


def crash_is_forgotten_by_the_supervisor(patch: pytest.MonkeyPatch) -> None:
    """An actor that crashed is not started again."""
    patch.setattr(Process, "relaunch", lambda *_: None)


def timer_lost_at_restart(patch: pytest.MonkeyPatch) -> None:
    """After a crash nobody sets the timers again."""
    arm = Alarm.arm

    def once(self: Any, state: State) -> None:
        if not self._context.restarts:
            arm(self, state)

    patch.setattr(Alarm, "arm", once)


def crash_goes_unsaid(patch: pytest.MonkeyPatch) -> None:
    """A player that crashed does not tell its pages that a frame may be missing."""
    patch.setattr(player.PlayerActor, "started", lambda self: self._tick_in(0.15))


def play_goes_on_while_the_server_is_down(patch: pytest.MonkeyPatch) -> None:
    """A restored match has been played on until now."""
    restored = restore.restore

    def until_now(name: str, past: Any, now: float) -> Any:
        return restored(name, replace(past, until=now), now)

    patch.setattr(match, "restore", until_now)


def downtime_is_charged(patch: pytest.MonkeyPatch) -> None:
    """Who was away when the server died has been away ever since."""

    strand = restore.strand
    patch.setattr(restore, "strand", lambda chair, why, _, now: strand(chair, why, now, now))


def restored_match_is_not_paused(patch: pytest.MonkeyPatch) -> None:
    """A match goes on by itself after a restart."""
    patch.setattr(phases, "interrupted", lambda *_: None)


def queue_is_forgotten(patch: pytest.MonkeyPatch) -> None:
    """The lobby does not write down who waits."""
    encode = lobby.encode
    patch.setattr(lobby, "lasting", lambda state: encode(Lasting({}, state.games)))


PLANTS = (
    told_before_commit,
    refused_write_taken_for_done,
    unsaved_is_never_said,
    result_written_twice,
    end_told_twice,
    end_told_before_it_is_written,
    result_not_in_the_flush,
    snapshot_newer_than_journal,
    entries_of_two_starts_mixed,
    newer_snapshot_is_ignored,
    crashed_turn_is_half_done,
    crashed_turn_has_told,
    letter_is_not_kept,
    letter_is_gone_before_it_is_handled,
    owner_is_not_told,
    patience_begins_anew,
    fence_without_effect,
    segment_lost,
    crash_loses_the_mailbox,
    crash_is_forgotten_by_the_supervisor,
    timer_lost_at_restart,
    crash_goes_unsaid,
    play_goes_on_while_the_server_is_down,
    downtime_is_charged,
    restored_match_is_not_paused,
    queue_is_forgotten,
)

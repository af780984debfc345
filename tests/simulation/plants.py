"""Bugs to be found: each puts one mistake into the server, from outside.

They are mistakes one could make: a line left out, an order turned round, a value from before.
"""

from __future__ import annotations

from contextlib import suppress
from typing import Any

import pytest
from actors.core.cell import Cell
from msgspec.structs import replace

from actors.core import lifecycle
from actors.core.context import Context
from actors.core.journal import Journal
from actors.lobby import actor as lobby
from actors.lobby.keeping import Lasting
from actors.match import actor as match
from actors.match import phases, restore
from actors.match.alarm import Alarm
from actors.match.desk import Desk
from actors.match.state import State
from actors.player import actor as player
from store.journal.memory import MemoryJournal
from store.matches.memory import MemoryMatches

# The journal and the store.


def told_before_commit(patch: pytest.MonkeyPatch) -> None:
    """Nothing is held back until it is durable."""
    patch.setattr(Context, "persist", lambda *_: None)


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
    """The store does not look whether there is a result."""

    async def write_result(self: Any, result: Any) -> bool:
        self._tables.results[result.match_id] = result
        return True

    patch.setattr(MemoryMatches, "write_result", write_result)


def end_told_twice(patch: pytest.MonkeyPatch) -> None:
    """What has been concluded is concluded again by a retry."""
    conclude = Desk.conclude

    def twice(self: Desk, state: State) -> None:
        conclude(self, state)
        conclude(self, state)

    patch.setattr(Desk, "conclude", twice)


def end_told_before_it_is_written(patch: pytest.MonkeyPatch) -> None:
    """The players hear of the end while the result is on its way."""
    save = Desk.save

    def tell_and_save(self: Desk, state: State) -> None:
        self.conclude(state)
        save(self, state)

    patch.setattr(Desk, "save", tell_and_save)


def snapshot_newer_than_journal(patch: pytest.MonkeyPatch) -> None:
    """The snapshot claims an entry that is recorded after it."""

    def snapshot(self: Any, state: bytes) -> None:
        cell = self._cell
        since, cell.since_snapshot = cell.since_snapshot, []
        self._runtime.journal.snapshot(cell.address, cell.recorded + 1, state, since)

    patch.setattr(Context, "snapshot", snapshot)


def entries_of_two_incarnations_mixed(patch: pytest.MonkeyPatch) -> None:
    """After a restart the numbers begin at the snapshot, not after the last entry."""
    make = Cell.__init__

    def init(self: Cell, *arguments: Any) -> None:
        make(self, *arguments)
        if self.past is not None:
            self.recorded = self.past.seq - len(self.past.entries)

    patch.setattr(Cell, "__init__", init)


def fence_without_effect(patch: pytest.MonkeyPatch) -> None:
    """A dead process's write that comes late is taken."""
    flush = MemoryJournal.flush

    async def unfenced(self: Any, flush: Any) -> None:
        await flush(self, replace(flush, epoch=self._tables.epoch))

    patch.setattr(MemoryJournal, "flush", unfenced)


def segment_lost(patch: pytest.MonkeyPatch) -> None:
    """The entries that lead to the end are not kept for the replay."""
    snapshot = Context.snapshot

    def forget(self: Any, state: bytes) -> None:
        if b'"phase":"finished"' in state:
            self._cell.since_snapshot = []
        snapshot(self, state)

    patch.setattr(Context, "snapshot", forget)


# Crashes and restarts.


def crash_loses_the_mailbox(patch: pytest.MonkeyPatch) -> None:
    """A restart begins with an empty mailbox."""
    relaunch = lifecycle.relaunch

    def emptied(cell: Cell, at: float | None = None) -> None:
        cell.mailbox.clear()
        relaunch(cell, at)

    patch.setattr(lifecycle, "relaunch", emptied)


def crash_is_forgotten_by_the_supervisor(patch: pytest.MonkeyPatch) -> None:
    """An actor that crashed is not started again."""
    patch.setattr(lifecycle, "relaunch", lambda *_: None)


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
    snapshot_newer_than_journal,
    entries_of_two_incarnations_mixed,
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

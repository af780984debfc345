"""Bugs to be found: each puts one mistake into the server, from outside.

They are mistakes one could make: a line left out, an order turned round, a value from before.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from typing import Any

from msgspec.structs import replace
from pytest import MonkeyPatch

from actors.core import lifecycle
from actors.core.cell import Cell
from actors.core.context import Context
from actors.core.journal import Journal
from actors.lobby import actor as lobby
from actors.lobby.state import Lasting
from actors.match import actor as match
from actors.match import phases, restore
from actors.match.alarm import Alarm
from actors.match.desk import Desk
from actors.match.play import Course
from actors.match.state import Chair, State, match_time
from actors.player import actor as player
from actors.player.outbox import Outbox
from actors.player.session import Session
from store.memory import MemoryStore

Plant = Callable[[MonkeyPatch], None]
PLANTS: dict[str, Plant] = {}


def plant(function: Plant) -> Plant:
    """Add to the list, under the function's name."""
    PLANTS[function.__name__] = function
    return function


# The journal and the store.


@plant
def told_before_commit(patch: MonkeyPatch) -> None:
    """Nothing is held back until it is durable."""
    patch.setattr(Context, "persist", lambda *_: None)


@plant
def refused_write_taken_for_done(patch: MonkeyPatch) -> None:
    """A flush that failed counts as written."""

    async def work(self: Any) -> None:
        group = self._writing
        try:
            await self._log.flush_journal(group.flush(self._epoch, 0))
        except Exception:  # noqa: BLE001, S110 - the mistake
            pass
        self._writing, self._scheduled = None, False
        self._settle(group)
        if not self._gathering.empty:
            self._write_in(0.05)

    patch.setattr(Journal, "_work", work)


@plant
def unsaved_is_never_said(patch: MonkeyPatch) -> None:
    """Points of an outage are told as if they were saved."""
    patch.setattr(Desk, "say_unsaved", lambda *_: None)


@plant
def result_written_twice(patch: MonkeyPatch) -> None:
    """The store does not look whether there is a result."""

    async def write_result(self: Any, result: Any) -> bool:
        self._results[result.match_id] = result
        return True

    patch.setattr(MemoryStore, "write_result", write_result)


@plant
def end_told_twice(patch: MonkeyPatch) -> None:
    """What has been concluded is concluded again by a retry."""
    conclude = Desk.conclude

    def twice(self: Desk, state: State) -> None:
        conclude(self, state)
        conclude(self, state)

    patch.setattr(Desk, "conclude", twice)


@plant
def end_told_before_it_is_written(patch: MonkeyPatch) -> None:
    """The players hear of the end while the result is on its way."""
    save = Desk.save

    def tell_and_save(self: Desk, state: State) -> None:
        self.conclude(state)
        save(self, state)

    patch.setattr(Desk, "save", tell_and_save)


@plant
def snapshot_newer_than_journal(patch: MonkeyPatch) -> None:
    """The snapshot claims an entry that is recorded after it."""

    def snapshot(self: Any, state: bytes) -> None:
        cell = self._cell
        since, cell.since_snapshot = cell.since_snapshot, []
        self._runtime.journal.snapshot(cell.address, cell.recorded + 1, state, since)

    patch.setattr(Context, "snapshot", snapshot)


@plant
def entries_of_two_incarnations_mixed(patch: MonkeyPatch) -> None:
    """After a restart the numbers begin at the snapshot, not after the last entry."""
    make = Cell.__init__

    def init(self: Cell, *arguments: Any) -> None:
        make(self, *arguments)
        if self.past is not None:
            self.recorded = self.past.seq - len(self.past.entries)

    patch.setattr(Cell, "__init__", init)


@plant
def fence_without_effect(patch: MonkeyPatch) -> None:
    """A dead process's write that comes late is taken."""
    flush_journal = MemoryStore.flush_journal

    async def unfenced(self: Any, flush: Any) -> None:
        await flush_journal(self, replace(flush, epoch=self._epoch))

    patch.setattr(MemoryStore, "flush_journal", unfenced)


@plant
def segment_lost(patch: MonkeyPatch) -> None:
    """The entries that lead to the end are not kept for the replay."""
    snapshot = Context.snapshot

    def forget(self: Any, state: bytes) -> None:
        if b'"phase":"finished"' in state:
            self._cell.since_snapshot = []
        snapshot(self, state)

    patch.setattr(Context, "snapshot", forget)


# Crashes and restarts.


@plant
def crash_loses_the_mailbox(patch: MonkeyPatch) -> None:
    """A restart begins with an empty mailbox."""
    relaunch = lifecycle.relaunch

    def emptied(cell: Cell, at: float | None = None) -> None:
        cell.mailbox.clear()
        relaunch(cell, at)

    patch.setattr(lifecycle, "relaunch", emptied)


@plant
def crash_is_forgotten_by_the_supervisor(patch: MonkeyPatch) -> None:
    """An actor that crashed is not started again."""
    patch.setattr(lifecycle, "relaunch", lambda *_: None)


@plant
def timer_lost_at_restart(patch: MonkeyPatch) -> None:
    """After a crash nobody sets the timers again."""
    arm = Alarm.arm

    def once(self: Any, state: State) -> None:
        if not self._context.restarts:
            arm(self, state)

    patch.setattr(Alarm, "arm", once)


@plant
def crash_goes_unsaid(patch: MonkeyPatch) -> None:
    """A player that crashed does not tell its pages that a frame may be missing."""
    patch.setattr(player.PlayerActor, "started", lambda self: self._tick_in(0.15))


@plant
def play_goes_on_while_the_server_is_down(patch: MonkeyPatch) -> None:
    """A restored match has been played on until now."""
    restored = restore.restore

    def until_now(name: str, past: Any, now: float) -> Any:
        return restored(name, replace(past, until=now), now)

    patch.setattr(match, "restore", until_now)


@plant
def downtime_is_charged(patch: MonkeyPatch) -> None:
    """Who was away when the server died has been away ever since."""

    def away(chair: Chair, _: float, now: float) -> Chair:
        since = chair.away_since if chair.away_since is not None else now
        return replace(chair, connection=None, away_since=since, why="server_restarted", held=0)

    patch.setattr(restore, "_away", away)


@plant
def restored_match_is_not_paused(patch: MonkeyPatch) -> None:
    """A match goes on by itself after a restart."""
    patch.setattr(phases, "interrupted", lambda *_: None)


@plant
def queue_is_forgotten(patch: MonkeyPatch) -> None:
    """The lobby does not write down who waits."""
    encode = lobby.encode
    patch.setattr(lobby, "lasting", lambda state: encode(Lasting({}, state.games)))


# Sessions.


@plant
def resume_skips_a_frame(patch: MonkeyPatch) -> None:
    """The first frame that was missed is taken for seen."""
    after = Outbox.after

    def late(self: Outbox, last: int) -> Any:
        missed = after(self, last)
        return missed[1:] if missed else missed

    patch.setattr(Outbox, "after", late)


@plant
def resume_repeats_a_frame(patch: MonkeyPatch) -> None:
    """The last frame that was seen is taken for missed."""
    after = Outbox.after
    patch.setattr(Outbox, "after", lambda self, last: after(self, max(last - 1, 0)))


@plant
def outbox_unbounded(patch: MonkeyPatch) -> None:
    """Frames are kept for as long as nobody acknowledges them."""
    make = Outbox.__init__

    def init(self: Any) -> None:
        make(self)
        self._kept = deque()

    patch.setattr(Outbox, "__init__", init)


@plant
def full_socket_is_not_closed(patch: MonkeyPatch) -> None:
    """What a full socket does not take is dropped."""

    def flush(self: Any) -> None:
        self._flushing = False
        if self.connection is not None:
            data = self.outbox.take(congested=self.connection.congested)
            if data:
                self.connection.send(data)

    patch.setattr(Session, "_flush", flush)


@plant
def end_of_an_old_socket_counts(patch: MonkeyPatch) -> None:
    """The player counts as away when any of the connections ends."""

    def depart(self: Any, state: State, who: str, _: str, why: Any) -> None:
        now = self.context.now()
        course = self._course(state, now)
        phases.departed(course, who, lambda c: match.depart(c, why, now))
        self._settle(course)

    patch.setattr(match.MatchActor, "_depart", depart)


# Play.


@plant
def input_applied_twice(patch: MonkeyPatch) -> None:
    """A key counts again with the next one."""
    answer = Course.answer
    before: dict[int, Any] = {}

    def again(self: Course, side: Any, press: Any, who: str) -> None:
        if (last := before.get(side)) is not None:
            answer(self, side, last, who)
        before[side] = press
        answer(self, side, press, who)

    patch.setattr(Course, "answer", again)


@plant
def stale_timer_honoured(patch: MonkeyPatch) -> None:
    """A timer of an earlier phase counts."""

    def wake(self: Any, state: State, message: Any) -> None:
        course = Course(self.id, state)
        course.run(message.time)
        self._settle(course)

    patch.setattr(match.MatchActor, "_wake", wake)


@plant
def budget_begins_anew(patch: MonkeyPatch) -> None:
    """An absence that is over is forgotten."""
    arrive = match.arrive

    def fresh(chair: Chair, connection: str, now: float) -> Chair:
        return replace(arrive(chair, connection, now), used=0.0)

    patch.setattr(match, "arrive", fresh)


@plant
def pause_does_not_stop_the_paddles(patch: MonkeyPatch) -> None:
    """Match time stands still, and the paddles do not."""
    patch.setattr(Course, "halt", lambda _: None)


@plant
def point_counts_twice(patch: MonkeyPatch) -> None:
    """Somebody is awarded two points now and then."""
    patch.setattr(
        "actors.pong.rally.add", lambda s, side: (s[0] + 2, s[1]) if side < 0 else (s[0], s[1] + 1)
    )


@plant
def match_runs_ahead(patch: MonkeyPatch) -> None:
    """Every message lets play run a little into the future."""

    def course(self: Any, state: State, now: float) -> Course:
        found = Course(self.id, state)
        if state.phase == "playing":
            found.run(match_time(state, now) + 0.05)
        return found

    patch.setattr(match.MatchActor, "_course", course)

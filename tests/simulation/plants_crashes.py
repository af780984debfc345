"""Planted mistakes about crashes, kills and restarts; see `tests.simulation.plants`."""

from __future__ import annotations

from typing import Any

import pytest
from msgspec.structs import replace

from actors.core.process import Process
from actors.frames import encode
from actors.match import actor as match
from actors.match import phases, restore
from actors.match.alarm import Alarm
from actors.match.state import State
from actors.matchmaker import actor as queue
from actors.matchmaker.state import Lasting
from actors.player import actor as player


def crashed_turn_is_half_done(patch: pytest.MonkeyPatch) -> None:
    """What a turn recorded before it crashed is written."""
    crash = Process.crash

    def keep_entries(self: Any, error: Exception, fatal: object = None) -> None:
        draft = self.context.draft
        if draft.entries:
            draft.rows, draft.done, draft.letters, draft.parts = [], [], [], []
            self._runtime.journal.take(self.memory.book, draft, self.memory.gate)
        crash(self, error, fatal)

    patch.setattr(Process, "crash", keep_entries)


def crashed_turn_has_told(patch: pytest.MonkeyPatch) -> None:
    """What a turn told before it crashed has left."""
    crash = Process.crash

    def let_out(self: Any, error: Exception, fatal: object = None) -> None:
        self._runtime.carry_out(self.context.out)
        crash(self, error, fatal)

    patch.setattr(Process, "crash", let_out)


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
    """After a crash a player does not tell its pages that a frame may be missing."""
    patch.setattr(player.PlayerActor, "started", lambda self: self._tick_in(0.15))


def play_goes_on_while_the_server_is_down(patch: pytest.MonkeyPatch) -> None:
    """In a restored match, play has gone on until now."""
    restored = restore.restore

    def until_now(name: str, past: Any, now: float) -> Any:
        return restored(name, replace(past, until=now), now)

    patch.setattr(match, "restore", until_now)


def downtime_is_charged(patch: pytest.MonkeyPatch) -> None:
    """A player who was away when the server died is charged for the time since then."""

    server_lost = restore.server_lost
    patch.setattr(
        restore, "server_lost", lambda chair, why, _, now: server_lost(chair, why, now, now)
    )


def restored_match_is_not_paused(patch: pytest.MonkeyPatch) -> None:
    """A match goes on after a restart without a pause."""
    patch.setattr(phases, "interrupted", lambda *_: None)


def queue_is_forgotten(patch: pytest.MonkeyPatch) -> None:
    """The queue does not write down who waits."""
    patch.setattr(queue, "lasting", lambda _: encode(Lasting()))


PLANTS = (
    crashed_turn_is_half_done,
    crashed_turn_has_told,
    crash_loses_the_mailbox,
    crash_is_forgotten_by_the_supervisor,
    timer_lost_at_restart,
    crash_goes_unsaid,
    play_goes_on_while_the_server_is_down,
    downtime_is_charged,
    restored_match_is_not_paused,
    queue_is_forgotten,
)

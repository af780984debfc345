"""Passivation: an actor that nobody uses leaves the memory."""

from __future__ import annotations

from typing import Protocol

from actors.core.life import RUNNING, Phase
from actors.core.runtime import Runtime
from actors.core.timers import Timer


class Idle(Protocol):
    """A process as its passivation sees it."""

    phase: Phase
    used_at: float
    """When its last turn was, seconds since the epoch."""

    def passivate(self) -> bool:
        """Leave the memory if nothing is going on; return whether it did."""
        ...


class Passivation:
    """Takes a process out of the memory when it has been idle for long enough.

    Uses one timer that is set again when it fires, as one per message would cost too much.
    """

    __slots__ = ("_after", "_process", "_runtime", "_timer")

    def __init__(self, process: Idle, runtime: Runtime, after: float) -> None:
        self._process = process
        self._runtime = runtime
        self._after = after
        self._timer: Timer | None = None

    def watch(self) -> None:
        """Look at the process as soon as it may have been idle for long enough."""
        self._look_at(self._process.used_at + self._after)

    def cancel(self) -> None:
        """Stop looking."""
        if self._timer is not None:
            self._runtime.timers.cancel(self._timer)
            self._timer = None

    def _look_at(self, at: float) -> None:
        self._timer = self._runtime.timers.add(Timer(at, lambda _: self._look()))

    def _look(self) -> None:
        process, now = self._process, self._runtime.world.now()
        # This must be the same sum as the timer's, or rounding could make it fire in a loop.
        if process.used_at + self._after > now:
            self._look_at(process.used_at + self._after)
        elif not process.passivate() and process.phase is RUNNING:
            self._look_at(now + self._after)

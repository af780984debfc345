"""The timers that a match sleeps on."""

from actors.core.context import Context
from actors.match.messages import Begin, Deadline, Linger, Message, Stop, Wake
from actors.match.play import next_wake
from actors.match.presence import deadline
from actors.match.state import State, away, clock_time

LINGER = 60.0
"""Seconds for which a finished match still answers an ``enter``."""


class Alarm:
    """The timers of a match: one for the phase, which carries its era, and one for play."""

    def __init__(self, context: Context[Message]) -> None:
        self._context = context
        self._woken: tuple[int, float] | None = None

    def arm(self, state: State) -> None:
        """Set the timer that the phase needs; those of other phases carry an older era."""
        context = self._context
        match state.phase:
            case "countdown":
                context.timer("phase", state.starts / 1000.0, Begin(state.era))
            case "waiting" | "paused":
                context.timer("phase", deadline(state, context.now()), Deadline(state.era))
            case "playing":
                self.sleep(state)
                if state.halts is not None:
                    context.timer("phase", clock_time(state, state.halts), Stop(state.era))
                elif away(state):  # play goes on without somebody
                    context.timer("phase", deadline(state, context.now()), Deadline(state.era))
            case "finished":
                # Late pages still get an answer for a while.
                context.cancel("wake")
                context.timer("phase", context.now() + LINGER, Linger())

    def sleep(self, state: State) -> None:
        """Set the timer for the next decision; it carries the match time it was set for."""
        time = next_wake(state, state.game)
        if time is not None and self._woken != (state.era, time):
            self._woken = (state.era, time)
            self._context.timer("wake", clock_time(state, time), Wake(state.era, time))

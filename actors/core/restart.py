"""Whether and when an ended actor is started again: pure functions of policy and past."""

from typing import Final, Literal

Reason = str
"""Why an actor ended: one of the constants below, or what it gave to ``Context.stop``."""

NORMAL: Final = "normal"
SHUTDOWN: Final = "shutdown"
PASSIVATED: Final = "passivated"
CRASHED: Final = "crashed"
INTENSITY: Final = "intensity"

Restart = Literal["permanent", "transient"]

BACKOFF_CAP: Final = 60.0
"""Seconds; no restart waits longer."""


def must_restart(restart: Restart, reason: Reason) -> bool:
    """Tell whether a child of this restart type that ended for this reason is started again."""
    return restart == "permanent" or reason not in (NORMAL, SHUTDOWN)


def add_restart(
    past: tuple[float, ...], now: float, intensity: int, period: float
) -> tuple[float, ...] | None:
    """Return the restarts that still count, including one at ``now``; None if they are too many.

    Up to ``intensity`` restarts are allowed within any ``period`` seconds, ends included.
    """
    # Not `now - then <= period`: both sides of the edge must round the same way for every `then`.
    since = now - period
    recent = (*(then for then in past if then >= since), now)
    return recent if len(recent) <= intensity else None


def next_streak(streak: int, up_for: float, period: float) -> int:
    """Count the crashes in a row; an actor that was up longer than the period begins anew."""
    return streak + 1 if up_for <= period else 1


def backoff_delay(first: float, streak: int) -> float:
    """Return the seconds to wait before the restart after the ``streak``-th crash in a row."""
    # The exponent is bounded because 2.0 ** 1024 overflows long after the cap is reached.
    return min(first * 2.0 ** min(streak - 1, 64), BACKOFF_CAP)

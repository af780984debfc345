"""The life of a process: its phases, every step between them, and how it ends. Pure.

A process is an actor from the kernel's side. It begins when somebody tells the actor something, or
when its supervisor starts. Every start is the same, whether it is the first, follows a crash or
follows a kill of the whole server: the process *recovers* what the journal (or, after a crash, the
memory) has of the actor and is then *ready*; its next turn builds the actor, and it is *running*. A
crash or a stop in good order takes it *down*. Then its supervisor either starts it again, at once
or after a delay (*waiting*), or ends it: it is *gone*, and its address is free. Passivation takes
an idle process down and makes it gone as well; its next message begins a new life, which recovers.
Messages wait in the mailbox in every phase before `RUNNING`.

docs/architecture.md draws this table; a test compares the two.
"""

from enum import Enum, auto
from typing import Final, Literal


class Phase(Enum):
    """Where a process stands in its life."""

    DOWN = auto()
    WAITING = auto()
    RECOVERING = auto()
    READY = auto()
    RUNNING = auto()
    GONE = auto()


Step = Literal["start", "wait", "recovered", "begun", "crash", "stop", "end"]

RUNNING: Final = Phase.RUNNING
READY: Final = Phase.READY
"""Read for every message, where a look-up on the class would cost a measurable time."""

LIFE: Final[dict[Phase, dict[Step, Phase]]] = {
    Phase.DOWN: {
        "start": Phase.RECOVERING,
        "wait": Phase.WAITING,
        "stop": Phase.DOWN,
        "end": Phase.GONE,
    },
    Phase.WAITING: {"start": Phase.RECOVERING, "stop": Phase.DOWN},
    Phase.RECOVERING: {"recovered": Phase.READY, "crash": Phase.DOWN, "stop": Phase.DOWN},
    Phase.READY: {"begun": Phase.RUNNING, "crash": Phase.DOWN, "stop": Phase.DOWN},
    Phase.RUNNING: {"crash": Phase.DOWN, "stop": Phase.DOWN},
    Phase.GONE: {"start": Phase.RECOVERING},
}
"""Only a static child leaves `GONE` again: its supervisor restarts it with the others."""


def after(phase: Phase, step: Step) -> Phase:
    """Return the phase that a step leads to; a KeyError is a mistake in the kernel."""
    return LIFE[phase][step]


# How it ends, and whether it is started again.

Reason = str
"""Why an actor ended: one of the first five below, or what it gave to ``Context.stop``.

The others say why a message reached nobody, see `actors.core.mailbox.DeadLetter`.
"""
NORMAL: Final = "normal"
SHUTDOWN: Final = "shutdown"
PASSIVATED: Final = "passivated"
CRASHED: Final = "crashed"
INTENSITY: Final = "intensity"
UNKNOWN: Final = "unknown"
STOPPED: Final = "stopped"
OVERFLOW: Final = "overflow"
MOVED: Final = "moved"
"""It goes on in another kernel; what is linked to it here has to go down."""
LOST: Final = "lost"
"""It ended with its node, as it has no journal."""

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

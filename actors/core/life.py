"""The life of a process: its phases, and the table of every step from one to the next.

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

"""Where a cell stands in its life."""

from enum import Enum, auto


class Phase(Enum):
    """``WAITING`` for the time of its restart, ``READY`` to be built in its next turn."""

    WAITING = auto()
    LOADING = auto()
    READY = auto()
    RUNNING = auto()
    ENDED = auto()

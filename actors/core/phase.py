"""Where a cell stands in its life."""

from enum import Enum, auto
from typing import Final


class Phase(Enum):
    """``WAITING`` for the time of its restart, ``READY`` to be built in its next turn."""

    WAITING = auto()
    LOADING = auto()
    READY = auto()
    RUNNING = auto()
    ENDED = auto()


RUNNING: Final = Phase.RUNNING
"""Looked at for every message, where the way through the class would show."""

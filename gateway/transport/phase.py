"""The phases of the end of a WebSocket."""

from enum import IntEnum, auto


class Phase(IntEnum):
    """How far the end has come; a phase is only followed by those below it."""

    OPEN = auto()
    CLOSING = auto()
    """Our close frame is on its way; we wait for the peer's and drop all its other frames."""
    FAILED = auto()
    """The same, but the peer's data cannot be read: we shut our side once the frame has left."""
    ANSWERED = auto()
    """Both have sent a close frame: the socket ends once ours has left."""
    ENDED = auto()

"""The end of a WebSocket, step by step."""

from enum import IntEnum, auto


class Phase(IntEnum):
    """How far the end is; each one follows from those above it."""

    OPEN = auto()
    CLOSING = auto()
    """Our close frame is on its way; the peer's is waited for, all else of it is dropped."""
    FAILED = auto()
    """The same, but what comes cannot be read: our side is shut once the frame has left."""
    ANSWERED = auto()
    """Both have said it: over once the frame has left."""
    ENDED = auto()

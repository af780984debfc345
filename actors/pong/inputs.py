"""What moves a match besides time. With their effective times these make up the journal."""

from msgspec import Struct

from actors.pong.court import Side
from actors.pong.paddle import Direction


class Steer(Struct, frozen=True, tag="s", array_like=True, gc=False):
    """The paddle of ``side`` moves in ``direction`` from match time ``at`` on."""

    at: float
    side: Side
    direction: Direction


class Widen(Struct, frozen=True, tag="w", array_like=True, gc=False):
    """Later flights towards ``side`` get this lag window (seconds); a referee decision."""

    at: float
    side: Side
    window: float


class Halt(Struct, frozen=True, tag="h", array_like=True, gc=False):
    """Play pauses at ``at``: match time stands still, both paddles stop; a referee decision."""

    at: float


Input = Steer | Widen | Halt

"""What changes a game, apart from time. The journal of a match is these, with effective times."""

from msgspec import Struct

from actors.pong.court import Side
from actors.pong.paddle import Direction


class Steer(Struct, frozen=True, tag="s", array_like=True, gc=False):
    """The paddle of ``side`` moves in ``direction`` from match time ``at`` on."""

    at: float
    side: Side
    direction: Direction


class Widen(Struct, frozen=True, tag="w", array_like=True, gc=False):
    """Later flights towards ``side`` get this lag window, in seconds. The match decides this."""

    at: float
    side: Side
    window: float


class Halt(Struct, frozen=True, tag="h", array_like=True, gc=False):
    """Play pauses at ``at``: match time and both paddles stand still. The match decides this."""

    at: float


Input = Steer | Widen | Halt

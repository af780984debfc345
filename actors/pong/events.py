"""What the rules report, in the past tense. ``at`` is match time in seconds."""

from msgspec import Struct

from actors.pong.court import Side


class Served(Struct, frozen=True, tag="served"):
    """A rally began; the ball flies towards ``side``."""

    at: float
    side: Side


class WallTouched(Struct, frozen=True, tag="wall"):
    """The ball turned at the wall at height ``y``."""

    at: float
    y: float


class Turned(Struct, frozen=True, tag="turned"):
    """An obstacle turned the ball, or a portal moved it, to (x, y)."""

    at: float
    x: float
    y: float


class Hit(Struct, frozen=True, tag="hit"):
    """The paddle of ``side`` hit the ball. ``offset`` is -1 at its upper edge, +1 at its lower."""

    at: float
    side: Side
    offset: float


class Missed(Struct, frozen=True, tag="missed"):
    """The ball passed the paddle of ``side``."""

    at: float
    side: Side


class Scored(Struct, frozen=True, tag="scored"):
    """``side`` won the rally; ``score`` is (left, right) of the set afterwards."""

    at: float
    side: Side
    score: tuple[int, int]


class SetWon(Struct, frozen=True, tag="set"):
    """``side`` won a set of several; ``sets`` is (left, right) afterwards."""

    at: float
    side: Side
    sets: tuple[int, int]


class Won(Struct, frozen=True, tag="won"):
    """``side`` won the match by play."""

    at: float
    side: Side


class Halted(Struct, frozen=True, tag="halted"):
    """Play was paused: both paddles stand still."""

    at: float


Event = Served | WallTouched | Turned | Hit | Missed | Scored | SetWon | Won | Halted

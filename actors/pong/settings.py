"""What two players agree on before a match."""

from typing import Annotated, Literal

from msgspec import Meta, Struct

Points = Annotated[int, Meta(ge=1, le=21, description="points that win a set")]
Sets = Annotated[Literal[1, 3, 5], Meta(description="a match is the best of so many sets")]
BallSpeed = Literal["slow", "classic", "fast"]
SpeedUp = Literal["none", "gentle", "classic", "steep"]
PaddleSize = Literal["small", "classic", "large"]
MapName = Literal["classic", "pillars", "funnel", "portals", "gate"]


class Settings(Struct, frozen=True, forbid_unknown_fields=True):
    """Options of a match; the defaults are a classic game to eleven.

    With ``win_by_two`` the winner of a set also needs a lead of two points. What was written before
    an option existed has its default, which is how it was played then. `actors.pong.options` says
    what the names mean in numbers, `actors.pong.maps` what stands on the court.
    """

    points: Points = 11
    win_by_two: bool = False
    sets: Sets = 1
    ball: BallSpeed = "classic"
    speed_up: SpeedUp = "classic"
    paddle: PaddleSize = "classic"
    map: MapName = "classic"

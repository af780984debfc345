"""What two players agree on before a match."""

from typing import Annotated

from msgspec import Meta, Struct

Points = Annotated[int, Meta(ge=1, le=21, description="points that win the match")]


class Settings(Struct, frozen=True, forbid_unknown_fields=True):
    """Options of a match; the defaults are a classic game to eleven.

    With ``win_by_two`` the winner also needs a lead of two points.
    """

    points: Points = 11
    win_by_two: bool = False

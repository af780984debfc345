"""The records of `Store.ratings`. Times are integer milliseconds since the epoch."""

from typing import Literal

from msgspec import Struct

from store.profiles.records import Person

MU = 25.0
"""The estimate of a player of whom nothing is known."""


SIGMA = 25.0 / 3.0
"""How uncertain that estimate is: its standard deviation."""


PROVISIONAL = 6.0
"""A rating that is less certain than this is provisional: about the first dozen matches."""


BELOW = 1000.0
"""What the place of a provisional rating is lowered by: more than the best can be above it."""


Kind = Literal["result", "reversal"]


class Rating(Struct, frozen=True):
    """How strong a player is in a mode: the estimate ``mu`` with standard deviation ``sigma``.

    ``played`` counts the matches that count, the last of which ended ``at``. ``number`` is that of
    the player's last entry in this mode.
    """

    player: str
    mode: str
    mu: float = MU
    sigma: float = SIGMA
    played: int = 0
    number: int = 0
    at: int = 0

    @property
    def provisional(self) -> bool:
        """Whether too few matches were played for a place on a leaderboard."""
        return self.sigma > PROVISIONAL

    @property
    def place(self) -> float:
        """What leaderboards are sorted by, the largest first: provisional ratings come last."""
        return self.mu - BELOW if self.provisional else self.mu


class RatingEntry(Struct, frozen=True):
    """What a match changed of a player's rating, or a ``reversal`` of that.

    The entries of a player in a mode have the numbers 1, 2, 3, ...
    """

    match_id: str
    player: str
    kind: Kind
    mode: str
    number: int
    at: int
    mu_before: float
    sigma_before: float
    mu: float
    sigma: float


class Board(Struct, frozen=True):
    """A leaderboard of a mode as ``viewer`` sees it: without those parted from them by a block.

    It has those who have played since then, and with ``friends`` only the viewer and their friends.
    """

    mode: str
    viewer: str
    since: int = 0
    friends: bool = False


class Ranked(Struct, frozen=True):
    """A line of a leaderboard."""

    person: Person
    rating: Rating

"""What the owner of a match sends the ratings about its end. Pure."""

from actors.core.address import Address
from actors.match.owner import Ended
from actors.ratings.messages import Rated, address_of


def letter_of(ended: Ended, date: float) -> tuple[Address, Rated] | None:
    """Return the letter about a match, and to whom; None: it counts for no rating.

    ``date`` is when the match ended, in seconds since the epoch.
    """
    if ended.rated is None:
        return None
    left, right = ended.players
    winner = left if ended.winner < 0 else right
    rated = Rated(ended.match, ended.rated, (left, right), winner, int(date * 1000.0))
    return address_of(ended.rated), rated

"""What the invitations actor answers to requests that change nothing. Pure."""

from actors.invitations.state import MOST_AT_HOME, MOST_SENT
from actors.seats.refused import Refused

CLOSED = Refused("no_such_invitation", "This invitation is no longer open.")
NOBODY = Refused("no_such_player", "There is no such player, or none whom you can invite.")
ONESELF = Refused("yourself", "This is you; invite another player.")
ENOUGH = Refused(
    "too_many",
    f"You have {MOST_SENT} invitations open, or people at your address have {MOST_AT_HOME}:"
    " withdraw one, or wait for an answer.",
)
POPULAR = Refused("too_many", "This player has as many invitations as one can have; try later.")
FULL = Refused("too_many", "Too many invitations are open; try again later.")
BUSY = Refused("busy", "Whoever has invited you has another match by now.")
AWAY = Refused("unavailable", "The store cannot answer just now; try again soon.")


def too_fast(until: float) -> Refused:
    """Refuse a player who sends so many that it is a nuisance."""
    return Refused("too_fast", "So many invitations in so short a time are too many.", until)


def declined(until: float) -> Refused:
    """Refuse a player who was declined a moment ago by the same player."""
    return Refused("too_fast", "They have just declined; ask again a little later.", until)

"""Messages of the ratings actors, one for each mode, and the frame they send."""

from msgspec import Struct

from actors.core.address import Address
from actors.frames import ServerFrame
from actors.ratings.modes import RatingMode
from store.ratings.records import Kind, Rating, RatingEntry

# Frames to the page.


class RatingChanged(ServerFrame, frozen=True, tag="rating"):
    """A match has changed the receiver's rating in a mode, or that change was taken back.

    ``rating`` is the number that is shown, ``change`` what it has changed by.
    """

    match: str
    mode: RatingMode
    kind: Kind
    rating: int
    change: int
    provisional: bool


# Letters from the owners of matches.


class Rated(Struct, frozen=True, tag=True):
    """A rated match has ended with a cause that counts.

    ``winner`` is the id of one of the two ``players``; ``at`` is in ms since the epoch. However
    often it is sent, it counts once for each ``match``.
    """

    match: str
    mode: RatingMode
    players: tuple[str, str]
    winner: str
    at: int


class Reverse(Struct, frozen=True, tag=True):
    """Take back what a match has changed; nothing happens if it has changed nothing.

    The match never counts again. A result that was set anew is sent under another name of match.
    """

    match: str


Letter = Rated | Reverse

# To itself.


class Known(Struct, frozen=True, tag=True):
    """What the store has about letter ``number``: entries of the match, and ratings by player.

    Players who have no account have no rating.
    """

    number: int
    entries: tuple[RatingEntry, ...]
    ratings: dict[str, Rating]


class Unknown(Struct, frozen=True, tag=True):
    """The store could not say what it has about letter ``number``."""

    number: int


class AskAgain(Struct, frozen=True, tag=True):
    """Timer: ask the store again."""

    number: int


class Written(Struct, frozen=True, tag=True):
    """What letter ``number`` has changed is in the store."""

    number: int


Message = Letter | Known | Unknown | AskAgain | Written


def address_of(mode: RatingMode) -> Address:
    """Return the actor that keeps the ratings of a mode."""
    return Address("ratings", mode)

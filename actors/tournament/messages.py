"""Messages of a tournament actor."""

from msgspec import Struct

from actors.frames import From
from actors.match.owner import Ended, Resumed, Scored
from actors.player.following import OfFollowing
from actors.seats.seating import Declined, Reserved
from actors.tournament.formats.draw import Drawn
from actors.tournament.frames import Frame


class Show(Struct, frozen=True, tag=True):
    """Ask: the tournament as everybody may see it, as an encoded `TournamentView`; None: none."""


class Forget(Struct, frozen=True, tag=True):
    """Letter: an account is deleted."""

    player: str


# To itself.


class Someone(Struct, frozen=True):
    """What the store says of a player: None of who does not exist."""

    id: str
    name: str
    guest: bool
    moderates: bool = False
    rating: float | None = None


class Facts(Struct, frozen=True):
    """What a request needs to know: of its sender, and of the player whom it is about."""

    sender: Someone | None
    subject: Someone | None = None
    open_ones: int = 0


class Known(Struct, frozen=True, tag=True):
    """What the store has said about a request; None: it could not answer."""

    key: str
    facts: Facts | None


class Vanished(Struct, frozen=True, tag=True):
    """Whose accounts are gone, of those whom the tournament knows."""

    players: tuple[str, ...]


class Paired(Struct, frozen=True, tag=True):
    """The next round is paired; None: that has failed."""

    drawn: tuple[Drawn, ...] | None


class Due(Struct, frozen=True, tag=True):
    """Wake-up: a wait is over."""


class Retry(Struct, frozen=True, tag=True):
    """Timer: say again what nobody has answered."""


class Publish(Struct, frozen=True, tag=True):
    """Timer: show the readers what has changed."""


Letters = Ended | Forget | Due
Message = (
    From[Frame]
    | Show
    | Forget
    | Known
    | Vanished
    | Paired
    | Due
    | Retry
    | Publish
    | Resumed
    | Ended
    | Scored
    | Reserved
    | Declined
    | OfFollowing
)

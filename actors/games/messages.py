"""Messages of the games actor and the frames it sends."""

from msgspec import Struct, field

from actors.frames import ClientFrame, Id, RequestId, ServerFrame
from actors.player.following import OfFollowing
from actors.player.topic import OfTopic
from actors.pong.settings import Settings
from actors.seats.seating import Asked, OfSeats

# Frames from the page.


class Open(ClientFrame, frozen=True, tag="open"):
    """Offer a game, on the list or by its link only."""

    id: RequestId
    settings: Settings = field(default_factory=Settings)
    private: bool = False


class Close(ClientFrame, frozen=True, tag="close"):
    """Withdraw an offered game."""

    id: RequestId
    game: Id


class Join(ClientFrame, frozen=True, tag="join"):
    """Join an offered game."""

    id: RequestId
    game: Id


# Frames to the page.


class OpenGame(Struct, frozen=True):
    """A line of the list; ``points`` and ``win_by_two`` are those of ``settings``."""

    id: str
    host: str
    host_id: str
    points: int
    win_by_two: bool
    settings: Settings


class GamesView(ServerFrame, frozen=True, tag="games"):
    """The open games, and the one that the receiver offers, if any; only the newest counts."""

    games: tuple[OpenGame, ...]
    hosting: str | None


Request = Open | Close | Join
Message = Asked[Request] | OfSeats | OfFollowing | OfTopic

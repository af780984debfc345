"""Messages of the lobby actor and the frames it sends."""

from typing import Annotated

from msgspec import Meta, Struct, field

from actors.core.monitor import Down
from actors.frames import ClientFrame, From, Id, RequestId, ServerFrame
from actors.match.owner import FromMatch
from actors.pong.ai import Level
from actors.pong.court import Side
from actors.pong.settings import Settings

Name = Annotated[str, Meta(min_length=1, max_length=24)]

# Frames from the page.


class WatchLobby(ClientFrame, frozen=True, tag="watch_lobby"):
    """Send the list of open games with each change, or stop sending it."""

    on: bool


class Queue(ClientFrame, frozen=True, tag="queue"):
    """Play the next opponent who comes."""

    id: RequestId


class Unqueue(ClientFrame, frozen=True, tag="unqueue"):
    """Wait no longer."""

    id: RequestId


class Open(ClientFrame, frozen=True, tag="open"):
    """Offer a game: on the list, or by its link alone."""

    id: RequestId
    settings: Settings = field(default_factory=Settings)
    private: bool = False


class Close(ClientFrame, frozen=True, tag="close"):
    """Withdraw an offered game."""

    id: RequestId
    game: Id


class Join(ClientFrame, frozen=True, tag="join"):
    """Take an offered game."""

    id: RequestId
    game: Id


class Local(ClientFrame, frozen=True, tag="local"):
    """Two players on the sender's keyboard."""

    id: RequestId
    settings: Settings = field(default_factory=Settings)
    names: tuple[Name, Name] | None = None


class Machine(ClientFrame, frozen=True, tag="ai"):
    """A match against the AI."""

    id: RequestId
    level: Level = "medium"
    settings: Settings = field(default_factory=Settings)


# Frames to the page.


class OpenGame(Struct, frozen=True):
    """A line of the list."""

    id: str
    host: str
    host_id: str
    points: int
    win_by_two: bool


class LobbyView(ServerFrame, frozen=True, tag="lobby"):
    """The lobby as one player sees it; the newest one counts."""

    games: tuple[OpenGame, ...]
    waiting: int
    playing: int
    queued: bool
    hosting: str | None


class Matched(ServerFrame, frozen=True, tag="matched"):
    """A match was made; the page goes there and enters it."""

    match: str
    side: Side
    opponent: str


# From other actors.


class Absent(Struct, frozen=True, tag=True):
    """From a player: no connection is left."""

    player: str


class Present(Struct, frozen=True, tag=True):
    """From a player: there is a connection again."""

    player: str


class Gone(Struct, frozen=True, tag=True):
    """From a player: this connection has ended; what it watched is for nobody."""

    connection: str


class Parted(Struct, frozen=True, tag=True):
    """From presence: those whom a player has blocked, or who have blocked that player."""

    player: str
    others: frozenset[str]


class Renamed(Struct, frozen=True, tag=True):
    """From presence: a player who is there is called otherwise from now on."""

    player: str
    name: str


class Forget(Struct, frozen=True, tag=True):
    """Timer: an absent player's requests lapse."""

    player: str


class Insist(Struct, frozen=True, tag=True):
    """Timer: a player in the queue has waited for long enough to play anybody."""

    player: str


class Publish(Struct, frozen=True, tag=True):
    """Timer: tell the pages what has changed."""


Request = Queue | Unqueue | Open | Close | Join | Local | Machine
Message = (
    From[WatchLobby | Request]
    | Absent
    | Present
    | Gone
    | Parted
    | Renamed
    | FromMatch
    | Down
    | Forget
    | Insist
    | Publish
)

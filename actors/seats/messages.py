"""Messages of the seats actor and the frames it sends."""

from typing import Annotated

from msgspec import Meta, field

from actors.core.monitor import Down
from actors.frames import ClientFrame, From, RequestId, ServerFrame
from actors.games import messages as games
from actors.invitations import messages as invitations
from actors.match.owner import FromMatch
from actors.matchmaker import messages as queue
from actors.player.topic import Publish
from actors.pong.ai import Level
from actors.pong.settings import Settings
from actors.seats.seating import Abandoned, Propose, Released, Reserve, Sync

Name = Annotated[str, Meta(min_length=1, max_length=24)]

# Frames from the page.


class WatchLobby(ClientFrame, frozen=True, tag="watch_lobby"):
    """Show the open games, the queue and how many play, with each change, or stop showing them."""

    on: bool


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


class PlayingView(ServerFrame, frozen=True, tag="playing"):
    """How many matches go on; only the newest counts."""

    playing: int


Request = Local | Machine | queue.Request | games.Request | invitations.Request
Message = (
    From[WatchLobby | Request]
    | Propose
    | Reserve
    | Released
    | Abandoned
    | Sync
    | FromMatch
    | Down
    | Publish
)

"""Messages of the seats and the frames they send."""

from typing import Annotated

from msgspec import Meta, Struct, field

from actors.core.monitor import Down
from actors.frames import ClientFrame, From, RequestId, ServerFrame
from actors.games import messages as games
from actors.invitations import messages as invitations
from actors.match.owner import Ended, FromMatch
from actors.matchmaker import messages as queue
from actors.player.topic import Publish
from actors.pong.ai import Level
from actors.pong.settings import Settings
from actors.seats.seating import (
    Abandoned,
    Coming,
    Declined,
    Propose,
    Released,
    Reserve,
    Reserved,
    Sits,
    Sync,
)
from actors.seats.state import Lasting

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


# Among themselves.


class Count(Struct, frozen=True, tag=True):
    """From a part to the hall: how many matches go on of which it is the first."""

    part: str
    matches: int


class Total(Struct, frozen=True, tag=True):
    """From the hall: how many matches go on."""

    matches: int


class TellCount(Struct, frozen=True, tag=True):
    """Timer: tell how many matches go on."""


class TellTotal(Struct, frozen=True, tag=True):
    """Timer of the hall: tell how many matches go on."""


class Retry(Struct, frozen=True, tag=True):
    """Timer: another part has not answered."""


class Inherited(Struct, frozen=True, tag=True):
    """Letter from the hall: what the one actor knew that there was before the parts."""

    lasting: Lasting


Request = Local | Machine | queue.Request | games.Request | invitations.Request
Letter = Ended | Released | Abandoned | Inherited
OfMaking = Propose | Reserve | Reserved | Coming | Declined | Released | Abandoned | Retry
Own = Total | TellCount | Inherited
OfHall = Count | TellTotal
OfPart = From[WatchLobby | Request] | OfMaking | Sync | Sits | FromMatch | Down | Publish | Own
Message = OfPart | OfHall

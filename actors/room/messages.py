"""Messages of the room actor; see `actors.room.frames` for what pages send."""

from msgspec import Struct

from actors.frames import From
from actors.match.watching import Reconsider
from actors.player.following import OfFollowing
from actors.room.frames import Frame, History
from actors.room.notices import Announce
from store.moderation.records import Mute
from store.profiles.records import Role
from store.rooms.records import MadeRoom, Member, RoomEvent
from store.social.records import Circle


class Loaded(Struct, frozen=True, tag=True):
    """The newest events of the room, as the store has them; None: it could not say.

    ``made`` and ``members`` are those of a room that a player has made.
    """

    events: tuple[RoomEvent, ...] | None
    made: MadeRoom | None = None
    members: tuple[Member, ...] = ()


class Reload(Struct, frozen=True, tag=True):
    """Timer: ask the store once more."""


class Next(Struct, frozen=True, tag=True):
    """Take the next frame that had to wait for the store; one a turn, so that a crash loses one."""


class Facts(Struct, frozen=True):
    """What the store knows that a frame of a player needs.

    ``enters``: whether the player may be in the room. ``takes``: whether the other of a direct room
    may be written to. ``last`` is the largest number the player gave a line, ``known`` the line
    with the number that is said now, ``line`` the one that is to be changed. ``mutes`` keep the
    player from speaking. ``called`` is the name of the player who is to get a role, None if there
    is none of this id; ``owned`` counts the rooms of the one who asks.
    """

    enters: bool = True
    takes: bool = True
    last: int = 0
    known: RoomEvent | None = None
    line: RoomEvent | None = None
    role: Role = "player"
    guest: bool = False
    called: str | None = None
    owned: int = 0
    mutes: tuple[Mute, ...] = ()


class Checked(Struct, frozen=True, tag=True):
    """The facts for the first frame of a player that waits for them; None: the store is away."""

    player: str
    facts: Facts | None


class Fetched(Struct, frozen=True, tag=True):
    """Events for a page that asked, and whose blocks count; None: the store could not say."""

    asked: From[History]
    events: tuple[RoomEvent, ...] | None
    circle: Circle | None


class Marked(Struct, frozen=True, tag=True):
    """How far a player has read, None if nothing, and the other one of a direct room.

    ``new`` is the mark of who has read nothing yet. ``known``: the store could say.
    """

    player: str
    number: int | None
    seen: int | None
    new: int
    known: bool = True


class AskMark(Struct, frozen=True, tag=True):
    """Timer: ask the store once more how far a player has read."""

    player: str


class Counted(Struct, frozen=True, tag=True):
    """Of the events after a mark that the room does not remember, so many are unread lines."""

    player: str
    number: int
    older: int | None


class Admitted(Struct, frozen=True, tag=True):
    """Whether somebody who reads may still be in the room."""

    player: str
    may: bool


Message = (
    From[Frame]
    | Announce
    | Loaded
    | Reload
    | Next
    | Checked
    | Fetched
    | Marked
    | AskMark
    | Counted
    | Reconsider
    | Admitted
    | OfFollowing
)

"""Messages of the presence actor and the frames it sends."""

from typing import Literal

from msgspec import Struct

from actors.contact import Relation
from actors.frames import ClientFrame, From, RequestId, ServerFrame
from actors.player.messages import Profile, Where
from actors.player.topic import OfTopic
from store.moderation.records import Mute
from store.social.records import Circle, Friendship

# Frames from the page.


class ListFriends(ClientFrame, frozen=True, tag="friends"):
    """Ask for the presence of every friend; afterwards changes come unasked."""

    id: RequestId


# Frames to the page.


class FriendPresence(Struct, frozen=True):
    """A friend: with the match while ``playing``, and last seen while ``offline``, if shown."""

    player: str
    presence: Where
    match: str | None
    seen: int | None


class FriendList(ServerFrame, frozen=True, tag="friends"):
    """Every friend of the receiver."""

    id: str
    friends: tuple[FriendPresence, ...]


class PresenceChanged(ServerFrame, frozen=True, tag="presence"):
    """A friend came, went, or began something else; only the newest counts."""

    player: str
    presence: Where
    match: str | None
    seen: int | None


class OnlineView(ServerFrame, frozen=True, tag="online"):
    """How many players are connected, the invisible ones among them: a number names nobody."""

    online: int


class PersonView(Struct, frozen=True):
    """A person to show; ``avatar`` changes with the image; None: the drawn one."""

    id: str
    name: str
    avatar: str | None


class TieChanged(ServerFrame, frozen=True, tag="tie"):
    """What another person is to the receiver from now on, with their name and image."""

    player: PersonView
    relation: Relation


class ProfileChanged(ServerFrame, frozen=True, tag="profile"):
    """The receiver's own profile from now on."""

    player: Profile
    avatar: str | None


# From a player.


class Here(Struct, frozen=True, tag=True):
    """Where a player is, sent on each change; ``match`` is the match with a seat, if any."""

    player: str
    where: Literal["online", "away", "offline"]
    match: str | None


# From the gateway.


class Changed(Struct, frozen=True, tag=True):
    """A player's circle has changed in the store; ``tie`` is for the pages of that player."""

    player: str
    tie: TieChanged | None = None


class Renamed(Struct, frozen=True, tag=True):
    """A player has a new name or image in the store, or has become an account."""

    player: str


class Deleted(Struct, frozen=True, tag=True):
    """An account was deleted; ``others`` are those it had a tie with."""

    person: PersonView
    others: frozenset[str]


class Look(Struct, frozen=True, tag=True):
    """An ask, answered with a `FriendPresence`: where a player is, hidden from nobody."""

    player: str


# To itself.


class Loaded(Struct, frozen=True, tag=True):
    """The circle of a player and what mutes them, as read by load number ``load``."""

    player: str
    load: int
    circle: Circle
    mutes: tuple[Mute, ...]


class NotLoaded(Struct, frozen=True, tag=True):
    """The store could not say."""

    player: str
    load: int


class Reload(Struct, frozen=True, tag=True):
    """Timer: ask the store again."""

    player: str


class Introduced(Struct, frozen=True, tag=True):
    """Who a player is now, as read by question ``number``; None: the player no longer exists.

    ``relations`` is what the player is to others.
    """

    player: str
    number: int
    profile: ProfileChanged | None
    relations: dict[str, Relation]


class NotIntroduced(Struct, frozen=True, tag=True):
    """The store could not say."""

    player: str
    number: int


class Announce(Struct, frozen=True, tag=True):
    """Timer: tell friends what has changed."""


class Listed(Struct, frozen=True, tag=True):
    """The friends that a page asked for; None: the store could not say."""

    request: From[ListFriends]
    friendships: tuple[Friendship, ...] | None


class Noted(Struct, frozen=True, tag=True):
    """The time when a player was last seen is stored, or could not be."""


Message = (
    From[ListFriends]
    | Here
    | Changed
    | Renamed
    | Deleted
    | Look
    | Loaded
    | NotLoaded
    | Reload
    | Introduced
    | NotIntroduced
    | Announce
    | Listed
    | Noted
    | OfTopic
)

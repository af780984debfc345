"""Messages of the presence actor and the frames it sends."""

from typing import Literal

from msgspec import Struct

from actors.contact import Relation
from actors.frames import ClientFrame, From, RequestId, ServerFrame
from actors.player.messages import Profile
from store.social.records import Circle, Friendship

Where = Literal["online", "away", "playing", "offline"]

# Frames from the page.


class ListFriends(ClientFrame, frozen=True, tag="friends"):
    """Tell how it stands with every friend; afterwards changes come by themselves."""

    id: RequestId


# Frames to the page.


class FriendPresence(Struct, frozen=True):
    """A friend: the match while ``playing``, and while ``offline`` when seen last, if shown."""

    player: str
    presence: Where
    match: str | None
    seen: int | None


class FriendList(ServerFrame, frozen=True, tag="friends"):
    """Every friend of the receiver."""

    id: str
    friends: tuple[FriendPresence, ...]


class PresenceChanged(ServerFrame, frozen=True, tag="presence"):
    """A friend came, went, or began something else; the newest one counts."""

    player: str
    presence: Where
    match: str | None
    seen: int | None


class PersonView(Struct, frozen=True):
    """Somebody to show; ``avatar`` changes with the image, None: the drawn one."""

    id: str
    name: str
    avatar: str | None


class TieChanged(ServerFrame, frozen=True, tag="tie"):
    """What another one is to the receiver from now on, and how they are called and look."""

    player: PersonView
    relation: Relation


class ProfileChanged(ServerFrame, frozen=True, tag="profile"):
    """Who the receiver is from now on."""

    player: Profile
    avatar: str | None


# From a player.


class Here(Struct, frozen=True, tag=True):
    """Where a player is, each time that changes; ``match`` is the one with a seat, if any."""

    player: str
    where: Literal["online", "away", "offline"]
    match: str | None


# From the gateway.


class Changed(Struct, frozen=True, tag=True):
    """The store has news about a player's circle; ``tie`` is for the pages of that player."""

    player: str
    tie: TieChanged | None = None


class Renamed(Struct, frozen=True, tag=True):
    """In the store a player has another name or image, or an account."""

    player: str


class Deleted(Struct, frozen=True, tag=True):
    """Somebody is no more; ``others`` had to do with them."""

    person: PersonView
    others: frozenset[str]


class Look(Struct, frozen=True, tag=True):
    """Asked, and answered with a `FriendPresence`: where a player is, hidden from nobody."""

    player: str


# To itself.


class Loaded(Struct, frozen=True, tag=True):
    """The circle of a player, as load number ``load`` found it."""

    player: str
    load: int
    circle: Circle


class NotLoaded(Struct, frozen=True, tag=True):
    """The store could not say."""

    player: str
    load: int


class Reload(Struct, frozen=True, tag=True):
    """Timer: ask the store again."""

    player: str


class Introduced(Struct, frozen=True, tag=True):
    """Who a player is now, as question ``number`` found it; None: nobody any more.

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


class Publish(Struct, frozen=True, tag=True):
    """Timer: tell friends what has changed."""


class Listed(Struct, frozen=True, tag=True):
    """The friends that a page asked for; None: the store could not say."""

    request: From[ListFriends]
    friendships: tuple[Friendship, ...] | None


class Noted(Struct, frozen=True, tag=True):
    """When a player was seen last has been written down, or could not be."""


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
    | Publish
    | Listed
    | Noted
)

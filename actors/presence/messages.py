"""Messages of the presence actors and the frames it sends."""

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
    """A player's circle has changed in the store; ``tie`` is for the pages of that player.

    This and what follows goes to the part of that player.
    """

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


# From other parts, and from itself.


class News(Struct, frozen=True):
    """Where a player is now, for these friends."""

    about: FriendPresence
    friends: frozenset[str]


class Heard(Struct, frozen=True, tag=True):
    """What friends are to be told; they are players of this part, who may have gone."""

    news: tuple[News, ...]


class Brought(Struct, frozen=True, tag=True):
    """A frame for the pages of some players of this part."""

    frame: bytes
    players: frozenset[str]


class Inquire(Struct, frozen=True, tag=True):
    """What have the friends of these players been told? For list ``number`` of part ``by``."""

    by: str
    number: int
    players: tuple[str, ...]


class Known(Struct, frozen=True, tag=True):
    """The answer of a part: those of the players who are not offline."""

    number: int
    part: str
    friends: tuple[FriendPresence, ...]


class Present(Struct, frozen=True, tag=True):
    """To the first part: how many players of a part are here."""

    part: str
    here: int


class Others(Struct, frozen=True, tag=True):
    """From the first part: how many players of all other parts are here."""

    here: int


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


class AskAgain(Struct, frozen=True, tag=True):
    """Timer: ask the parts again that have not answered."""

    number: int


class Tally(Struct, frozen=True, tag=True):
    """Timer: tell the first part how many are here."""


class Share(Struct, frozen=True, tag=True):
    """Timer: tell all parts how many are here."""


class Listed(Struct, frozen=True, tag=True):
    """The friends in a list that a page asked for; None: the store could not say."""

    number: int
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
    | Heard
    | Brought
    | Inquire
    | Known
    | AskAgain
    | Listed
    | Present
    | Others
    | Tally
    | Share
    | Noted
    | OfTopic
)

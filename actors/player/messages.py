"""Messages of the player actor: frames of the session layer, and messages from other actors."""

from typing import Annotated, Literal

from msgspec import Meta, Struct

from actors.core.address import Address
from actors.frames import ClientFrame, From, Id, Milliseconds, ServerFrame
from store.moderation.records import Mute
from store.notifications.records import Note
from store.programs.records import Scope

Where = Literal["online", "away", "playing", "offline"]

# Frames from the page.


class Hello(ClientFrame, frozen=True, tag="hello"):
    """The first frame; names the session to resume and the last number seen, if any."""

    session: Id | None = None
    last: Annotated[int, Meta(ge=0)] = 0


class Ping(ClientFrame, frozen=True, tag="ping"):
    """The page measures the clock; ``at`` is its own time, ``ack`` the last number seen."""

    at: Milliseconds | Annotated[float, Meta(ge=0, le=2**53)]
    ack: Annotated[int, Meta(ge=0)] = 0


class Pong(ClientFrame, frozen=True, tag="pong"):
    """Answer to the server's ping, echoing its ``at``."""

    at: Milliseconds


class Away(ClientFrame, frozen=True, tag="away"):
    """Nobody is at this page now, or somebody is again; friends see it when all pages say so."""

    on: bool


class Watch(ClientFrame, frozen=True, tag="watch"):
    """Show this page a match in which the sender has no seat, in place of the one it watched.

    ``home`` is the sender's household: the gateway fills it in, a page leaves it empty.
    """

    match: Id
    home: Annotated[str, Meta(max_length=0)] = ""


class Unwatch(ClientFrame, frozen=True, tag="unwatch"):
    """The page shows something else."""

    match: Id


# Frames to the page.


class Profile(Struct, frozen=True, omit_defaults=True):
    """Who is signed in; ``bot`` is told of bots alone."""

    id: str
    name: str
    guest: bool
    bot: bool = False


class Welcome(ServerFrame, frozen=True, tag="welcome", omit_defaults=True):
    """First frame of a connection; ``match`` is the unfinished match the player has a seat in.

    ``scopes`` are those of an API token; without one they are left out.
    """

    session: str
    resumed: bool
    player: Profile
    now: int
    match: str | None
    scopes: tuple[Scope, ...] | None = None


class Resync(ServerFrame, frozen=True, tag="resync"):
    """Some frames of the session are lost: everything the page knew is void."""

    reason: str


class ServerPing(ServerFrame, frozen=True, tag="ping"):
    """Heartbeat; its answer measures the round trip. ``at`` is a mark to be echoed, not a time."""

    at: int


class ServerPong(ServerFrame, frozen=True, tag="pong"):
    """Answer to the page's ping with the server's clock."""

    at: int | float
    now: int


# From the gateway.


class Attach(Struct, frozen=True, tag=True):
    """A socket said hello; ``profile`` is the user signed in on it.

    ``connection`` is its id; the socket itself is an edge of the kernel (`Context.edges`).
    ``resumable``: its session waits for it to come back when it is lost. ``scopes`` are those of an
    API token.
    """

    connection: str
    profile: Profile
    hello: Hello
    resumable: bool = True
    scopes: tuple[Scope, ...] | None = None


class MuteView(Struct, frozen=True):
    """The player may not speak in a room ("": anywhere) until then (ms since the epoch).

    ``until`` None: for good. ``moderator`` is the name of whoever has said so.
    """

    room: str
    moderator: str
    reason: str
    until: int | None


class MutesView(ServerFrame, frozen=True, tag="mutes"):
    """All that keeps the player from speaking."""

    mutes: tuple[MuteView, ...]


def mutes_view(mutes: tuple[Mute, ...]) -> MutesView:
    """Return mutes as their player is told of them."""
    return MutesView(tuple(MuteView(m.room, m.moderator, m.reason, m.until) for m in mutes))


class Detach(Struct, frozen=True, tag=True):
    """A socket has ended, for whatever reason; may come long after a new one has attached."""

    connection: str


class Drained(Struct, frozen=True, tag=True):
    """A congested socket has room again."""

    connection: str


# From other actors.


class Deliver(Struct, frozen=True, tag=True, gc=False):
    """An encoded frame for the page.

    Without ``key`` it is numbered and kept for a resume. With a key it is motion: unnumbered, and
    on a congested socket only the newest frame of that key is sent. ``connection`` limits it to the
    session that asked; otherwise every session of the player gets it.
    """

    frame: bytes
    key: str | None = None
    connection: str | None = None


class Seated(Struct, frozen=True, tag=True):
    """The player has a seat in a match, entered by ``connection`` (None: not yet).

    ``instead`` is the connection that played before, if any.
    """

    match: str
    connection: str | None = None
    instead: str | None = None


class StillHere(Struct, frozen=True, tag=True):
    """From a match after a start: if this connection has ended, say so; that may have been lost."""

    match: str
    connection: str


class Unseated(Struct, frozen=True, tag=True):
    """The match is over."""

    match: str


class Report(Struct, frozen=True, tag=True):
    """From presence: tell again where this player is; the news may have been lost."""


class CircleKnown(Struct, frozen=True, tag=True):
    """From presence: who has blocked this player or is blocked by them, as the store has it now.

    ``changed``: the player's friends, blocks or privacy choices are not those known before.
    ``mutes`` are those in force; None: the store could not say.
    """

    parted: frozenset[str]
    changed: bool = False
    mutes: tuple[Mute, ...] | None = None


class Named(Struct, frozen=True, tag=True):
    """From presence: this player has a new name, image or account, shown by ``frame``."""

    name: str
    account: bool
    frame: bytes


class Follow(Struct, frozen=True, tag=True):
    """Tell ``by`` how this player is, now and after each change, by `Followed`. May be repeated.

    It ends with `Unfollow`, or when this player's actor ends, which a monitor tells. ``closely``:
    tell also where the player is.
    """

    by: Address
    closely: bool = False


class Unfollow(Struct, frozen=True, tag=True):
    """Tell ``by`` nothing more."""

    by: Address


class RoomLost(Struct, frozen=True, tag=True):
    """To itself: the actor of a room that the player reads was given up."""

    room: str


class Followed(Struct, frozen=True, tag=True):
    """From a player, to those who follow: whether a page of theirs is connected, and their name.

    ``parted`` is everybody who has blocked the player or is blocked by them. None: not known yet.
    ``mutes`` are what keeps them from speaking.
    ``where`` is told to who follows closely, and so is whether they are ``away`` from all pages,
    also while they play, and the ``delay`` of the best line, in ms, one way; None: not measured.
    """

    player: str
    here: bool
    name: str | None = None
    parted: frozenset[str] | None = None
    mutes: tuple[Mute, ...] = ()
    where: Where | None = None
    away: bool = False
    delay: int | None = None


class Notify(Struct, frozen=True, tag=True):
    """A note is in the player's inbox: say so on the pages."""

    note: Note


class InboxRead(Struct, frozen=True, tag=True):
    """The player has read notes, on one of the pages."""


class Tick(Struct, frozen=True, tag=True):
    """Timer: send heartbeats, drop the silent, forget old sessions."""


Frame = Ping | Pong | Away | Watch | Unwatch
Message = (
    Attach
    | Detach
    | Drained
    | Deliver
    | Seated
    | StillHere
    | Unseated
    | Report
    | CircleKnown
    | Named
    | Follow
    | Unfollow
    | RoomLost
    | Notify
    | InboxRead
    | Tick
    | From[Frame]
)

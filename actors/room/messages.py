"""Messages of the room actor and the frames it sends.

What happens in a room is an event with a number of its own. These frames carry no number of the
session: a page that has missed some asks for what came after the last event it has.
"""

from typing import Annotated, Literal

from msgspec import Meta, Struct

from actors.frames import ClientFrame, From, Id, RequestId, ServerFrame
from actors.player.following import OfFollowing
from store.rooms.records import RoomEvent
from store.social.records import Circle

LONGEST = 2000
"""Characters of a line."""
PAGE = 50
"""Events that one answer has at most."""
Text = Annotated[str, Meta(min_length=1, max_length=LONGEST)]
Number = Annotated[int, Meta(ge=0, le=2**53)]
Line = Annotated[int, Meta(ge=1, le=2**53)]
View = Annotated[str, Meta(max_length=32)]
EventKind = Literal["line", "gone", "hidden"]

# Frames from the page.


class Subscribe(ClientFrame, frozen=True, tag="subscribe"):
    """Tell this connection what happens in a room, beginning after event ``after``."""

    id: RequestId
    room: Id
    after: Number = 0
    view: View = ""


class Unsubscribe(ClientFrame, frozen=True, tag="unsubscribe"):
    """Tell this connection no longer what happens in a room."""

    room: Id


class Say(ClientFrame, frozen=True, tag="say"):
    """Say a line. ``line`` is the author's own number for it, above all they gave before.

    The same line again changes nothing, so it may be sent until it is answered.
    """

    id: RequestId
    room: Id
    line: Line
    text: Text


class History(ClientFrame, frozen=True, tag="history"):
    """Show the last events of a room before event ``before``."""

    id: RequestId
    room: Id
    before: Number


# Frames to the page.


class Event(Struct, frozen=True, omit_defaults=True):
    """Event ``number`` of a room. Of a ``gone`` or ``hidden`` one there is nothing to show."""

    number: int
    kind: EventKind
    at: int = 0
    author: str | None = None
    name: str = ""
    line: int = 0
    text: str = ""


class RoomView(ServerFrame, frozen=True, tag="room"):
    """The newest events of a room, whose last one is ``last``; they follow the event ``after``.

    What the page knows from there on, they replace. If ``after`` is above what it asked for, it
    asks for what is between. ``anew``: it forgets all it knows, as the blocks of its player have
    changed.
    """

    room: str
    last: int
    after: int
    events: tuple[Event, ...]
    anew: bool
    view: str


class Happened(ServerFrame, frozen=True, tag="event"):
    """Something has happened in a room."""

    room: str
    event: Event


class Head(ServerFrame, frozen=True, tag="head"):
    """The last event of a room, for a page that was not told of all; only the newest counts."""

    room: str
    last: int
    anew: bool = False


class HistoryPage(ServerFrame, frozen=True, tag="history"):
    """The answer to `History`: events, oldest first; ``more``: there are earlier ones."""

    id: str
    room: str
    events: tuple[Event, ...]
    more: bool


# To itself.


class Loaded(Struct, frozen=True, tag=True):
    """The newest events of the room, as the store has them; None: it could not say."""

    events: tuple[RoomEvent, ...] | None


class Reload(Struct, frozen=True, tag=True):
    """Timer: ask the store once more."""


class Next(Struct, frozen=True, tag=True):
    """Take the next frame that had to wait for the store; one a turn, so that a crash loses one."""


class Checked(Struct, frozen=True, tag=True):
    """What the store knows of an author whose next line waits.

    ``last`` is the largest number they gave, ``known`` the line with the number that waits.
    ``last`` is None if the store could not say.
    """

    player: str
    last: int | None
    known: RoomEvent | None


class Fetched(Struct, frozen=True, tag=True):
    """Events for a page that asked, and whose blocks count; None: the store could not say."""

    asked: From[History]
    events: tuple[RoomEvent, ...] | None
    circle: Circle | None


Request = Subscribe | Say | History
Frame = Request | Unsubscribe
Message = From[Frame] | Loaded | Reload | Next | Checked | Fetched | OfFollowing

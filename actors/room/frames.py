"""The frames of rooms.

What happens in a room is an event with a number of its own. The frames to pages carry no number of
the session, unless they answer a request: a page that has missed some asks for what came after the
last event it has.
"""

from typing import Annotated, Literal

from msgspec import Meta, Struct

from actors.frames import ClientFrame, Id, RequestId, ServerFrame
from actors.room.notices import Notice
from actors.room.roles import Role

LONGEST = 2000
"""Characters of a line."""
PAGE = 50
"""Events that one answer has at most."""
SLOWEST = 3600
"""Seconds that `Mode.slow` may be at most."""
Text = Annotated[str, Meta(min_length=1, max_length=LONGEST)]
Number = Annotated[int, Meta(ge=0, le=2**53)]
Line = Annotated[int, Meta(ge=1, le=2**53)]
View = Annotated[str, Meta(max_length=32)]
RoomName = Annotated[str, Meta(min_length=1, max_length=40)]
LONGEST_TOPIC = 200
Topic = Annotated[str, Meta(max_length=LONGEST_TOPIC)]
EventKind = Literal["line", "edit", "delete", "system", "mode", "topic", "member", "gone", "hidden"]


class Mode(Struct, frozen=True, forbid_unknown_fields=True):
    """Who may speak in a room, and how often.

    ``slow``: seconds between two lines of one author, 0 for no such rule. ``members``: guests may
    not speak. ``closed``: only moderators speak, whom the other two rules do not concern either.
    """

    slow: Annotated[int, Meta(ge=0, le=SLOWEST)] = 0
    members: bool = False
    closed: bool = False


# Frames from the page.


class Subscribe(ClientFrame, frozen=True, tag="subscribe"):
    """Tell this connection what happens in a room, beginning after event ``after``.

    ``view`` is that of the `RoomView` from which the page knows what comes before that.
    """

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


class Edit(ClientFrame, frozen=True, tag="edit"):
    """Give an own line another text. The same text again changes nothing."""

    id: RequestId
    room: Id
    number: Number
    text: Text


class Delete(ClientFrame, frozen=True, tag="delete"):
    """Delete an own line; moderators delete any. A line that is gone already stays so."""

    id: RequestId
    room: Id
    number: Number


class SetMode(ClientFrame, frozen=True, tag="mode"):
    """Set the mode of a room; for moderators."""

    id: RequestId
    room: Id
    mode: Mode


class Read(ClientFrame, frozen=True, tag="read"):
    """The player has read the room up to event ``number``. The mark only grows."""

    id: RequestId
    room: Id
    number: Number


class Type(ClientFrame, frozen=True, tag="typing"):
    """The player is writing a line."""

    room: Id


class Describe(ClientFrame, frozen=True, tag="describe"):
    """Make a room of one's own, or change what it is called and who finds it.

    ``room`` begins with "r."; who makes it draws the rest, so doing it again changes nothing. A
    ``public`` room everybody finds and may join.
    """

    id: RequestId
    room: Id
    name: RoomName
    topic: Topic = ""
    public: bool = False


class SetMember(ClientFrame, frozen=True, tag="member"):
    """Give a player a role in a room: oneself to join or leave it, others to invite or manage.

    ``role`` None: the player no longer belongs to the room.
    """

    id: RequestId
    room: Id
    player: Id
    role: Role | None


class History(ClientFrame, frozen=True, tag="history"):
    """Show the last events of a room before event ``before``, or the first ones after ``after``.

    One of the two is given.
    """

    id: RequestId
    room: Id
    before: Number | None = None
    after: Number | None = None


# Frames to the page.


class Described(Struct, frozen=True):
    """What a room that a player has made is called, is about, and whether everybody finds it."""

    name: str
    topic: str
    public: bool


class Joined(Struct, frozen=True, omit_defaults=True):
    """A player has a new role in the room; None: belongs to it no longer.

    ``heir`` is who owns it from now on, if that was the owner. ``invited``: they have never been
    a member; an invitation has come to nothing.
    """

    player: str
    name: str
    role: Role | None
    heir: str | None = None
    invited: bool = False


class Event(Struct, frozen=True, omit_defaults=True):
    """Event ``number`` of a room. Of a ``gone`` or ``hidden`` one there is nothing to show.

    An ``edit`` gives the line ``about`` another text, a ``delete`` takes it away. A line that was
    changed before says when that was, as ``edited``.
    """

    number: int
    kind: EventKind
    at: int = 0
    author: str | None = None
    name: str = ""
    line: int = 0
    text: str = ""
    about: int = 0
    edited: int | None = None
    notice: Notice | None = None
    mode: Mode | None = None
    room: Described | None = None
    member: Joined | None = None


class RoomView(ServerFrame, frozen=True, tag="room", omit_defaults=True):
    """The newest events of a room, whose last one is ``last``; they follow the event ``after``.

    What the page knows from there on, they replace. If ``after`` is above what it asked for, it
    asks for what is between. ``anew``: it forgets all it knows, and what it has asked for, as the
    blocks of its player have changed. ``view`` stands for those blocks, and tells nothing of them.
    """

    room: str
    last: int
    after: int
    events: tuple[Event, ...]
    anew: bool
    view: str
    mode: Mode
    made: Described | None = None
    role: Role | None = None


class Happened(ServerFrame, frozen=True, tag="event"):
    """Something has happened in a room."""

    room: str
    event: Event


class Head(ServerFrame, frozen=True, tag="head", omit_defaults=True):
    """The last event of a room, for a page that was not told of all; only the newest counts.

    ``anew``: it forgets all it knows, and subscribes again from the beginning.
    """

    room: str
    last: int
    anew: bool = False


class MarkView(ServerFrame, frozen=True, tag="mark"):
    """How far the player has read, and how many lines of others follow (at most `MOST_UNREAD`)."""

    room: str
    number: int
    unread: int


class Seen(ServerFrame, frozen=True, tag="seen"):
    """How far the other one of a direct room has read."""

    room: str
    number: int


class Typing(ServerFrame, frozen=True, tag="typing"):
    """Somebody is writing a line."""

    room: str
    player: str
    name: str


class Ring(ServerFrame, frozen=True, tag="ring"):
    """A room calls: pages subscribe to it, again if they did before.

    Something was said in it and no page of the player reads it, or a failure made it forget them.
    """

    room: str


class Unsubscribed(ServerFrame, frozen=True, tag="unsubscribed"):
    """This connection is told no longer what happens in a room: the player may not be in it."""

    room: str


class HistoryPage(ServerFrame, frozen=True, tag="history"):
    """The answer to `History`: events, oldest first; ``more``: there are further ones that way."""

    id: str
    room: str
    events: tuple[Event, ...]
    more: bool


Change = Say | Edit | Delete | SetMode | Describe | SetMember
Request = Change | Subscribe | History
Frame = Request | Read | Type | Unsubscribe
"""`Request` may need facts of the store, so those of one player are taken one by one."""

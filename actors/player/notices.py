"""What players are told in their inbox: each kind of notice, and the frames about it.

A notice holds facts, and no words of any language: a page, a mail or a push makes words of it.
"""

from typing import Literal

import msgspec
from msgspec import Struct

from actors.frames import ServerFrame
from store.notifications.records import Note


class NextFight(Struct, frozen=True, tag_field="kind", tag="next_fight"):
    """The receiver is next in a tournament: against ``opponent`` (an alias; None: not known yet).

    Who has not come at ``deadline`` (ms since the epoch, None: there is none) has not come at all.
    ``bot``: the opponent is one; an alias has no id to tell it by.
    """

    tournament: str
    name: str
    pairing: str
    opponent: str | None
    deadline: int | None
    bot: bool = False


class TournamentNews(Struct, frozen=True, tag_field="kind", tag="tournament"):
    """A tournament of the receiver goes on; ``place`` is theirs, where it is decided.

    ``check_in``: who takes part has to confirm that they are there. ``result``: one of the
    receiver's pairings is decided without play. ``over``: the tournament is.
    """

    tournament: str
    name: str
    what: Literal["check_in", "started", "result", "over", "cancelled"]
    place: int | None = None


class FriendAccepted(Struct, frozen=True, tag_field="kind", tag="friend_accepted"):
    """A player whom the receiver has asked is their friend."""

    player: str
    name: str


class Invited(Struct, frozen=True, tag_field="kind", tag="invited"):
    """A player invites the receiver, who is not there, to play; it ends at ``until`` (ms)."""

    player: str
    name: str
    until: int


class InvitationMissed(Struct, frozen=True, tag_field="kind", tag="invitation_missed"):
    """A player had invited the receiver to play, who was not there until it was over."""

    player: str
    name: str


class Muted(Struct, frozen=True, tag_field="kind", tag="muted"):
    """The receiver may not speak in a room ("": anywhere) until then (ms; None: for good)."""

    room: str
    moderator: str
    reason: str
    until: int | None


class NewDevice(Struct, frozen=True, tag_field="kind", tag="new_device"):
    """Somebody has signed in to the receiver's account with a browser that is new to it.

    ``device`` describes it, such as "Firefox on Linux"; ``address`` is that of its connection.
    """

    device: str
    address: str


FactorWhat = Literal["added", "removed", "recovery_used", "guessed", "copied"]


class FactorNews(Struct, frozen=True, tag_field="kind", tag="factor"):
    """Something was done with the second factor of the receiver's account.

    ``guessed``: somebody who knows the password has tried wrong codes. ``copied``: there seem to be
    two of a passkey.
    """

    what: FactorWhat


Notice = (
    NextFight
    | TournamentNews
    | FriendAccepted
    | Invited
    | InvitationMissed
    | Muted
    | NewDevice
    | FactorNews
)


class Notified(ServerFrame, frozen=True, tag="notified"):
    """A new note in the receiver's inbox, made at ``at`` (ms since the epoch), not read yet."""

    id: str
    at: int
    notice: Notice


class InboxChanged(ServerFrame, frozen=True, tag="inbox"):
    """Notes were read on another page: how many are unread has to be asked again."""


_decode = msgspec.json.Decoder(Notice).decode


def noted(note: str, player: str, notice: Notice, at: int, about: str | None = None) -> Note:
    """Return a notice as the store keeps it; see `Note`."""
    kind = str(notice.__struct_config__.tag)
    return Note(note, player, kind, msgspec.json.encode(notice).decode(), at, about)


def notice_of(note: Note) -> Notice:
    """Return what a note says."""
    return _decode(note.data)

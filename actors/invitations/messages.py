"""Messages of the invitations actor and the frames it sends."""

from typing import Literal

from msgspec import Struct, field

from actors.frames import ClientFrame, From, Id, RequestId, ServerFrame
from actors.player.following import OfFollowing
from actors.player.messages import Where
from actors.pong.settings import Settings
from actors.presence.messages import PersonView
from actors.seats.seating import Asked, Declined, Seated
from store.profiles.records import Profile
from store.social.records import Circle

Why = Literal["declined", "withdrawn", "expired", "playing"]

# Frames from the page.


class Invite(ClientFrame, frozen=True, tag="invite"):
    """Invite a player to a match. If they have invited the sender, it accepts that."""

    id: RequestId
    player: Id
    settings: Settings = field(default_factory=Settings)


class Accept(ClientFrame, frozen=True, tag="accept"):
    """Accept an invitation: there is a match."""

    id: RequestId
    invitation: Id


class Decline(ClientFrame, frozen=True, tag="decline"):
    """Decline an invitation."""

    id: RequestId
    invitation: Id


class Withdraw(ClientFrame, frozen=True, tag="withdraw"):
    """Take back an invitation of one's own."""

    id: RequestId
    invitation: Id


class Show(ClientFrame, frozen=True, tag="invitations"):
    """Show this page the open invitations of its player; later changes come unasked."""


# Frames to the page.


class Shown(Struct, frozen=True):
    """An open invitation to or from ``player``, from ``at`` to ``until`` (ms since the epoch).

    ``where`` the invited player is, for who has invited them and may see it; else None, and
    ``until`` is when it ends at the latest.
    """

    id: str
    player: PersonView
    settings: Settings
    at: int
    until: int
    where: Where | None


class InvitationsView(ServerFrame, frozen=True, tag="invitations"):
    """All open invitations of the receiver, oldest first; only the newest view counts."""

    sent: tuple[Shown, ...]
    received: tuple[Shown, ...]


class InvitationEnded(ServerFrame, frozen=True, tag="invitation_ended"):
    """An invitation to (``sent``) or from ``player`` came to nothing, not by the receiver's act.

    ``playing``: who has invited the receiver has another match by now.
    """

    invitation: str
    player: PersonView
    sent: bool
    why: Why


# To itself.


class Known(Struct, frozen=True):
    """The ``profile`` of a player to be invited; the image and circle of the one who invites."""

    avatar: str | None
    profile: Profile
    circle: Circle


class Found(Struct, frozen=True, tag=True):
    """What the store knows of the two; None: there is no such player. If ``told`` it could say."""

    key: str
    known: Known | None = None
    told: bool = True


class Barred(Struct, frozen=True, tag=True):
    """There is a block between the two of an invitation; ``by`` are those who block the other."""

    invitation: str
    by: frozenset[str]


class Expired(Struct, frozen=True, tag=True):
    """Timer: an invitation has been open for as long as it may."""

    invitation: str


Request = Invite | Accept | Decline | Withdraw
Message = Asked[Request] | From[Show] | Seated | Declined | Found | Barred | Expired | OfFollowing

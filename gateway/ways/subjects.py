"""What each kind of note is about, for how long it is worth telling, and how urgent it is. Pure."""

from hashlib import sha256
from typing import Literal, assert_never

from msgspec import Struct

from actors.player.notices import (
    FactorNews,
    FriendAccepted,
    InvitationMissed,
    Invited,
    Muted,
    NewDevice,
    NextFight,
    Notice,
    TournamentNews,
)
from store.notifications.records import Subject

Urgency = Literal["low", "normal", "high"]
MINUTE, HOUR = 60 * 1000, 3600 * 1000
"""Milliseconds."""
LONGEST = 12 * HOUR
"""Nothing is worth telling for longer."""
CALL_WITHOUT_DEADLINE = 10 * MINUTE
OF_TOURNAMENTS = {
    "check_in": 30 * MINUTE,
    "started": 30 * MINUTE,
    "result": 6 * HOUR,
    "over": LONGEST,
    "cancelled": LONGEST,
}

OTHERS: dict[type, tuple[Subject, Urgency]] = {
    FriendAccepted: ("friend", "low"),
    Muted: ("muted", "low"),
    NewDevice: ("new_device", "normal"),
    FactorNews: ("new_device", "normal"),
}


class Telling(Struct, frozen=True):
    """How a note is told. It is worth nothing from ``ends`` (ms) on; ``call``: to a match.

    A push takes the place of one that waits with the same ``topic`` (RFC 8030, 5.4).
    """

    subject: Subject
    ends: int
    urgency: Urgency
    topic: str
    call: bool = False


def telling(note: str, notice: Notice, at: int) -> Telling:
    """Return how a note of this id, made at this time (ms), is told."""
    match notice:
        case NextFight(tournament, deadline=deadline):
            ends = at + CALL_WITHOUT_DEADLINE if deadline is None else deadline
            topic = _topic("next_fight", tournament)
            return Telling("next_fight", min(ends, at + LONGEST), "high", topic, call=True)
        case TournamentNews(tournament, what=what):
            urgency: Urgency = "high" if what == "check_in" else "normal"
            topic = _topic("tournament", tournament)
            return Telling("tournament", at + OF_TOURNAMENTS[what], urgency, topic)
        case Invited(player, until=until):
            topic = _topic("invitation", player)
            return Telling("invitation", min(until, at + LONGEST), "high", topic)
        case InvitationMissed(player):
            topic = _topic("invitation", player)
            return Telling("invitation", at + LONGEST, "normal", topic)
        case FriendAccepted() | Muted() | NewDevice() | FactorNews():
            subject, urgency = OTHERS[type(notice)]
            return Telling(subject, at + LONGEST, urgency, _topic("note", note))
        case _:
            assert_never(notice)


def _topic(*parts: str) -> str:
    """Return a topic: at most 32 characters of the URL-safe alphabet."""
    return sha256(" ".join(parts).encode()).hexdigest()[:32]

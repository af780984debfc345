"""Messages between actors as bytes: every kind of actor says which messages it takes."""

from __future__ import annotations

from typing import Any

import msgspec
from msgspec import Struct

from actors.core.mailbox import ActorDown, ActorError
from actors.games.messages import Message as OfGames
from actors.invitations.messages import Message as OfInvitations
from actors.match.messages import Message as OfMatch
from actors.matchmaker.messages import Message as OfQueue
from actors.player.messages import Message as OfPlayer
from actors.presence.messages import FriendPresence
from actors.presence.messages import Message as OfPresence
from actors.ratings.messages import Message as OfRatings
from actors.room.messages import Message as OfRoom
from actors.seats.households import Message as OfHouseholds
from actors.seats.messages import Message as OfSeats
from actors.tournament.messages import Message as OfTournament

TAKES: dict[str, Any] = {
    "seats": OfSeats,
    "households": OfHouseholds,
    "queue": OfQueue,
    "games": OfGames,
    "invitations": OfInvitations,
    "presence": OfPresence,
    "player": OfPlayer,
    "match": OfMatch,
    "room": OfRoom,
    "ratings": OfRatings,
    "tournament": OfTournament,
}
"""For each kind of actor in `actors.tree`, the union of its messages."""
ANSWERS: dict[str, Any] = {"presence": FriendPresence, "tournament": bytes | None}
"""For each kind of actor that is asked, the type of its answers."""

encode = msgspec.msgpack.Encoder().encode
_messages = {kind: msgspec.msgpack.Decoder(union) for kind, union in TAKES.items()}
_answers = {kind: msgspec.msgpack.Decoder(union) for kind, union in ANSWERS.items()}


def decode(kind: str, data: bytes) -> Any:
    """Return a message to an actor of this kind; raises KeyError, msgspec.DecodeError."""
    return _messages[kind].decode(data)


def decode_answer(kind: str, data: bytes) -> Any:
    """Return the answer of an actor of this kind; raises KeyError, msgspec.DecodeError."""
    return _answers[kind].decode(data)


def page_of(message: Any) -> str | None:
    """Return the connection of the page that a message comes from, if it names one."""
    origin = getattr(message, "origin", None)
    return getattr(message if origin is None else origin, "connection", None)


class Failed(Struct, frozen=True):
    """Why an ask has failed at the other end; ``reason`` is that of `ActorDown`, if it is one."""

    reason: str
    text: str

    def error(self, asked: Any) -> ActorError:
        """Return the error that the asker sees."""
        return ActorDown(asked, self.reason) if self.reason else ActorError(self.text)


def failed(error: Exception) -> Failed:
    """Return the form in which an error travels."""
    return Failed(error.reason if isinstance(error, ActorDown) else "", str(error))

"""Decodes a page's message to a frame, and finds the actor the frame goes to."""

from collections.abc import Callable
from typing import cast, get_args

import msgspec

from actors.core.address import Address
from actors.frames import ClientFrame, Error, Origin, RequestId
from actors.games import messages as games
from actors.invitations import messages as invitations
from actors.match import messages as match
from actors.matchmaker import messages as queue
from actors.player import messages as player
from actors.presence import messages as presence
from actors.presence.parts import presence_of
from actors.room import frames as room
from actors.seats import messages as seats
from actors.seats.parts import seats_of
from actors.tournament import frames as tournament
from gateway.http.fields import NO_JSON, explain
from gateway.socket.spelled import Misspelt, spelled

MAX_MESSAGE = 32_768
"""The most bytes of one message: the longest line, if all its characters are escaped, and more."""

Lobby = seats.WatchLobby | seats.Request
Lists = presence.ListFriends | invitations.Show
Request = player.Frame | match.Frame | Lobby | Lists | room.Frame | tournament.Frame
Frame = player.Hello | Request


class Refused(Exception):
    """The message was refused and changes nothing; ``error`` is the frame that says why."""

    def __init__(self, error: Error) -> None:
        super().__init__(error.detail)
        self.error = error


class _Identified(msgspec.Struct):
    id: RequestId | None = None


_frames = msgspec.json.Decoder(Frame)
_ids = msgspec.json.Decoder(_Identified)


def decode(data: bytes) -> Frame:
    """Return the frame in one message; raises Refused and nothing else."""
    if len(data) > MAX_MESSAGE:
        raise Refused(Error("too_large", f"A message has at most {MAX_MESSAGE} bytes."))
    try:
        frame = _frames.decode(data)
    except NO_JSON as error:
        raise Refused(_error(error, data)) from None
    try:
        return spelled(frame)
    except Misspelt as error:
        request = getattr(frame, "id", None)
        raise Refused(Error("malformed", str(error), request)) from None


def _error(error: Exception, data: bytes) -> Error:
    """Make the error frame, with the id of the request if that can be read."""
    detail, field = explain(error)
    if field == "t" and detail.startswith("Invalid value"):
        code, detail = "unknown_frame", "There is no frame of this type in `t`."
    else:
        code, detail = "malformed", f"{field}: {detail}" if field else detail
    try:
        return Error(code, detail, _ids.decode(data).id)
    except NO_JSON:
        return Error(code, detail)


def _to_player(_: ClientFrame, origin: Origin) -> Address:
    return Address("player", origin.player)


def _to_match(frame: ClientFrame, _: Origin) -> Address:
    return Address("match", cast("match.Frame", frame).match)


def _to_seats(_: ClientFrame, origin: Origin) -> Address:
    return seats_of(origin.player)


def _to_room(frame: ClientFrame, _: Origin) -> Address:
    return Address("room", cast("room.Frame", frame).room)


def _to_tournament(frame: ClientFrame, _: Origin) -> Address:
    return Address("tournament", cast("tournament.Frame", frame).tournament)


def _to_invitations(_: ClientFrame, __: Origin) -> Address:
    return INVITATIONS


def _to_presence(_: ClientFrame, origin: Origin) -> Address:
    return presence_of(origin.player)


INVITATIONS = Address("invitations")
ROUTES: dict[type[ClientFrame], Callable[[ClientFrame, Origin], Address]] = {
    player.Ping: _to_player,
    player.Pong: _to_player,
    player.Away: _to_player,
    player.Watch: _to_player,
    player.Unwatch: _to_player,
    match.Enter: _to_match,
    match.Exit: _to_match,
    match.Suspend: _to_match,
    match.Press: _to_match,
    match.Resign: _to_match,
    match.Look: _to_match,
    match.Rematch: _to_match,
    seats.WatchLobby: _to_seats,
    queue.Queue: _to_seats,
    queue.Unqueue: _to_seats,
    queue.AnswerCall: _to_seats,
    games.Open: _to_seats,
    games.Close: _to_seats,
    games.Join: _to_seats,
    **dict.fromkeys(get_args(invitations.Request), _to_seats),
    invitations.Show: _to_invitations,
    seats.Local: _to_seats,
    seats.Machine: _to_seats,
    presence.ListFriends: _to_presence,
    **dict.fromkeys(get_args(room.Frame), _to_room),
    **dict.fromkeys(get_args(tournament.Frame), _to_tournament),
}


def address(frame: Request, origin: Origin) -> Address:
    """Return the actor a frame goes to."""
    return ROUTES[type(frame)](frame, origin)

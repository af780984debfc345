"""Rooms over HTTP: see docs/protocol.md, sections 8 and 9."""

from collections.abc import Callable
from functools import partial

import msgspec
from msgspec import Struct
from quart import Blueprint, Response

from actors.frames import Id
from actors.room.frames import (
    Delete,
    Describe,
    Edit,
    Event,
    History,
    HistoryPage,
    Line,
    Mode,
    Number,
    Read,
    Request,
    RoomName,
    Say,
    SetMember,
    SetMode,
    Text,
    Topic,
)
from actors.room.roles import Role
from gateway.api.common import answer, done
from gateway.api.describe import operation
from gateway.api.query import query
from gateway.auth.rules import invalid
from gateway.http.body import read
from gateway.http.problems import FieldError
from gateway.play.connection import Heard
from gateway.play.connections import HttpConnections
from gateway.play.refusals import check_id, refused

PATH = {"room_id": Id}
MEMBER_PATH = {"room_id": Id, "player_id": Id}
LINE_PATH = {"room_id": Id, "number": Number}
NEWEST = 2**53
"""A number above those of all events."""


class NewLine(Struct, forbid_unknown_fields=True):
    """What somebody says; ``line`` is their own number for it."""

    line: Line
    text: Text


class NewText(Struct, forbid_unknown_fields=True):
    """The text that a line has from now on."""

    text: Text


class NewMark(Struct, forbid_unknown_fields=True):
    """The last event that the player has read."""

    number: Number


class NewRoom(Struct, forbid_unknown_fields=True):
    """What a room is called and about; a ``public`` one everybody finds and may join."""

    name: RoomName
    topic: Topic = ""
    public: bool = False


class NewRole(Struct, forbid_unknown_fields=True):
    """The role that a player has from now on."""

    role: Role


class LinesAnswer(Struct):
    """Events of a room, oldest first; ``more``: there are further ones that way."""

    events: tuple[Event, ...]
    more: bool


def routes(connections: HttpConnections) -> Blueprint:
    """Make the routes."""
    handlers = Rooms(connections)
    blueprint = Blueprint("rooms", __name__)
    blueprint.get("/rooms/<room_id>/lines")(handlers.list_lines)
    blueprint.post("/rooms/<room_id>/lines")(handlers.say)
    blueprint.patch("/rooms/<room_id>/lines/<number>")(handlers.edit)
    blueprint.delete("/rooms/<room_id>/lines/<number>")(handlers.delete)
    blueprint.put("/rooms/<room_id>/mark")(handlers.mark)
    blueprint.put("/rooms/<room_id>/mode")(handlers.set_mode)
    blueprint.put("/rooms/<room_id>")(handlers.describe)
    blueprint.put("/rooms/<room_id>/members/<player_id>")(handlers.set_member)
    blueprint.delete("/rooms/<room_id>/members/<player_id>")(handlers.remove_member)
    return blueprint


class Rooms:
    """The handlers of the resource."""

    def __init__(self, connections: HttpConnections) -> None:
        self._connections = connections

    @operation(
        by="token",
        scope="chat",
        answer=LinesAnswer,
        problems=(401, 404, 422, 429),
        path=PATH,
        query={"before": Number | None, "after": Number | None},
    )
    async def list_lines(self, room_id: str) -> Response:
        """Show the last fifty events of a room, or of those before a number, or the next ones."""
        me = await self._connections.mine()
        check_id(room_id, "no_such_room")
        asked = query("before", "after")
        before, after = (_number(name, asked.get(name)) for name in ("before", "after"))
        if before is None and after is None:
            before = NEWEST
        request = me.new_id()
        frame = History(request, room_id, before, after)
        said = await me.hope(partial(_answers, request), frame)
        page = msgspec.json.decode(said, type=HistoryPage)
        return answer(LinesAnswer(page.events, page.more))

    @operation(
        by="token",
        scope="chat",
        body=NewLine,
        status=204,
        problems=(401, 403, 404, 409, 429),
        path=PATH,
    )
    async def say(self, room_id: str) -> Response:
        """Say a line. The same line again changes nothing."""
        body = await read(NewLine)
        return await self._ask(room_id, lambda id_: Say(id_, room_id, body.line, body.text))

    @operation(
        by="token",
        scope="chat",
        body=NewText,
        status=204,
        problems=(401, 403, 404, 409, 429),
        path=LINE_PATH,
    )
    async def edit(self, room_id: str, number: str) -> Response:
        """Give an own line another text, for 15 minutes."""
        body, line = await read(NewText), _line(number)
        return await self._ask(room_id, lambda id_: Edit(id_, room_id, line, body.text))

    @operation(by="token", status=204, problems=(401, 403, 404, 409, 429), path=LINE_PATH)
    async def delete(self, room_id: str, number: str) -> Response:
        """Delete an own line, for 15 minutes; moderators delete any."""
        line = _line(number)
        return await self._ask(room_id, lambda id_: Delete(id_, room_id, line))

    @operation(
        by="token", scope="chat", body=NewMark, status=204, problems=(401, 404, 429), path=PATH
    )
    async def mark(self, room_id: str) -> Response:
        """Note how far one has read a room. A mark only grows."""
        body = await read(NewMark)
        return await self._ask(room_id, lambda id_: Read(id_, room_id, body.number))

    @operation(by="token", body=Mode, status=204, problems=(401, 403, 404, 429), path=PATH)
    async def set_mode(self, room_id: str) -> Response:
        """Set who may speak in a room, and how often; for moderators."""
        mode = await read(Mode)
        return await self._ask(room_id, lambda id_: SetMode(id_, room_id, mode))

    @operation(
        by="token",
        scope="chat",
        body=NewRoom,
        status=204,
        problems=(401, 403, 404, 409, 422, 429),
        path=PATH,
    )
    async def describe(self, room_id: str) -> Response:
        """Make a room, whose id begins with "r.", or change what it is called and who finds it."""
        body = await read(NewRoom)
        about = body.name, body.topic, body.public
        return await self._ask(room_id, lambda id_: Describe(id_, room_id, *about))

    @operation(
        by="token",
        scope="chat",
        body=NewRole,
        status=204,
        problems=(401, 403, 404, 409, 422, 429),
        path=MEMBER_PATH,
    )
    async def set_member(self, room_id: str, player_id: str) -> Response:
        """Join a room, invite somebody into it, or give a member another role."""
        body = await read(NewRole)
        check_id(player_id, "no_such_player")
        return await self._ask(room_id, lambda id_: SetMember(id_, room_id, player_id, body.role))

    @operation(
        by="token", scope="chat", status=204, problems=(401, 403, 404, 429), path=MEMBER_PATH
    )
    async def remove_member(self, room_id: str, player_id: str) -> Response:
        """Leave a room, or remove somebody from it."""
        check_id(player_id, "no_such_player")
        return await self._ask(room_id, lambda id_: SetMember(id_, room_id, player_id, None))

    async def _ask(self, room_id: str, frame: Callable[[str], Request | Read]) -> Response:
        me = await self._connections.mine()
        check_id(room_id, "no_such_room")
        request = me.new_id()
        (await me.ask(request, frame(request))).check()
        return done()


def _line(text: str) -> int:
    """Return the number of a line in a path; what is no number is no line."""
    if not _is_number(text):
        raise refused("no_such_line", "There is no line of this number.")
    return int(text)


def _number(name: str, text: str | None) -> int | None:
    if text is None:
        return None
    if not _is_number(text):
        raise invalid(FieldError(name, "number", f"`{name}` is the number of an event."))
    return int(text)


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdecimal() and len(text) < len(str(NEWEST))


def _answers(request: str, heard: Heard) -> bool:
    return heard.id == request and heard.t in {"history", "error"}

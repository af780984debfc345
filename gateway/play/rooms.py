"""Rooms over HTTP: see docs/protocol.md, sections 8 and 9."""

from functools import partial

import msgspec
from msgspec import Struct
from quart import Blueprint, Response

from actors.frames import Id
from actors.room.messages import Event, History, HistoryPage, Line, Number, Say, Text
from gateway.api.common import answer, done
from gateway.api.describe import operation
from gateway.api.query import query
from gateway.auth.rules import invalid
from gateway.http.body import read
from gateway.http.problems import FieldError
from gateway.play.connection import Heard
from gateway.play.connections import HttpConnections
from gateway.play.refusals import check_id

PATH = {"room_id": Id}
NEWEST = 2**53
"""A number above those of all events."""


class NewLine(Struct, forbid_unknown_fields=True):
    """What somebody says; ``line`` is their own number for it."""

    line: Line
    text: Text


class LinesAnswer(Struct):
    """Events of a room, oldest first; ``more``: there are earlier ones."""

    events: tuple[Event, ...]
    more: bool


def routes(connections: HttpConnections) -> Blueprint:
    """Make the routes."""
    handlers = Rooms(connections)
    blueprint = Blueprint("rooms", __name__)
    blueprint.get("/rooms/<room_id>/lines")(handlers.list_lines)
    blueprint.post("/rooms/<room_id>/lines")(handlers.say)
    return blueprint


class Rooms:
    """The handlers of the resource."""

    def __init__(self, connections: HttpConnections) -> None:
        self._connections = connections

    @operation(
        by="token",
        answer=LinesAnswer,
        problems=(401, 404, 422, 429),
        path=PATH,
        query={"before": Number | None},
    )
    async def list_lines(self, room_id: str) -> Response:
        """Show the last fifty events of a room, or of those before a number."""
        me = await self._connections.mine()
        check_id(room_id, "no_such_room")
        before = _number("before", query("before").get("before"))
        request = me.new_id()
        said = await me.hope(partial(_answers, request), History(request, room_id, before))
        page = msgspec.json.decode(said, type=HistoryPage)
        return answer(LinesAnswer(page.events, page.more))

    @operation(by="token", body=NewLine, status=204, problems=(401, 404, 409, 429), path=PATH)
    async def say(self, room_id: str) -> Response:
        """Say a line. The same line again changes nothing."""
        me = await self._connections.mine()
        check_id(room_id, "no_such_room")
        body, request = await read(NewLine), me.new_id()
        (await me.ask(request, Say(request, room_id, body.line, body.text))).check()
        return done()


def _number(name: str, text: str | None) -> int:
    if text is None:
        return NEWEST
    if not (text.isascii() and text.isdecimal() and len(text) < len(str(NEWEST))):
        raise invalid(FieldError(name, "number", f"`{name}` is the number of an event."))
    return int(text)


def _answers(request: str, heard: Heard) -> bool:
    return heard.id == request and heard.t in {"history", "error"}

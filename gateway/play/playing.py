"""Matches that are played over HTTP: see docs/protocol.md, sections 4 and 8."""

from typing import Literal

from msgspec import Struct, field
from quart import Blueprint, Response

from actors.match.messages import Press, Suspend
from actors.pong.ai import Level
from actors.pong.court import Side
from actors.pong.settings import Settings
from actors.seats.messages import Local, Machine, Name
from gateway.api.common import answer, done, milliseconds
from gateway.api.describe import operation
from gateway.api.matches import MatchId
from gateway.http.body import read
from gateway.play.connection import HttpConnection
from gateway.play.connections import HttpConnections, act, enter, look, resign
from gateway.play.games import MatchMade
from gateway.play.refusals import check_id
from gateway.play.state import StateAnswer, state

PATH = {"match_id": MatchId}


class AgainstTheMachine(Struct, forbid_unknown_fields=True, tag_field="mode", tag="ai"):
    """A match against the machine."""

    level: Level = "medium"
    settings: Settings = field(default_factory=Settings)


class OnOneKeyboard(Struct, forbid_unknown_fields=True, tag_field="mode", tag="local"):
    """A match between two players on one session."""

    settings: Settings = field(default_factory=Settings)
    names: tuple[Name, Name] | None = None


NewMatch = AgainstTheMachine | OnOneKeyboard


class Key(Struct, forbid_unknown_fields=True):
    """A paddle moves up (-1), stands (0), or moves down (1); give ``side`` if you play both."""

    dir: Literal[-1, 0, 1]
    side: Side | None = None


class Pausing(Struct, forbid_unknown_fields=True):
    """Whether the match shall stand still."""

    on: bool


def routes(connections: HttpConnections) -> Blueprint:
    """Make the routes."""
    handlers = Playing(connections)
    blueprint = Blueprint("playing", __name__)
    blueprint.post("/matches")(handlers.make)
    blueprint.get("/matches/<match_id>/state")(handlers.read_state)
    blueprint.post("/matches/<match_id>/enter")(handlers.enter)
    blueprint.post("/matches/<match_id>/press")(handlers.press)
    blueprint.post("/matches/<match_id>/pause")(handlers.pause)
    blueprint.post("/matches/<match_id>/resign")(handlers.resign)
    return blueprint


class Playing:
    """The handlers of the resource."""

    def __init__(self, connections: HttpConnections) -> None:
        self._connections = connections

    @operation(
        by="token",
        scope="play",
        body=NewMatch,
        answer=MatchMade,
        status=201,
        problems=(401, 409, 429),
    )
    async def make(self) -> Response:
        """Begin a match against the machine, or between two on one keyboard."""
        me = await self._connections.mine()
        body: NewMatch = await read(NewMatch)  # pyright: ignore[reportArgumentType] - a union
        request = me.new_id()
        if isinstance(body, AgainstTheMachine):
            made = await me.ask(request, Machine(request, body.level, body.settings))
        else:
            made = await me.ask(request, Local(request, body.settings, body.names))
        made.check()
        return answer(MatchMade(made.made), 201)

    @operation(
        by="token", scope="read", answer=StateAnswer, problems=(401, 403, 404, 409, 429), path=PATH
    )
    async def read_state(self, match_id: str) -> Response:
        """Tell how a match stands that one plays, or may watch."""
        return self._state(await look(await self._playing(match_id), match_id))

    @operation(
        by="token", scope="play", answer=StateAnswer, problems=(401, 403, 404, 409, 429), path=PATH
    )
    async def enter(self, match_id: str) -> Response:
        """Take one's seat in a match, in place of another page or program of one's own."""
        return self._state(await enter(await self._playing(match_id), match_id))

    @operation(
        by="token",
        scope="play",
        body=Key,
        answer=StateAnswer,
        problems=(401, 403, 404, 409, 429),
        path=PATH,
    )
    async def press(self, match_id: str) -> Response:
        """Press a key: it counts from now."""
        me, key = await self._playing(match_id), await read(Key)
        at = milliseconds(self._connections.services)
        return self._state(await act(me, match_id, Press(match_id, key.dir, at, key.side)))

    @operation(
        by="token",
        scope="play",
        body=Pausing,
        answer=StateAnswer,
        problems=(401, 403, 404, 409, 429),
        path=PATH,
    )
    async def pause(self, match_id: str) -> Response:
        """Pause a match without an opponent, or go on with it."""
        me, pausing = await self._playing(match_id), await read(Pausing)
        return self._state(await act(me, match_id, Suspend(match_id, pausing.on)))

    @operation(by="token", scope="play", status=204, problems=(401, 403, 404, 409, 429), path=PATH)
    async def resign(self, match_id: str) -> Response:
        """Leave a match on purpose: the opponent wins."""
        await resign(await self._playing(match_id), match_id)
        return done()

    async def _playing(self, match_id: str) -> HttpConnection:
        me = await self._connections.mine()
        check_id(match_id, "no_such_match")
        return me

    def _state(self, frame: bytes) -> Response:
        return answer(state(frame, self._connections.services.now()))

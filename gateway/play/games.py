"""Open games over HTTP: see docs/protocol.md, sections 3 and 8."""

import msgspec
from msgspec import Struct, field
from quart import Blueprint, Response

from actors.frames import Id
from actors.games.messages import Close, GamesView, Join, Open, OpenGame
from actors.pong.settings import Settings
from gateway.api.common import answer, done
from gateway.api.describe import operation
from gateway.http.body import read
from gateway.play.connections import HttpConnections, lobby
from gateway.play.refusals import check_id

PATH = {"game_id": Id}


class NewGame(Struct, forbid_unknown_fields=True):
    """A game to offer, on the list or by its link only."""

    settings: Settings = field(default_factory=Settings)
    private: bool = False


class GameAnswer(Struct):
    """The game that is open now."""

    game: str


class MatchMade(Struct):
    """The match that was made: enter it within ten seconds."""

    match: str


class GamesAnswer(Struct):
    """The list as the player sees it, and the game that the player offers."""

    games: tuple[OpenGame, ...]
    hosting: str | None


def routes(connections: HttpConnections) -> Blueprint:
    """Make the routes."""
    handlers = Games(connections)
    blueprint = Blueprint("games", __name__)
    blueprint.get("/games")(handlers.list_all)
    blueprint.post("/games")(handlers.open)
    blueprint.delete("/games/<game_id>")(handlers.close)
    blueprint.post("/games/<game_id>/join")(handlers.join)
    return blueprint


class Games:
    """The handlers of the resource."""

    def __init__(self, connections: HttpConnections) -> None:
        self._connections = connections

    @operation(by="token", scope="read", answer=GamesAnswer, problems=(401, 429))
    async def list_all(self) -> Response:
        """List the open games."""
        me = await self._connections.mine()
        view = msgspec.json.decode(await lobby(me, "games"), type=GamesView)
        return answer(GamesAnswer(view.games, view.hosting))

    @operation(
        by="token",
        scope="play",
        body=NewGame,
        answer=GameAnswer,
        status=201,
        problems=(401, 409, 429),
    )
    async def open(self) -> Response:
        """Offer a game, or change the one that is offered."""
        me = await self._connections.mine()
        body, request = await read(NewGame), me.new_id()
        opened = await me.ask(request, Open(request, body.settings, body.private))
        opened.check()
        return answer(GameAnswer(opened.game), 201)

    @operation(by="token", scope="play", status=204, problems=(401, 404, 429), path=PATH)
    async def close(self, game_id: str) -> Response:
        """Withdraw a game."""
        me = await self._connections.mine()
        check_id(game_id, "no_such_game")
        request = me.new_id()
        (await me.ask(request, Close(request, game_id))).check()
        return done()

    @operation(by="token", scope="play", answer=MatchMade, problems=(401, 404, 409, 429), path=PATH)
    async def join(self, game_id: str) -> Response:
        """Take a game: there is a match."""
        me = await self._connections.mine()
        check_id(game_id, "no_such_game")
        request = me.new_id()
        joined = await me.ask(request, Join(request, game_id))
        joined.check()
        return answer(MatchMade(joined.made))

"""The queue for a quick match over HTTP: see docs/protocol.md, sections 3 and 8."""

import msgspec
import quart
from msgspec import Struct
from quart import Blueprint, Response

from actors.matchmaker.messages import KindView, PlaceView, Queue, Unqueue, WaitingView
from actors.ratings.modes import RatingMode
from gateway.api.common import answer, done
from gateway.api.describe import operation
from gateway.http.body import read
from gateway.play.connection import HttpConnection
from gateway.play.connections import HttpConnections, lobby


class Wish(Struct, forbid_unknown_fields=True):
    """What one waits for; ``rated``: its result counts for the ratings of both."""

    mode: RatingMode = "classic"
    rated: bool = False


class QueueAnswer(Struct):
    """Whether the player waits, how many do, and the player's match, if one was made or goes on.

    ``kinds`` and ``place`` are as in the frame `waiting`.
    """

    queued: bool
    waiting: int
    match: str | None
    kinds: tuple[KindView, ...]
    place: PlaceView | None


def routes(connections: HttpConnections) -> Blueprint:
    """Make the routes."""
    handlers = Places(connections)
    blueprint = Blueprint("queue", __name__)
    blueprint.get("/queue")(handlers.read)
    blueprint.post("/queue")(handlers.enter)
    blueprint.delete("/queue")(handlers.leave)
    return blueprint


class Places:
    """The handlers of the resource: the player's own place in the queue."""

    def __init__(self, connections: HttpConnections) -> None:
        self._connections = connections

    @operation(by="token", scope="read", answer=QueueAnswer, problems=(401, 429))
    async def read(self) -> Response:
        """Tell whether one waits for an opponent, or has a match."""
        me = await self._connections.mine()
        return answer(await _answer(me))

    @operation(
        by="token", scope="play", body=Wish, answer=QueueAnswer, problems=(401, 403, 409, 429)
    )
    async def enter(self) -> Response:
        """Wait for the next opponent; without a body, for a casual match in the classic mode."""
        me = await self._connections.mine()
        body = await read(Wish) if await quart.request.get_data() else Wish()
        request = me.new_id()
        (await me.ask(request, Queue(request, body.mode, body.rated))).check()
        return answer(await _answer(me))

    @operation(by="token", scope="play", status=204, problems=(401, 429))
    async def leave(self) -> Response:
        """Wait no longer."""
        me = await self._connections.mine()
        request = me.new_id()
        (await me.ask(request, Unqueue(request))).check()
        return done()


async def _answer(me: HttpConnection) -> QueueAnswer:
    view = msgspec.json.decode(await lobby(me, "waiting"), type=WaitingView)
    return QueueAnswer(view.queued, view.waiting, me.match, view.kinds, view.place)

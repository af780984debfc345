"""The queue for a quick match over HTTP: see docs/protocol.md, sections 3 and 8."""

import msgspec
from msgspec import Struct
from quart import Blueprint, Response

from actors.queue.messages import Queue, Unqueue, WaitingView
from gateway.api.common import answer, done
from gateway.api.describe import operation
from gateway.play.connections import HttpConnections, lobby


class QueueAnswer(Struct):
    """Whether the player waits, how many do, and the player's match, if one was made or goes on."""

    queued: bool
    waiting: int
    match: str | None


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

    @operation(by="token", answer=QueueAnswer, problems=(401, 429))
    async def read(self) -> Response:
        """Tell whether one waits for an opponent, or has a match."""
        me = await self._connections.mine()
        view = msgspec.json.decode(await lobby(me, "waiting"), type=WaitingView)
        return answer(QueueAnswer(view.queued, view.waiting, me.match))

    @operation(by="token", answer=QueueAnswer, problems=(401, 409, 429))
    async def enter(self) -> Response:
        """Wait for the next opponent."""
        me = await self._connections.mine()
        request = me.new_id()
        (await me.ask(request, Queue(request))).check()
        view = msgspec.json.decode(await lobby(me, "waiting"), type=WaitingView)
        return answer(QueueAnswer(view.queued, view.waiting, me.match))

    @operation(by="token", status=204, problems=(401, 429))
    async def leave(self) -> Response:
        """Wait no longer."""
        me = await self._connections.mine()
        request = me.new_id()
        (await me.ask(request, Unqueue(request))).check()
        return done()

"""The players by HTTP: each session has a connection as long as it sends requests."""

from functools import partial

from msgspec.json import Decoder
from quart import g

from actors.frames import ClientFrame
from actors.match.messages import Enter, Look, Press, Resign, Suspend
from actors.player.messages import Hello, Watch
from actors.seats.messages import WatchLobby
from gateway.api.common import limit, signed_in
from gateway.auth.sessions import SignedIn
from gateway.play.connection import Exchange, Heard, HttpConnection
from gateway.play.elsewhere import Elsewhere, node_away
from gateway.play.refusals import not_saved
from gateway.services import Services
from gateway.socket.conversation import Conversation

UNWATCHED = frozenset(
    {"not_watchable", "too_many_watchers", "no_such_match", "unavailable", "server_fault"}
)
"""Why a match is not shown to somebody without a seat in it."""
_heard = Decoder(Heard)


class HttpConnections:
    """The connections by session. One that the player actor or the server closed is forgotten."""

    def __init__(self, services: Services) -> None:
        self.services = services
        self._open: dict[str, HttpConnection] = {}

    async def mine(self) -> HttpConnection:
        """Return the connection of this request's session; make it if there is none.

        Raises `Elsewhere` if it is at another node.
        """
        found = await signed_in(self.services)
        place = self.services.peers.place_of(f"player/{found.user.id}")
        if place is not None:
            raise Elsewhere(place) if not g.led else node_away()
        await limit(self.services, "play", found.user.id)
        connection = self._open.get(found.session_id)
        if connection is not None:
            connection.hear()
            return connection
        return await self._begin(found)

    async def _begin(self, found: SignedIn) -> HttpConnection:
        session = found.session_id
        connection = self._open[session] = HttpConnection(self.services.now)

        def left() -> None:
            if self._open.get(session) is connection:
                del self._open[session]

        # Of an API token: the route has checked what it is good for.
        by_route = SignedIn(found.user, session, found.number)
        connection.conversation = Conversation(
            self.services, by_route, connection, g.seen.address, left, resumable=False
        )
        if connection.closed:
            connection.conversation.ended()
        await connection.hope(lambda heard: heard.t == "welcome", Hello())
        return connection


async def lobby(connection: HttpConnection, kind: str) -> bytes:
    """Return a frame of the lobby as it is now: `games`, or `waiting`."""
    once = WatchLobby(on=True), WatchLobby(on=False)
    return await connection.hope(lambda heard: heard.t == kind, *once)


async def look(connection: HttpConnection, match: str) -> bytes:
    """Return the `match` frame as it is now, for players and watchers; else raise a Problem."""
    exchange = await _look(connection, match)
    if exchange.error is not None and exchange.error.code == "not_your_match":
        return await connection.hope(partial(_answers_watch, match), Watch(match))
    return await _shown(connection, exchange, match)


async def enter(connection: HttpConnection, match: str) -> bytes:
    """Let this connection play the seats of its player; return the `match` frame."""
    return await _shown(connection, await _look(connection, match, Enter(match)), match)


async def act(connection: HttpConnection, match: str, frame: Press | Suspend) -> bytes:
    """Press a key, pause or go on; return the `match` frame that follows."""
    exchange = await _look(connection, match, frame)
    exchange.check()
    return exchange.view


async def resign(connection: HttpConnection, match: str) -> None:
    """Resign a match; raise a Problem if that is refused, or not saved yet."""
    request = connection.new_id()
    answers = partial(_answers_resign, match, request)
    said = await connection.hope(answers, Resign(request, match))
    if _heard.decode(said).t == "match":
        raise not_saved()


async def _look(connection: HttpConnection, match: str, *said: ClientFrame) -> Exchange:
    """Send frames to a match, and let it show itself."""
    request = connection.new_id()
    return await connection.ask(request, *said, Look(request, match), match=match)


async def _shown(connection: HttpConnection, exchange: Exchange, match: str) -> bytes:
    """Return what was shown; if the match has ended, enter it to get its durable end."""
    if exchange.error is not None and exchange.error.code == "match_over":
        return await connection.hope(partial(_shows, match), Enter(match))
    exchange.check()
    return exchange.view


def _shows(match: str, heard: Heard) -> bool:
    return heard.t == "match" and heard.match == match


def _answers_resign(match: str, request: str, heard: Heard) -> bool:
    """A match that is over shows itself if it has to wait for the store with the answer."""
    return heard.id == request or (_shows(match, heard) and heard.phase == "finished")


def _answers_watch(match: str, heard: Heard) -> bool:
    if heard.t == "error":
        return heard.id is None and heard.code in UNWATCHED
    return _shows(match, heard)

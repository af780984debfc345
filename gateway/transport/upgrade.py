"""Handles a request for a WebSocket: refuses it over HTTP, turns it away, or begins to talk."""

from collections.abc import Callable
from contextlib import suppress
from typing import NamedTuple

import msgspec
import trio
from msgspec import Struct
from werkzeug.sansio.http import parse_cookie

from gateway.auth.sessions import SignedIn
from gateway.cluster.inner import open_led
from gateway.guard.seen import Seen
from gateway.http import headers
from gateway.http.problems import Problem, store_unavailable
from gateway.services import Services
from gateway.socket.backpressure import GRACE, LARGEST_MESSAGE
from gateway.socket.conversation import SIGNED_OUT, Conversation
from gateway.socket.programs import of_handshake
from gateway.transport.connection import SocketConnection
from gateway.transport.grace import Grace
from gateway.transport.handshake import BadHandshake, Handshake
from gateway.transport.http import Asked
from gateway.transport.lead import lead
from gateway.transport.readiness import Readiness
from gateway.transport.stream import Stream
from gateway.transport.turns import Turns
from store.errors import StoreUnavailable

PATH = "/ws"
ADMITTED_WITHIN = 10.0
"""Seconds from the head to the answer. The store's own time limit is shorter."""


class _Admitted(Struct, frozen=True):
    """The handshake may be answered; ``session`` is None if the socket is to be turned away.

    ``direct``: there is no proxy between the server and the client at ``address``.
    """

    session: SignedIn | None
    address: str
    direct: bool


class _Elsewhere(NamedTuple):
    """The socket is for the node at this place, to which there is a connection."""

    place: str
    node: trio.SocketStream


class _Given(NamedTuple):
    """The socket is for the worker of this name."""

    name: str


class Upgrades:
    """Opens WebSockets and adds them to ``readiness``."""

    def __init__(self, services: Services, readiness: Readiness, turns: Turns) -> None:
        self._services = services
        self._readiness = readiness
        self._grace = Grace(GRACE)
        self._turns = turns
        self._say = services.refusals.say

    def __len__(self) -> int:
        return len(self._readiness)

    async def run(self, *, task_status: trio.TaskStatus[None] = trio.TASK_STATUS_IGNORED) -> None:
        """Serve open sockets; cut them off when cancelled."""
        async with trio.open_nursery() as nursery:
            nursery.start_soon(self._grace.run)
            await nursery.start(self._readiness.run)
            task_status.started()

    async def open(self, stream: Stream, asked: Asked) -> Conversation | None:
        """Answer a request for a WebSocket. None: it was refused, or the peer has left."""
        admitted: _Admitted | _Elsewhere | _Given | None = None
        with trio.move_on_after(ADMITTED_WITHIN) as patience:
            async with trio.open_nursery() as nursery:
                nursery.start_soon(_watch, stream, nursery.cancel_scope)
                with suppress(trio.BrokenResourceError, trio.ClosedResourceError):  # it has left
                    admitted = await self._answer(stream, asked.head)
                nursery.cancel_scope.cancel()
        if patience.cancelled_caught:
            self._say("too_slow", stream.peer)
        if admitted is None or not stream.open:
            await stream.finish()
            return None
        if isinstance(admitted, _Given):
            self._give(stream, admitted.name, asked)
            return None
        if isinstance(admitted, _Elsewhere):
            with self._services.peers.while_there(admitted.place):
                await lead(stream, admitted.node, asked)
            stream.close()
            return None
        return self._begin(stream, admitted, asked.more)

    async def _answer(
        self, stream: Stream, head: bytes
    ) -> "_Admitted | _Elsewhere | _Given | None":
        try:
            handshake = Handshake(head)
        except BadHandshake as bad:
            self._say("wrong_version" if bad.status == 426 else "bad_handshake", stream.peer)
            await stream.send_all(bad.answer(secure=stream.tls is not None))
            return None
        led = stream.led
        seen = led or self._services.site.look(stream.peer, handshake.headers)
        try:
            session = await self._admit(handshake, seen, led=led is not None)
            node = None if led or session is None else await self._elsewhere(stream, session, seen)
        except Problem as problem:
            why = problem.body.type.rpartition(":")[2]
            self._say(why, seen.address, host=seen.host, origin=handshake.origin)
            await stream.send_all(_refusal(handshake, seen, problem))
            return None
        if node is not None:
            return node
        if session is None:
            self._say("signed_out", seen.address)
        await stream.send_all(handshake.accept())
        await self._turns.turn()
        direct = led is None and self._services.site.direct(stream.peer, handshake.headers)
        return _Admitted(session, seen.address, direct)

    def _begin(self, stream: Stream, admitted: _Admitted, more: bytes) -> Conversation | None:
        """Begin to talk on the socket."""
        sock, tls, unread = stream.detach()
        connection = SocketConnection(
            *(sock, tls, self._readiness, self._grace, self._services.now), direct=admitted.direct
        )
        session = admitted.session
        if session is None:
            # A page cannot see the status of a refused handshake, but it can see a close code.
            connection.start(_Nobody(stream.left), b"")
            connection.close(SIGNED_OUT, "sign in first")
            return None
        conversation = Conversation(
            self._services, session, connection, admitted.address, stream.left
        )
        connection.start(conversation, more + unread)
        return conversation

    def _give(self, stream: Stream, name: str, asked: Asked) -> None:
        """Give a connection to another worker; if that takes none, the client has to come again."""
        sock, _, unread = stream.detach()
        self._services.peers.neighbours.give(name, sock, asked.head + asked.more + unread)
        trio.lowlevel.notify_closing(sock)
        sock.close()
        stream.left()

    async def _elsewhere(
        self, stream: Stream, session: SignedIn, seen: Seen
    ) -> _Elsewhere | _Given | None:
        """Find or connect to the node that has the actor of a player; None: it is this one."""
        player, peers = f"player/{session.user.id}", self._services.peers
        place, name = peers.place_of(player), peers.name_of(player)
        if place is None or stream.given:
            return None
        if stream.tls is None and name is not None and name in peers.neighbours:
            return _Given(name)
        try:
            return _Elsewhere(place, await open_led(place, seen))
        except (OSError, trio.TooSlowError, trio.BrokenResourceError):
            raise store_unavailable("Your node is away; another one takes over.") from None

    async def _admit(
        self, handshake: Handshake, seen: Seen, *, led: bool = False
    ) -> SignedIn | None:
        if handshake.path != PATH:
            raise Problem(404, "not_found", f"The WebSocket is at {PATH}.")
        shown = handshake.headers.get("authorization")
        if not led:
            self._services.site.check_origin(seen, handshake.origin, shown)
        cookies = parse_cookie(handshake.cookies)
        try:
            return await of_handshake(self._services, seen, handshake.headers, cookies)
        except StoreUnavailable:
            raise store_unavailable() from None


def _refusal(handshake: Handshake, seen: Seen, problem: Problem) -> bytes:
    return handshake.reject(
        problem.body.status,
        "application/problem+json",
        msgspec.json.encode(problem.body),
        **{"cache-control": "no-store", **headers.of(secure=seen.secure), **problem.headers},
    )


async def _watch(stream: Stream, answering: trio.CancelScope) -> None:
    """Cancel the work on an answer when the peer has left."""
    await stream.read_ahead(LARGEST_MESSAGE)
    stream.close()
    answering.cancel()


class _Nobody:
    """The listener of a socket that is turned away."""

    def __init__(self, left: Callable[[], None]) -> None:
        self._left = left

    def hear(self, message: bytes) -> None:
        """Drop it."""

    def count(self) -> None:
        """Do nothing."""

    def drained(self) -> None:
        """Do nothing, as nothing was waiting."""

    def ended(self) -> None:
        """Free the place of the connection."""
        self._left()

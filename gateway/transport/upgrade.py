"""What becomes of a request for a WebSocket: refused over HTTP, turned away, or a conversation."""

from functools import partial

import msgspec
import trio
from werkzeug.sansio.http import parse_cookie

from gateway import headers
from gateway.auth.cookie import jar
from gateway.auth.sessions import SignedIn
from gateway.backpressure import GRACE
from gateway.conversation import SIGNED_OUT, Conversation
from gateway.problems import Problem, store_unavailable
from gateway.seen import Seen
from gateway.services import Services
from gateway.transport.connection import SocketConnection
from gateway.transport.grace import Grace
from gateway.transport.handshake import BadHandshake, Handshake
from gateway.transport.readiness import Readiness
from gateway.transport.stream import Stream
from gateway.transport.turns import Turns
from store.errors import StoreUnavailable

PATH = "/ws"


class Upgrades:
    """Opens WebSockets; those that are open are in ``readiness``."""

    def __init__(self, services: Services, readiness: Readiness, turns: Turns) -> None:
        self._services = services
        self._readiness = readiness
        self._grace = Grace(GRACE)
        self._turns = turns

    def __len__(self) -> int:
        return len(self._readiness)

    async def run(self, *, task_status: trio.TaskStatus[None] = trio.TASK_STATUS_IGNORED) -> None:
        """Serve what is open; cut it off when cancelled."""
        async with trio.open_nursery() as nursery:
            nursery.start_soon(self._grace.run)
            await nursery.start(self._readiness.run)
            task_status.started()

    async def open(self, stream: Stream, head: bytes, more: bytes) -> Conversation | None:
        """Answer a head that asks for one; ``more`` came in after it. None: it was refused."""
        try:
            handshake = Handshake(head)
        except BadHandshake as bad:
            await stream.send_all(bad.answer(secure=stream.tls is not None))
            return None
        seen = self._services.site.look(stream.peer, handshake.headers)
        try:
            session = await self._admit(handshake, seen)
        except Problem as problem:
            await stream.send_all(_refusal(handshake, seen, problem))
            return None
        await stream.send_all(handshake.accept())
        await self._turns.turn()
        return self._begin(stream, session, more)

    def _begin(self, stream: Stream, session: SignedIn | None, more: bytes) -> Conversation | None:
        """Let the socket talk from now on."""
        sock, tls, unread = stream.detach()
        connection = SocketConnection(sock, tls, self._readiness, self._grace, self._services.now)
        if session is None:
            # A page cannot see the status of a refused handshake, but a close code it can.
            connection.start(_Nobody(), b"")
            connection.close(SIGNED_OUT, "sign in first")
            return None
        left = partial(self._services.neighbours.leave, stream.home)
        conversation = Conversation(self._services, session, connection, left)
        connection.start(conversation, more + unread)
        return conversation

    async def _admit(self, handshake: Handshake, seen: Seen) -> SignedIn | None:
        if handshake.path != PATH:
            raise Problem(404, "not_found", f"The WebSocket is at {PATH}.")
        self._services.site.check_origin(seen, handshake.origin)
        cookies = parse_cookie(handshake.cookies)
        try:
            sessions = self._services.sessions
            kept = jar(handshake.origin, secure=seen.secure)
            return await sessions.of_cookie(kept.read(cookies, sessions.is_ours))
        except StoreUnavailable:
            raise store_unavailable() from None


def _refusal(handshake: Handshake, seen: Seen, problem: Problem) -> bytes:
    return handshake.reject(
        problem.body.status,
        "application/problem+json",
        msgspec.json.encode(problem.body),
        **{"cache-control": "no-store", **headers.of(secure=seen.secure), **problem.headers},
    )


class _Nobody:
    """Listens where nothing is to be heard."""

    def hear(self, message: bytes) -> None:
        """Drop it."""

    def count(self) -> None:
        """Nothing counts."""

    def drained(self) -> None:
        """Nothing was waiting."""

    def ended(self) -> None:
        """Nobody misses it."""

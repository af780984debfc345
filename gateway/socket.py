"""The route /ws: frames of a page become messages, the player actor answers on its Connection."""

from typing import cast

import trio
from quart import Blueprint
from quart.globals import websocket_ctx
from quart.wrappers import Websocket
from structlog import get_logger

from actors.core.address import Address
from actors.frames import Error, From, Origin, encode
from actors.player.messages import Attach, Detach, Drained, Hello, Profile
from gateway.auth.sessions import SignedIn
from gateway.connection import GRACE, QuartConnection
from gateway.limits import FrameLimit, Verdict
from gateway.server import LARGEST_MESSAGE
from gateway.services import Services
from gateway.stream import current_stream
from gateway.wire import Frame, Refused, address, decode

log = get_logger("gateway.socket")

HELLO_WITHIN = 5.0
BINARY, TOO_LARGE = 1003, 1009
NO_HELLO, SIGNED_OUT, TOO_SLOW, FLOOD = 4400, 4401, 4413, 4429


def routes(services: Services) -> Blueprint:
    """Make the route."""
    blueprint = Blueprint("socket", __name__)

    @blueprint.websocket("/ws")
    async def open_socket() -> None:
        page = websocket_ctx.websocket
        session = await services.sessions.find(page.cookies)
        await page.accept()
        if session is None:
            # A page cannot see the status of a refused handshake, but a close code it can.
            await _turn_away(page)
        else:
            await Conversation(services, page, session).run()

    return blueprint


async def _turn_away(page: Websocket) -> None:
    """Close, and stay until the peer has answered: a reset would overtake the reason."""
    await page.close(SIGNED_OUT, "sign in first")
    with trio.move_on_after(GRACE):
        while True:
            await page.receive()


class Conversation:
    """One socket from its opening to its end."""

    def __init__(self, services: Services, page: Websocket, session: SignedIn) -> None:
        user = session.user
        self._services = services
        self._page = page
        self._session = session
        self._player = Address("player", user.id)
        self._connection = QuartConnection(current_stream.get(), services.now, self._drained)
        self._profile = Profile(user.id, user.display_name, user.guest)
        self._origin = Origin(user.id, user.display_name, self._connection.id)
        self._limit = FrameLimit(services.now())
        self._greeted = trio.Event()

    async def run(self) -> None:
        """Talk until either side ends it. What waits for a peer that is gone is cut off."""
        services, connection = self._services, self._connection
        services.sockets.add(connection, self._session.token_hash)
        services.metrics.count("sockets_opened")
        async with trio.open_nursery() as nursery:
            nursery.start_soon(connection.write, self._page)
            nursery.start_soon(connection.cut_off)
            nursery.start_soon(self._expect_hello)
            try:
                await self._listen()
            finally:
                services.sockets.remove(connection)
                if self._greeted.is_set():
                    services.kernel.tell(self._player, Detach(connection.id))
                connection.abandon()
                nursery.cancel_scope.cancel()

    async def _listen(self) -> None:
        """Take messages until the peer is gone, which cancels this; after a close drop them."""
        connection, now = self._connection, self._services.now
        while True:
            message = cast("str | bytes | None", await self._page.receive())
            if connection.closing:
                continue
            connection.heard = now()
            if not isinstance(message, str):  # None: an empty binary one
                connection.close(BINARY, "only text messages")
            elif len(message) > LARGEST_MESSAGE:
                connection.close(TOO_LARGE, "message far too large")
            else:
                self._hear(message)

    def _hear(self, message: str) -> None:
        match self._limit.judge(self._connection.heard):
            case Verdict.PASS:
                try:
                    self._pass_on(decode(message))
                except Refused as refused:
                    self._refuse(refused.error)
            case Verdict.REFUSE:
                self._refuse(Error("rate_limited", "Too many frames: 60 a second are fine."))
            case Verdict.CLOSE:
                self._connection.close(FLOOD, "flood")

    def _pass_on(self, frame: Frame) -> None:
        tell = self._services.kernel.tell
        if isinstance(frame, Hello):
            if self._greeted.is_set():
                raise Refused(Error("out_of_order", "There was a hello already."))
            self._greeted.set()
            tell(self._player, Attach(self._connection, self._profile, frame))
        elif self._greeted.is_set():
            tell(address(frame, self._origin), From(self._origin, frame))
        else:
            request = getattr(frame, "id", None)
            raise Refused(Error("out_of_order", "The first frame is hello.", request))

    def _refuse(self, error: Error) -> None:
        """Tell the page, around its session's numbers: the frame was never the session's."""
        self._services.metrics.count(f"frames_refused_{error.code}")
        if not self._connection.send(encode(error)):
            self._connection.close(TOO_SLOW, "outbox overflow")

    async def _expect_hello(self) -> None:
        with trio.move_on_after(HELLO_WITHIN):
            await self._greeted.wait()
        if not self._greeted.is_set():
            self._connection.close(NO_HELLO, "no hello in time")

    def _drained(self) -> None:
        self._services.kernel.tell(self._player, Drained(self._connection.id))

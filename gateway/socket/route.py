"""The route /ws of the application, used if another server than ours runs it (docs/adr/0008)."""

from typing import cast

import trio
from quart import Blueprint, Response, g
from quart.globals import websocket_ctx
from quart.wrappers import Websocket

from gateway.http.problems import Problem
from gateway.services import Services
from gateway.socket.backpressure import GRACE, LARGEST_MESSAGE
from gateway.socket.connection import QuartConnection
from gateway.socket.conversation import SIGNED_OUT, Conversation
from gateway.socket.programs import of_handshake

BINARY, TOO_LARGE = 1003, 1009
NO_UPGRADE = (
    "This is the address of a WebSocket, and the request did not ask for one. A page sends"
    " `Connection: Upgrade` and `Upgrade: websocket`, over HTTP/1.1. If a page of Rally has sent"
    " this, something on the way has taken them out: a proxy that does not pass WebSockets on, a"
    " filter, or a program that reads along. See docs/operations.md, Behind a proxy."
)
ASK_AGAIN = {"Upgrade": "websocket", "Connection": "Upgrade"}


def routes(services: Services) -> Blueprint:
    """Make the route."""
    blueprint = Blueprint("socket", __name__)

    @blueprint.websocket("/ws")
    async def open_socket() -> None:
        page = websocket_ctx.websocket
        headers = {name.lower(): value for name, value in page.headers.items()}
        session = await of_handshake(services, g.seen, headers, page.cookies)
        await page.accept()
        if session is None:
            # A page cannot see the status of a refused handshake, but it can see a close code.
            await _turn_away(page)
        else:
            connection = QuartConnection(services.now)
            talk = Conversation(services, session, connection, g.seen.address)
            await _talk(page, connection, talk)

    @blueprint.get("/ws")
    async def explain() -> Response:
        services.refusals.say("no_upgrade", g.seen.address)
        raise Problem(426, "no_upgrade", NO_UPGRADE, headers=ASK_AGAIN)

    return blueprint


async def _turn_away(page: Websocket) -> None:
    """Close, and wait until the peer has answered, as a reset would overtake the reason."""
    await page.close(SIGNED_OUT, "sign in first")
    with trio.move_on_after(GRACE):
        while True:
            await page.receive()


async def _talk(page: Websocket, connection: QuartConnection, conversation: Conversation) -> None:
    """Talk until either side ends it."""
    async with trio.open_nursery() as nursery:
        nursery.start_soon(connection.write, page, conversation.drained)
        nursery.start_soon(conversation.expect_hello)
        nursery.start_soon(_cut_off, connection, nursery.cancel_scope)
        try:
            await _listen(page, connection, conversation)
        finally:
            connection.close(1006, "")
            conversation.ended()
            nursery.cancel_scope.cancel()


async def _cut_off(connection: QuartConnection, talk: trio.CancelScope) -> None:
    """After a close from this side, end the talk even if the peer does not."""
    await connection.closed.wait()
    await trio.sleep(GRACE)
    talk.cancel()


async def _listen(page: Websocket, connection: QuartConnection, conversation: Conversation) -> None:
    """Take messages until the peer is gone, which cancels this; drop them after a close."""
    while True:
        message = cast("str | bytes | None", await page.receive())
        if connection.closed.is_set():
            continue
        connection.hear()
        if not isinstance(message, str):  # None stands for an empty binary message
            connection.close(BINARY, "only text messages")
        elif len(message) > LARGEST_MESSAGE:
            connection.close(TOO_LARGE, "message far too large")
        else:
            conversation.hear(message.encode(errors="surrogatepass"))

"""A real SMTP server that keeps what it gets, and can be told to misbehave."""

import asyncio
import re
import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from functools import partial
from typing import Any, cast

import trio
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, Session

from gateway.start.smtp import MailServer
from tests.patience import STUCK

SENDER = "rally@example.org"
TURNS = 20
LINK = re.compile(r"https?://\S+#(\S+)")


class Letter:
    """A mail as it arrived."""

    def __init__(self, envelope: Envelope, *, tls: bool) -> None:
        assert isinstance(envelope.content, bytes)
        self.to = envelope.rcpt_tos
        self.sender = envelope.mail_from
        self.raw = envelope.content
        self.tls = tls
        self.message: EmailMessage = message_from_bytes(self.raw, policy=default)  # type: ignore[assignment]

    @property
    def subject(self) -> str:
        return str(self.message["Subject"])

    @property
    def text(self) -> str:
        return str(self.message.get_content()).replace("\r\n", "\n")

    @property
    def token(self) -> str:
        found = LINK.search(self.text)
        assert found, self.text
        return found[1]


class _Connection(SMTP):
    """A connection that ends when its client has gone.

    An aiosmtpd connection stays half open after the end of its client's stream, and one that ended
    before its first turn is held by nobody: whatever test runs next would collect an open socket.
    """

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self.event_handler.connections.add(transport)
        super().connection_made(transport)

    def connection_lost(self, error: Exception | None) -> None:
        self.event_handler.connections.discard(self.transport)
        super().connection_lost(error)

    def eof_received(self) -> bool:
        super().eof_received()
        return False


class Sink:
    """What came, and what is to be answered; ``before`` runs when a mail has come."""

    def __init__(self) -> None:
        self.letters: list[Letter] = []
        self.answers: list[str] = []
        """The next answers to texts; then "250 taken"."""
        self.recipients: list[str] = []
        """The next answers to recipients, likewise."""
        self.before: Callable[[], None] = lambda: None
        self.port = 0
        self.connections: set[asyncio.Transport] = set()

    async def handle_RCPT(  # noqa: N802 - aiosmtpd calls it so
        self, _server: SMTP, _session: Session, envelope: Envelope, address: str, _options: Any
    ) -> str:
        if self.recipients and not (said := self.recipients.pop(0)).startswith("250"):
            return said
        envelope.rcpt_tos.append(address)
        return "250 fine"

    async def handle_DATA(self, server: SMTP, _session: Session, envelope: Envelope) -> str:  # noqa: N802
        said = self.answers.pop(0) if self.answers else "250 taken"
        if said.startswith("250"):
            peer = cast("asyncio.Transport", server.transport)
            self.letters.append(Letter(envelope, tls=peer.get_extra_info("ssl_object") is not None))
        self.before()
        return said

    async def got(self, count: int = 1) -> list[Letter]:
        """Wait until so many mails have come; return them."""
        with trio.fail_after(STUCK):
            while len(self.letters) < count:  # noqa: ASYNC110 - it lives in another thread
                await trio.sleep(0.01)
        return self.letters

    async def letter(self, to: str, subject: str = "") -> Letter:
        """Wait for a mail to an address with this in its subject; take it out."""
        with trio.fail_after(STUCK):
            while (letter := self.take(to, subject)) is None:  # noqa: ASYNC110 - as above
                await trio.sleep(0.01)
        return letter

    def take(self, to: str, subject: str = "") -> Letter | None:
        """Take out such a mail if it has come."""
        found = [one for one in self.letters if one.to == [to] and subject in one.subject]
        if found:
            self.letters.remove(found[0])
        return found[0] if found else None

    @property
    def server(self) -> MailServer:
        return MailServer("127.0.0.1", self.port, "none", sender=SENDER)


def _only(name: str, password: str) -> Callable[..., AuthResult]:
    def check(*arguments: Any) -> AuthResult:
        given = arguments[4]
        right = (given.login, given.password) == (name.encode(), password.encode())
        return AuthResult(success=right, handled=right)

    return check


async def _close(handler: Sink, listening: asyncio.Server, loop: asyncio.SelectorEventLoop) -> None:
    """Stop listening, and cut off whoever is still connected, or just connecting."""
    # A connection that was accepted just now gets its transport some turns later, and asyncio
    # forgets its socket if the server is closed by then.
    for socket in listening.sockets:
        loop.remove_reader(socket.fileno())
    await _turns()
    listening.close()
    for transport in [*handler.connections]:
        transport.abort()
    tasks = asyncio.all_tasks() - {asyncio.current_task()}
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
    await _turns()


async def _turns() -> None:
    for _ in range(TURNS):
        await asyncio.sleep(0)


@contextmanager
def sink(
    tls: ssl.SSLContext | None = None,
    *,
    starttls: bool = False,
    login: tuple[str, str] | None = None,
) -> Iterator[Sink]:
    """Run one until the block ends: in TLS from the start, or after STARTTLS, or without.

    It wants a ``login`` with STARTTLS alone.
    """
    handler = Sink()
    more: dict[str, Any] = {"hostname": "sink", "enable_SMTPUTF8": True}
    if starttls:
        more |= {"tls_context": tls, "require_starttls": True}
    if login is not None:
        more |= {"authenticator": _only(*login), "auth_required": True}
    loop = asyncio.SelectorEventLoop()  # new_event_loop() asks trio-asyncio for one of its own
    thread = threading.Thread(target=loop.run_forever)
    thread.start()

    async def listen() -> asyncio.Server:
        implicit = None if starttls else tls
        make = partial(_Connection, handler, loop=loop, **more)
        return await loop.create_server(make, "127.0.0.1", 0, ssl=implicit)

    try:
        listening = asyncio.run_coroutine_threadsafe(listen(), loop).result(STUCK)
        try:
            handler.port = listening.sockets[0].getsockname()[1]
            yield handler
        finally:
            asyncio.run_coroutine_threadsafe(_close(handler, listening, loop), loop).result(STUCK)
    finally:
        loop.call_soon_threadsafe(loop.stop)
        thread.join(STUCK)
        loop.close()

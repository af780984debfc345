"""A browser's part in the tests: HTTP with a cookie and an Origin, and the WebSocket."""

import json
import socket
import ssl
from collections.abc import Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from typing import Any, TypeVar

import h11
import trio
from trio_websocket import ConnectionClosed, WebSocketConnection, open_websocket_url

from tests import frames
from tests.logged import secret
from tests.patience import STUCK

PASSWORD = "correct horse"
T = TypeVar("T")


class Answer:
    """A response; ``headers`` are by lower-case name."""

    def __init__(self, head: h11.Response, body: bytes) -> None:
        self.status = head.status_code
        self.cookies = [v.decode() for name, v in head.headers if name == b"set-cookie"]
        self.headers = {name.decode(): value.decode() for name, value in head.headers}
        self.body = body

    def json(self) -> Any:
        return json.loads(self.body)


class Client:
    """Talks to one server as one browser."""

    def __init__(self, port: int, trust: ssl.SSLContext | None = None) -> None:
        self.port = port
        self.trust = trust
        self.host = f"127.0.0.1:{port}"
        self.site = f"http{'s' if trust else ''}://{self.host}"
        self.address: str | None = None
        """The address of this machine from which it connects; None lets the system choose."""
        self.cookie: str | None = None
        self.token: str | None = None
        self.jar: dict[str, str] = {}
        """The other cookies, by name."""

    async def request(self, method: str, path: str, body: bytes, **headers: str | None) -> Answer:
        """Send a request on a new connection; a header that is None is left out."""
        _note_secrets(body)
        sent = self._headers(body) | {k.replace("_", "-"): v for k, v in headers.items()}
        connection = h11.Connection(h11.CLIENT)
        lines = [(k, v) for k, v in sent.items() if v is not None]
        head = h11.Request(method=method, target=path, headers=lines)
        async with await self._open() as stream:
            await stream.send_all(connection.send(head) or b"")
            await stream.send_all(connection.send(h11.Data(data=body)) or b"")
            await stream.send_all(connection.send(h11.EndOfMessage()) or b"")
            return self._remember(await _answer(connection, stream))

    async def get(self, path: str, **headers: str | None) -> Answer:
        return await self.request("GET", path, b"", **headers)

    async def post(
        self, path: str, body: object, content_type: str = "application/json", **headers: str | None
    ) -> Answer:
        data = json.dumps(body).encode()
        return await self.request("POST", path, data, content_type=content_type, **headers)

    async def put(self, path: str, body: object = None, **headers: str | None) -> Answer:
        data = b"" if body is None else json.dumps(body).encode()
        return await self.request("PUT", path, data, content_type="application/json", **headers)

    async def patch(self, path: str, body: object, **headers: str | None) -> Answer:
        data = json.dumps(body).encode()
        return await self.request("PATCH", path, data, content_type="application/json", **headers)

    async def delete(self, path: str, **headers: str | None) -> Answer:
        return await self.request("DELETE", path, b"", **headers)

    async def register(self, name: str = "ada", **fields: str) -> Answer:
        """Make an account; everything but the name has a good value."""
        email = f"{name}@example.org"
        body = {"name": name, "display_name": name.title(), "email": email, "password": PASSWORD}
        return await self.post("/api/v1/register", body | fields)

    async def login(self, name: str = "ada", password: str = PASSWORD) -> Answer:
        return await self.post("/api/v1/login", {"name": name, "password": password})

    async def refresh(self, attempt: str | None = None, **headers: str | None) -> Answer:
        body = {} if attempt is None else {"attempt": attempt}
        data = json.dumps(body).encode()
        sent = {"content_type": "application/json", **headers}
        return await self.request("POST", "/api/v1/refresh", data, **sent)

    async def guest(self, name: str = "Ada") -> dict[str, Any]:
        answer = await self.post("/api/v1/guest", {"name": name})
        assert answer.status == 201
        return answer.json()["player"]

    @asynccontextmanager
    async def socket(self, path: str = "/ws", **headers: str | None):
        """Open a WebSocket; yields a `Page`."""
        sent = {"origin": self.site, "cookie": self.cookie} | headers
        extra = [(k.encode(), v.encode()) for k, v in sent.items() if v is not None]
        url = self.site.replace("http", "ws", 1) + path
        async with open_websocket_url(url, self.trust, extra_headers=extra) as connection:
            try:
                yield Page(connection)
            finally:
                if connection.closed:  # the server closed it; trio-websocket leaves TCP open then
                    await connection._stream.aclose()

    async def _open(self) -> trio.abc.Stream:
        if self.trust is None:
            return await trio.open_tcp_stream("127.0.0.1", self.port, local_address=self.address)
        return await trio.open_ssl_over_tcp_stream(
            "127.0.0.1", self.port, ssl_context=self.trust, https_compatible=True
        )

    def _headers(self, body: bytes) -> dict[str, str | None]:
        return {
            "host": self.host,
            "origin": self.site,
            "cookie": "; ".join(filter(None, (self.cookie, *self.jar.values()))) or None,
            "authorization": f"Bearer {self.token}" if self.token else None,
            "content-length": str(len(body)),
        }

    def _remember(self, answer: Answer) -> Answer:
        for cookie in answer.cookies:
            pair = cookie.partition(";")[0]
            if "rally_refresh" not in pair:
                self.jar[pair.partition("=")[0]] = pair
                continue
            self.cookie = pair if pair.partition("=")[2] else None
            secret(pair.partition("=")[2])
            if self.cookie is None:
                self.token = None
        if b'"access_token":' in answer.body and answer.status < 300:
            self.token = answer.json().get("access_token", self.token)
            secret(self.token)
        return answer


def _note_secrets(body: bytes) -> None:
    with suppress(ValueError, RecursionError):
        fields = json.loads(body)
        for name in ("password", "old_password", "email"):
            secret(fields.get(name) if isinstance(fields, dict) else None)


async def _answer(connection: h11.Connection, stream: trio.abc.Stream) -> Answer:
    head, body = None, b""
    while True:
        event = connection.next_event()
        if event is h11.NEED_DATA:
            connection.receive_data(bytes(await stream.receive_some()))
        elif isinstance(event, h11.Response):
            head = event
        elif isinstance(event, h11.Data):
            body += event.data
        else:
            assert isinstance(event, h11.EndOfMessage)
            assert head is not None
            return Answer(head, body)


class Page:
    """The WebSocket of a page: one frame in, frames out one by one."""

    def __init__(self, connection: WebSocketConnection) -> None:
        self.connection = connection
        self._frames: list[dict[str, Any]] = []

    async def send(self, **frame: Any) -> None:
        await self.connection.send_message(json.dumps(frame))

    async def text(self, text: str | bytes) -> None:
        await self.connection.send_message(text)

    async def frame(self, *kinds: str) -> dict[str, Any]:
        """Return the next frame of one of these kinds."""
        while True:
            while not self._frames:
                message = await self.connection.get_message()
                self._frames = [json.loads(line) for line in str(message).split("\n")]
            frame = self._frames.pop(0)
            frames.heard(frame)
            if frame["t"] in kinds:
                return frame

    async def attend(self, *kinds: str) -> dict[str, Any]:
        """Return the next frame of one of these kinds; answer the server's pings meanwhile.

        An error that nobody waits for fails the test: what it waits for might never come.
        """
        while (frame := await self.frame("ping", "error", *kinds))["t"] not in kinds:
            assert frame["t"] == "ping", f"{frame} came instead of {kinds}"
            with suppress(ConnectionClosed):  # what was said before the end is still to be read
                await self.send(t="pong", at=frame["at"])
        return frame

    async def tie(self, player: str, relation: str) -> dict[str, Any]:
        """Return the next `tie` which says that a player has this relation to this page.

        A new name or image comes in a `tie` too, possibly late.
        """
        while (frame := await self.attend("tie"))["player"]["id"] != player or (
            frame["relation"] != relation
        ):
            pass
        return frame

    async def hello(self, **fields: Any) -> dict[str, Any]:
        await self.send(t="hello", **fields)
        return await self.frame("welcome")

    async def close_code(self) -> int:
        """Read until the server closes; return its code."""
        with suppress(ConnectionClosed):
            while True:
                await self.connection.get_message()
        reason = self.connection.closed
        assert reason is not None
        return reason.code


def deaf_socket(client: Client, more: str = "", path: str = "/ws") -> socket.socket:
    """Open /ws on a plain, blocking socket that reads nothing after the handshake."""
    raw = socket.socket()
    raw.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
    raw.settimeout(5.0)
    raw.connect(("127.0.0.1", client.port))
    if client.trust is not None:
        raw = client.trust.wrap_socket(raw, server_hostname="127.0.0.1")
    head = (
        f"GET {path} HTTP/1.1\r\nHost: {client.host}\r\nOrigin: {client.site}\r\n"
        f"Cookie: {client.cookie}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
        f"Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\nSec-WebSocket-Version: 13\r\n{more}\r\n"
    )
    raw.sendall(head.encode())
    return raw


async def until(true) -> None:
    with trio.fail_after(STUCK):
        while not true():  # noqa: ASYNC110 - there is no event: the peer is the kernel's TCP
            await trio.sleep(0.01)


async def asked(ask: Callable[[], Awaitable[T]], enough: Callable[[T], bool]) -> T:
    """Ask again until the answer is ``enough``, as a client has to; return it."""
    with trio.fail_after(STUCK):
        while not enough(answer := await ask()):  # noqa: ASYNC110 - nobody tells a client
            await trio.sleep(0.05)
        return answer


def faults(answer: Answer) -> dict[str, str]:
    return {error["field"]: error["rule"] for error in answer.json().get("errors", [])}

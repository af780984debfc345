"""Peers of every known kind that begin something and do not go on."""

import socket
import ssl
from contextlib import suppress

from msgspec import Struct

from gateway.transport.reset import reset
from tests.gateway.client import Client

RECEIVES = 4096
"""The peer's receive buffer, in bytes: small, so that the server soon feels a peer not reading."""


class Kind(Struct, frozen=True):
    """What a peer sends at once, then a piece at each tick, and how much it reads at a tick."""

    says: bytes = b""
    drips: bytes = b""
    """Sent again and again, one byte at each tick; several bytes if ``gushes``."""
    gushes: bool = False
    reads: int = 0
    half_closes: bool = False
    raw: bool = False
    """Whether this is sent as it is, instead of a handshake, even if the server expects TLS."""


def get(path: str, *lines: str) -> bytes:
    """A request; words in capitals are filled in for each peer."""
    head = "".join(f"{line}\r\n" for line in ("Host: HOST", "Origin: SITE", *lines))
    return f"GET {path} HTTP/1.1\r\n{head}\r\n".encode()


def post(path: str, *lines: str) -> bytes:
    """The head of a request whose body is to follow."""
    lines = ("Content-Type: application/json", *lines)
    return get(path, *lines).replace(b"GET", b"POST", 1)


def frame(first: int, payload: bytes) -> bytes:
    """A masked frame."""
    return bytes((first, 0x80 | len(payload))) + bytes(4) + payload


UPGRADE = (
    *("Upgrade: websocket", "Connection: Upgrade", "Sec-WebSocket-Version: 13"),
    "Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==",
)
SOCKET = get("/ws", "Cookie: COOKIE", *UPGRADE)
HELLO = frame(0x81, b'{"t":"hello"}')
PAGE = get("/js/main.js")
GUEST = "/api/v1/guest"
TOKEN = "Authorization: Bearer TOKEN"
PREFACE = b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n" + bytes((0, 0, 0, 4)) + bytes(5)

KINDS = {
    "says nothing": Kind(raw=True),
    "half a client hello": Kind(b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03", raw=True),
    "a client hello by and by": Kind(b"\x16\x03\x01\x02\x00\x01\x00", drips=b"\x00", raw=True),
    "a line that does not end": Kind(b"GET / HT"),
    "half a head": Kind(PAGE[:-2]),
    "a head by and by": Kind(b"GET / HTTP/1.1\r\n", drips=b"a: b\r\n"),
    "a head in gushes": Kind(b"GET / HTTP/1.1\r\n", drips=b"a: b\r\n" * 20, gushes=True),
    "idle after an answer": Kind(get("/healthz"), reads=9999),
    "a second head by and by": Kind(get("/healthz"), drips=b"GET / ", reads=9999),
    "no body": Kind(post(GUEST, "Content-Length: 9")),
    "a body by and by": Kind(post(GUEST, "Content-Length: 9999"), drips=b" "),
    "chunks by and by": Kind(post(GUEST, "Transfer-Encoding: chunked"), drips=b"1\r\n \r\n"),
    "an image by and by": Kind(
        post("/api/v1/profile/avatar", TOKEN, "Content-Length: 999999")
        .replace(b"POST", b"PUT")
        .replace(b"application/json", b"image/png"),
        drips=b"\x89PNG",
    ),
    "a body for nobody": Kind(
        get("/nowhere", "Content-Length: 999999"), drips=b"x" * 999, gushes=True
    ),
    "waits to be told to go on": Kind(post(GUEST, "Content-Length: 9", "Expect: 100-continue")),
    "takes no answer": Kind(PAGE * 99),
    "takes no answer and asks on": Kind(PAGE * 20, drips=PAGE * 3, gushes=True),
    "takes a byte at a time": Kind(PAGE * 20, reads=1),
    "takes a byte and asks on": Kind(PAGE, drips=PAGE, gushes=True, reads=1),
    "asks without end": Kind(get("/healthz") * 900, drips=get("/healthz") * 99, gushes=True),
    "half closed": Kind(PAGE, half_closes=True),
    "half closed in a head": Kind(PAGE[:20], half_closes=True),
    "half closed in a body": Kind(post(GUEST, "Content-Length: 9"), half_closes=True),
    "nonsense": Kind(b"nonsense\r\n\r\n", drips=b"nonsense"),
    "HTTP/2": Kind(PREFACE, drips=bytes((0, 0, 8, 6, 0)) + bytes(12), gushes=True),
    "two lengths": Kind(post(GUEST, "Content-Length: 9", "Transfer-Encoding: chunked"), drips=b"x"),
    "a socket refused": Kind(get("/ws", *UPGRADE[:-1]), drips=b"x"),
    "a socket of another site": Kind(SOCKET.replace(b"SITE", b"https://x.example"), drips=b"x"),
    "a socket for nobody": Kind(get("/ws", *UPGRADE), drips=b"x"),
    "a socket that says nothing": Kind(SOCKET),
    "a frame by and by": Kind(SOCKET, drips=b"\x81\xff" + bytes(9)),
    "silent after hello": Kind(SOCKET + HELLO),
    "frames without hello": Kind(SOCKET, drips=frame(0x89, b"x"), gushes=True),
    "half closed after hello": Kind(SOCKET + HELLO, half_closes=True),
    "never takes the close": Kind(SOCKET + HELLO + b"\xff", drips=b"x"),
    "half a frame": Kind(SOCKET + HELLO[:3]),
    "a later socket": Kind(get("/healthz") + SOCKET, reads=1),
}


class Peer:
    """One peer of a kind; its socket blocks until it has sent what it sends at once."""

    def __init__(self, kind: Kind, client: Client) -> None:
        self._kind = kind
        self._filled = {
            b"HOST": client.host,
            b"SITE": client.site,
            b"COOKIE": client.cookie or "",
            b"TOKEN": client.token or "",
        }
        self._dripped = 0
        self.gone = False
        raw = socket.socket()
        raw.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, RECEIVES)
        raw.settimeout(5.0)
        raw.connect(("127.0.0.1", client.port))
        self._raw: socket.socket = raw
        with suppress(OSError):
            if client.trust is not None and not kind.raw:
                self._raw = client.trust.wrap_socket(raw, server_hostname="127.0.0.1")
            self._raw.setblocking(False)
            self._send(kind.says)
            if kind.half_closes:
                self._raw.shutdown(socket.SHUT_WR)
        self._raw.setblocking(False)

    def tick(self) -> None:
        """Go on a little."""
        kind = self._kind
        if not self.gone and kind.drips:
            at = self._dripped % len(kind.drips)
            self._send(kind.drips if kind.gushes else kind.drips[at : at + 1])
            self._dripped += 1
        if not self.gone and kind.reads:
            self._read(kind.reads)

    def close(self) -> None:
        self._raw.close()

    def reset(self) -> None:
        """Disconnect with a reset."""
        reset(self._raw)
        self._raw.close()

    def _send(self, data: bytes) -> None:
        for name, value in self._filled.items():
            data = data.replace(name, value.encode())
        try:
            if data:
                self._raw.send(data)
        except (BlockingIOError, ssl.SSLWantWriteError, ssl.SSLWantReadError):
            pass
        except OSError:
            self.gone = True

    def _read(self, size: int) -> None:
        try:
            self.gone = not self._raw.recv(size)
        except (BlockingIOError, ssl.SSLWantWriteError, ssl.SSLWantReadError):
            pass
        except OSError:
            self.gone = True

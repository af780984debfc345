"""A minimal WebSocket for the load client: only what the loopback and our own servers need."""

import socket

from peers.frames import BINARY, CLOSE, PING, PONG, TEXT, head_and_mask
from peers.loop import Loop
from peers.tally import Tally

UPGRADE = (
    "GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nUpgrade: websocket\r\n"
    "Connection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
    "Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n{more}\r\n"
)
CHUNK = 65536
CONNECT = 10.0
"""Seconds that a connect may take."""


class Connection:
    """One socket. A subclass says what to do when it is `opened`, and with each message (`hear`).

    Of the handshake only the status is checked: our servers are tested elsewhere.
    """

    def __init__(self, loop: Loop, tally: Tally, port: int) -> None:
        self.loop, self.tally, self.port = loop, tally, port
        self.upgraded = False
        self._rest = b""
        self._socket = self.wrap(socket.create_connection(("127.0.0.1", port), CONNECT))
        self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._socket.setblocking(False)
        self._recv, self._send = self._socket.recv, self._socket.send
        loop.add(self._socket.fileno(), self.read)

    def wrap(self, raw: socket.socket) -> socket.socket:
        """Wrap the TCP socket, for example in TLS; ``raw`` is still blocking."""
        return raw

    def upgrade(self, path: str, more: str = "") -> None:
        """Ask for the WebSocket; ``more`` are header lines, each with CRLF at its end."""
        self._write(UPGRADE.format(path=path, port=self.port, more=more).encode())

    def post(self, path: str, body: bytes) -> None:
        """Send a POST before the upgrade; `replied` gets the body of the answer."""
        head = f"POST {path} HTTP/1.1\r\nHost: 127.0.0.1:{self.port}\r\n"
        head += f"Content-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n"
        self._write(head.encode() + body)

    def send(self, payload: bytes, first: int = TEXT) -> None:
        """Send one message."""
        self.tally.messages_out += 1
        length = len(payload)
        head, mask = head_and_mask(first, length)
        self._write(head + (int.from_bytes(payload, "little") ^ mask).to_bytes(length, "little"))

    def read(self) -> None:
        """Read from the socket and handle all complete messages."""
        try:
            data = self._recv(CHUNK)
        except BlockingIOError:
            return
        except OSError:
            data = b""
        if not data:
            self.fail("closed")
            return
        self.tally.bytes_in += len(data)
        if self._rest:
            data = self._rest + data
        elif data[0] <= BINARY and data[1] == len(data) - 2:  # the usual case: one short message
            self.tally.messages_in += 1
            self.hear(data[2:])
            return
        self._rest = self._messages(data) if self.upgraded else self._head(data)

    @property
    def is_closed(self) -> bool:
        """Whether the socket is gone."""
        return self._socket.fileno() < 0

    def fail(self, why: str) -> None:
        """Close the socket because of an error; the run counts it."""
        if not self.is_closed:
            self.tally.errors[why] += 1
            self.tally.closed += 1
            self.close()

    def close(self) -> None:
        """Close the socket."""
        if not self.is_closed:
            self.loop.remove(self._socket.fileno())
            self._socket.close()

    def opened(self) -> None:
        """Act when the WebSocket is open."""

    def replied(self, body: bytes) -> None:
        """Handle the answer to the POST."""

    def hear(self, payload: bytes) -> None:
        """Handle one message."""

    def _write(self, data: bytes) -> None:
        """Write everything, or fail: a server that leaves so much unread has lost."""
        self.tally.bytes_out += len(data)
        try:
            if self._send(data) == len(data):
                return
        except OSError:
            pass
        self.fail("send")

    def _head(self, data: bytes) -> bytes:
        """Handle an HTTP answer if it is complete; return the bytes after it."""
        head, end, rest = data.partition(b"\r\n\r\n")
        if not end:
            return data
        status = head[9:12]
        if status == b"101":
            self.upgraded = True
            self.opened()
            return self._messages(rest)
        length = head.lower().partition(b"content-length:")[2].partition(b"\r\n")[0]
        if status != b"200" or not length:
            self.fail(f"status {status.decode()}")
        elif len(rest) < int(length):
            return data
        else:
            self.replied(rest)
        return b""

    def _messages(self, data: bytes) -> bytes:
        """Handle all complete messages; return the incomplete one at the end."""
        at, size = 0, len(data)
        while size - at >= 2:
            length, start = data[at + 1], at + 2
            if length >= 126:
                start += 2 if length == 126 else 8
                if start > size:
                    break
                length = int.from_bytes(data[at + 2 : start], "big")
            end = start + length
            if end > size:
                break
            self._message(data[at], data[start:end])
            at = end
        return data[at:] if at < size else b""

    def _message(self, first: int, payload: bytes) -> None:
        self.tally.messages_in += 1
        if first in (TEXT, BINARY):
            self.hear(payload)
        elif first == PING:
            self.send(payload, PONG)
        elif first == CLOSE:
            self.fail(f"close {int.from_bytes(payload[:2], 'big')}")

"""The opening handshake of a WebSocket, by wsproto: a request head in, an answer out. Pure."""

import re
from base64 import b64decode
from collections.abc import Sequence
from typing import cast

import h11
from wsproto.connection import ConnectionType
from wsproto.events import AcceptConnection, RejectConnection, RejectData, Request
from wsproto.handshake import H11Handshake
from wsproto.utilities import RemoteProtocolError

from gateway.transport.refusal import refusal
from gateway.transport.target import BadTarget, origin_form

LONGEST_HEAD = 16 * 1024
"""Bytes; Hypercorn refuses a longer head."""
MOST_FIELDS = 100
"""Header fields of one request, as many as common servers take; each costs some work."""
HEAD_ENDS = re.compile(rb"\n\r?\n")
ASKS = re.compile(rb"\nupgrade:[ \t]*websocket[ \t]*\r?\n", re.IGNORECASE)


def head_end(data: bytes | bytearray) -> int:
    """Return where the request head ends in the input; 0 if it is not whole."""
    found = HEAD_ENDS.search(data)
    return found.end() if found else 0


def asks_for_socket(head: bytes) -> bool:
    """Tell whether a request head wants a WebSocket, at whatever path."""
    return head.startswith(b"GET ") and ASKS.search(head) is not None


class BadHandshake(Exception):
    """The head asks for a WebSocket, but not in the right way."""

    def __init__(self, status: int = 400, fields: Sequence[tuple[bytes, bytes]] = ()) -> None:
        super().__init__("bad handshake")
        self.status = status
        self._fields = fields

    def answer(self, *, secure: bool) -> bytes:
        """Return the answer, made by h11, as wsproto has none for what is not HTTP."""
        fields, body = refusal(self.status, secure=secure)
        head = h11.Response(status_code=self.status, headers=[*self._fields, *fields])
        connection = h11.Connection(h11.SERVER)
        return (connection.send(head) or b"") + (connection.send(h11.Data(data=body)) or b"")


class Handshake:
    """One request for a WebSocket. Raises BadHandshake if it is malformed."""

    def __init__(self, head: bytes) -> None:
        if head.count(b"\n") - 2 > MOST_FIELDS:  # less the request line and the empty line
            raise BadHandshake(431)
        self._protocol = H11Handshake(ConnectionType.SERVER)
        try:
            self._protocol.receive_data(head)
            request = cast("Request", next(self._protocol.events()))
            target, host = origin_form(request.target.encode())
        except RemoteProtocolError as error:
            hint = cast("RejectConnection", error.event_hint)
            raise BadHandshake(hint.status_code, hint.headers) from None
        except (UnicodeError, BadTarget):
            raise BadHandshake from None
        self.path = target.partition(b"?")[0].decode("latin-1")
        headers = {"host": request.host if host is None else host.decode("latin-1")}
        for field, value in request.extra_headers:
            name, text = field.decode("latin-1"), value.decode("latin-1")
            headers[name] = f"{headers[name]},{text}" if name in headers else text
        self.headers = headers
        """By lower-case name; several lines of one name are joined by commas."""
        self.origin = headers.get("origin")
        self.cookies = headers.get("cookie", "")
        has_body = headers.get("content-length", "0") != "0" or "transfer-encoding" in headers
        if has_body or not _is_nonce(headers["sec-websocket-key"]):
            raise BadHandshake

    def accept(self) -> bytes:
        """Return the answer that opens it, with no extension and no subprotocol."""
        return self._protocol.send(AcceptConnection())

    def reject(self, status: int, content_type: str, body: bytes, **headers: str) -> bytes:
        """Return an answer that says why not, and ends the connection."""
        fields = {"content-type": content_type, "content-length": str(len(body))} | headers
        fields["connection"] = "close"
        lines = [(name.encode(), value.encode()) for name, value in fields.items()]
        rejected = RejectConnection(status_code=status, headers=lines, has_body=True)
        return self._protocol.send(rejected) + self._protocol.send(RejectData(data=body))


def _is_nonce(key: str) -> bool:
    try:
        return len(b64decode(key, validate=True)) == 16
    except ValueError:  # not Base64, or not even ASCII
        return False

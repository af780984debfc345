"""Passes a request on to the node that has the actors it is about, and its answer back."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import h11
import trio

from gateway.cluster.inner import open_led
from gateway.guard.seen import Seen

WITHIN = 10.0
"""Seconds for the answer."""
AT_ONCE = 64 * 1024
PER_HOP = {b"connection", b"keep-alive", b"transfer-encoding", b"upgrade", b"content-length"}
"""Fields that are about one connection (RFC 9110, section 7.6.1), and the length, set anew."""

Fields = Sequence[tuple[bytes, bytes]]


class NoAnswer(Exception):
    """The node did not answer; the request may have been carried out."""


class Answer(NamedTuple):
    """The answer of a node."""

    status: int
    fields: list[tuple[bytes, bytes]]
    body: bytes


async def forward(
    place: str, seen: Seen, method: str, target: str, fields: Fields, body: bytes
) -> Answer:
    """Send a request to the node at a place. Raises NoAnswer."""
    kept = [(name, value) for name, value in fields if name.lower() not in PER_HOP]
    kept += [(b"connection", b"close"), (b"content-length", str(len(body)).encode())]
    talk = h11.Connection(h11.CLIENT)
    data = talk.send(h11.Request(method=method, target=target, headers=kept)) or b""
    data += (talk.send(h11.Data(data=body)) or b"") + (talk.send(h11.EndOfMessage()) or b"")
    try:
        with trio.fail_after(WITHIN):
            async with await open_led(place, seen) as stream:
                await stream.send_all(data)
                return await _answer(talk, stream)
    except (OSError, trio.TooSlowError, trio.BrokenResourceError, h11.ProtocolError) as error:
        raise NoAnswer(str(error)) from error


async def _answer(talk: h11.Connection, stream: trio.SocketStream) -> Answer:
    head, body = h11.Response(status_code=502, headers=[]), b""
    while True:
        event = talk.next_event()
        if event is h11.NEED_DATA:
            talk.receive_data(await stream.receive_some(AT_ONCE))
        elif isinstance(event, h11.Response):
            head = event
        elif isinstance(event, h11.Data):
            body += event.data
        elif isinstance(event, h11.EndOfMessage):
            kept = [(name, value) for name, value in head.headers if name not in PER_HOP]
            return Answer(head.status_code, kept, body)

"""The door that a node has for its peers: they ask whether it lives, and lead sockets to it.

A peer begins with one line. ``PROBE``: the answer is the node's epoch, and whether the store
answers it (1 or 0). ``LED`` and a JSON object: what follows are the bytes of a client, which has
sent them to the peer; the object says what the peer knows of the client.
"""

import socket
from collections.abc import Awaitable, Callable
from typing import NamedTuple

import msgspec
import trio
from structlog import get_logger

from gateway.guard.seen import Seen

log = get_logger("gateway.cluster")

LONGEST = 4096
"""Bytes of the first line."""
WITHIN = 2.0
"""Seconds for the first line."""
PATIENCE = 0.5
"""Seconds within which a peer has to answer whether it lives."""

Serve = Callable[[socket.socket, Seen], Awaitable[None]]
"""Serves a client that a peer has led here."""
_decode = msgspec.json.Decoder(Seen).decode


class Pulse(NamedTuple):
    """What a peer says of itself: its epoch, and whether the store answers it."""

    epoch: int
    has_store: bool


GONE = Pulse(0, has_store=False)
"""Stands for the pulse of a place where no process listens: its machine has refused to connect."""


class Inner:
    """Listens for peers. ``pulse`` is asked with each probe."""

    def __init__(self, listener: socket.socket, pulse: Callable[[], Pulse]) -> None:
        self._listener = listener
        self._pulse = pulse
        self.serve: Serve | None = None
        """Set when the server is ready for clients; until then those led here are sent away."""

    async def run(self) -> None:
        """Serve peers until cancelled."""
        listener = trio.SocketListener(trio.socket.from_stdlib_socket(self._listener))
        await trio.serve_listeners(self._handle, [listener])

    async def _handle(self, stream: trio.SocketStream) -> None:
        try:
            with trio.fail_after(WITHIN):
                line = await _first_line(stream.socket)
            word, _, rest = line.partition(b" ")
            if word == b"PROBE":
                epoch, has_store = self._pulse()
                await stream.send_all(b"%d %d\n" % (epoch, has_store))
            elif word == b"LED" and self.serve is not None:
                await self.serve(_give_away(stream), _decode(rest))
        except (
            OSError,
            trio.TooSlowError,
            trio.BrokenResourceError,
            msgspec.MsgspecError,
        ) as error:
            log.debug("a peer's connection ended early", reason=str(error))


async def _first_line(sock: trio.socket.SocketType) -> bytes:
    """Take the first line and nothing after it, as all the rest is the client's."""
    while True:
        seen = await sock.recv(LONGEST, socket.MSG_PEEK)
        end = seen.find(b"\n")
        if end >= 0:
            return (await sock.recv(end + 1))[:-1]
        if not seen or len(seen) == LONGEST:
            raise trio.BrokenResourceError("no first line")
        await trio.sleep(0.01)  # the rest of the line is on its way


def _give_away(stream: trio.SocketStream) -> socket.socket:
    """Return the socket under a stream, which is not to be used any more."""
    sock = socket.socket(fileno=stream.socket.detach())
    sock.setblocking(False)
    return sock


async def probe(place: str) -> Pulse | None:
    """Ask the node at a place (host:port) whether it lives; None: it does not answer in time.

    That proves nothing, as the way there may be cut. `GONE` proves that it has ended.
    """
    try:
        with trio.fail_after(PATIENCE):
            async with await trio.open_tcp_stream(*_address(place)) as stream:
                await stream.send_all(b"PROBE\n")
                answer = await stream.receive_some(64)
        epoch, has_store = answer.split()
        return Pulse(int(epoch), has_store == b"1")
    except (OSError, ValueError, trio.TooSlowError, trio.BrokenResourceError) as error:
        return GONE if _is_refused(error) else None


def _is_refused(error: Exception) -> bool:
    """Tell whether every address of a place has refused: trio gathers why each has failed."""
    why = error.__cause__
    if not isinstance(why, ExceptionGroup):
        return False
    return all(isinstance(each, ConnectionRefusedError) for each in why.exceptions)


async def open_led(place: str, seen: Seen) -> trio.SocketStream:
    """Connect to a node for a client; raises OSError, TooSlowError or BrokenResourceError."""
    with trio.fail_after(WITHIN):
        stream = await trio.open_tcp_stream(*_address(place))
        await stream.send_all(b"LED %b\n" % msgspec.json.encode(seen))
    return stream


def _address(place: str) -> tuple[str, int]:
    host, _, port = place.rpartition(":")
    return host.strip("[]"), int(port)

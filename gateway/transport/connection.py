"""A Connection on a socket of its own: it sends at once, and keeps what the system does not take.

Nothing here waits: ``readable`` and ``writable``, which a readiness calls, do what can be done now.
"""

import secrets
import socket
import ssl
from collections.abc import Callable
from contextlib import suppress
from typing import cast

from structlog import get_logger
from wsproto.frame_protocol import Frame, Opcode

from actors.player.connection import Sink
from gateway.socket.backpressure import CONGESTED, DRAINED, LARGEST_MESSAGE, MOST_WAITING
from gateway.socket.listener import Listener
from gateway.transport import codec
from gateway.transport.grace import Grace
from gateway.transport.line import round_trip
from gateway.transport.phase import Phase
from gateway.transport.readiness import Readiness
from gateway.transport.reset import reset
from gateway.transport.tls import Tls

log = get_logger("gateway.transport")

FAILED = 1011

AT_ONCE = 1024
"""Bytes read before the next socket has its turn: some milliseconds in a flood of tiny frames."""


class SocketConnection:
    """Implements `actors.player.connection.Connection` and `Watched`."""

    __slots__ = (
        "_backlog",
        "_decoder",
        "_direct",
        "_grace",
        "_listener",
        "_now",
        "_phase",
        "_readiness",
        "_tls",
        "account",
        "called",
        "congested",
        "heard",
        "id",
        "sink",
        "sock",
    )

    def __init__(
        self,
        sock: socket.socket,
        tls: Tls | None,
        readiness: Readiness,
        grace: Grace,
        now: Callable[[], float],
        *,
        direct: bool = False,
    ) -> None:
        """``direct``: the peer is the player, and no proxy."""
        self.id = secrets.token_hex(8)
        self.called = ""
        self.account = False
        self.sink: Sink | None = None
        self.heard = now()
        self.congested = False
        self.sock = sock
        self._direct = direct
        self._tls = tls
        self._readiness = readiness
        self._grace = grace
        self._now = now
        self._decoder = codec.Decoder(LARGEST_MESSAGE)
        self._listener: Listener | None = None
        self._backlog = bytearray()
        self._phase = Phase.OPEN

    def start(self, listener: Listener, received: bytes) -> None:
        """Begin to listen; ``received`` came in with the handshake."""
        self._listener = listener
        self._readiness.watch(self)
        if received:
            self._receive(received)

    @property
    def waiting(self) -> int:
        """How many bytes wait to be sent."""
        return len(self._backlog)

    def round_trip(self) -> float | None:
        """See `Connection.round_trip`."""
        return round_trip(self.sock) if self._direct else None

    def send(self, data: bytes) -> bool:
        """See `Connection.send`."""
        frame = codec.text(data)
        if self._phase is not Phase.OPEN or len(self._backlog) + len(frame) > MOST_WAITING:
            return False
        self._write(frame)
        return True

    def close(self, code: int, reason: str) -> None:
        """See `Connection.close`. The first close counts; it is sent after what waits."""
        self._close(Phase.CLOSING, code, reason)

    def abort(self) -> None:
        """End the connection at once; what waits is dropped."""
        reset(self.sock)
        self._end()

    def readable(self) -> None:
        """See `Watched.readable`. Reads once, so that other sockets do not wait for a flood."""
        try:
            data = self.sock.recv(AT_ONCE)
        except BlockingIOError:
            return
        except OSError:
            data = b""
        if data and self._tls is not None:
            data = self._open(self._tls, data)
        elif not data:
            self._end()
        if data:
            self._receive(data)

    def writable(self) -> None:
        """See `Watched.writable`."""
        try:
            sent = self.sock.send(self._backlog)
        except BlockingIOError:
            return
        except OSError:
            self._end()
            return
        del self._backlog[:sent]
        if not self._backlog:
            self._readiness.enough(self)
            self._flushed()
        if self.congested and len(self._backlog) < DRAINED:
            self.congested = False
            if self._listener is not None:
                self._listener.drained()

    def _open(self, tls: Tls, data: bytes) -> bytes:
        try:
            clear = tls.open(data)
        except ssl.SSLError:
            self.abort()
            return b""
        if answer := tls.take():
            self._answer(answer)
        if tls.ended and not clear:
            self._end()
        return clear

    def _receive(self, data: bytes) -> None:
        """Take input; after a violation, ignore it."""
        if self._phase > Phase.CLOSING:
            return
        ping = None
        try:
            for event in self._decoder.feed(data):
                if not isinstance(event, Frame):
                    self._hear(event)
                elif event.opcode is Opcode.CLOSE:
                    code, _ = cast("tuple[int, str]", event.payload)
                    self._close(Phase.ANSWERED, code, "")
                elif self._phase is Phase.OPEN and self._listener is not None:
                    self._listener.count()
                    ping = event if event.opcode is Opcode.PING else ping
                else:  # the rest of a flood is not even decoded, as that costs the most
                    self._close(Phase.FAILED, FAILED, "")
                if self._phase > Phase.CLOSING:
                    break
        except codec.Violation as violation:
            self._close(Phase.FAILED, violation.code, str(violation))
        except Exception:
            log.exception("a message was not handled")
            self._close(Phase.FAILED, FAILED, "the server made a mistake")
        if ping is not None and self._phase is Phase.OPEN:  # of many, the last is answered
            pong = codec.pong(cast("bytes", ping.payload))
            self._answer(pong if self._tls is None else self._tls.seal(pong))

    def _hear(self, message: bytes) -> None:
        if self._phase is Phase.OPEN and self._listener is not None:
            self.heard = self._now()
            self._listener.hear(message)

    def _answer(self, data: bytes) -> None:
        """Send an answer; a peer that asks and never reads the answers is cut off."""
        if len(self._backlog) > MOST_WAITING:
            self.abort()
        else:
            self._transmit(data)

    def _close(self, phase: Phase, code: int, reason: str) -> None:
        """Go on to a later phase; the close frame is sent once."""
        if phase <= self._phase:
            return
        said, self._phase = self._phase is not Phase.OPEN, phase
        if not said:
            self._grace.begin(self.abort)
            self._write(codec.close(code, reason))
        if not self._backlog:
            self._flushed()

    def _flushed(self) -> None:
        """Go on after everything has been sent."""
        if self._phase is Phase.ANSWERED:
            self._end()
        elif self._phase is Phase.FAILED:
            with suppress(OSError):
                self.sock.shutdown(socket.SHUT_WR)

    def _write(self, frame: bytes) -> None:
        self._transmit(frame if self._tls is None else self._tls.seal(frame))

    def _transmit(self, data: bytes) -> None:
        """Send what the system takes; the rest when it takes more."""
        if not self._backlog:
            try:
                sent = self.sock.send(data)
            except BlockingIOError:
                sent = 0
            except OSError:
                self._lost()
                return
            if sent == len(data):
                return
            data = data[sent:]
            self._readiness.want_writable(self)
        self._backlog += data
        self.congested = self.congested or len(self._backlog) > CONGESTED

    def _lost(self) -> None:
        """Note that the peer is gone; end later, by the readiness, as an actor may be at work."""
        if self._phase < Phase.FAILED:
            if self._phase is Phase.OPEN:
                self._grace.begin(self.abort)
            self._phase = Phase.FAILED

    def _end(self) -> None:
        """Close the socket and tell the listener; drop all references, as cycles cost memory."""
        if self._phase is Phase.ENDED:
            return
        self._phase = Phase.ENDED
        self._readiness.forget(self)
        if self._tls is not None and not self._backlog:
            with suppress(OSError):
                self.sock.send(self._tls.end())
        self.sock.close()
        self._backlog.clear()
        listener, self._listener = self._listener, None
        if listener is not None:
            listener.ended()

"""TLS of one connection without I/O: what came in and what is to go out are bytes."""

import ssl
from contextlib import suppress
from typing import Any

RECORD = 16 * 1024
"""Bytes of the largest TLS record."""

_scratch = bytearray(RECORD)
_view = memoryview(_scratch)


class Tls:
    """The server's side. Every method may leave bytes for the peer: send what ``take`` returns."""

    __slots__ = ("_incoming", "_object", "_outgoing", "ended")

    def __init__(self, context: ssl.SSLContext) -> None:
        self._incoming = ssl.MemoryBIO()
        self._outgoing = ssl.MemoryBIO()
        self._object: Any = context.wrap_bio(self._incoming, self._outgoing, server_side=True)
        self.ended = False
        """Whether the peer has said that nothing more comes."""

    def shake_hands(self, data: bytes) -> bool:
        """Go on with the handshake; tell whether it is done. ssl.SSLError when it failed."""
        self._incoming.write(data)
        try:
            self._object.do_handshake()
        except ssl.SSLWantReadError:
            return False
        return True

    @property
    def alpn(self) -> str | None:
        """The protocol agreed to, once the handshake is done."""
        return self._object.selected_alpn_protocol()

    def open(self, data: bytes) -> bytes:
        """Return the clear text of what came in, as far as it is whole; ssl.SSLError if forged."""
        self._incoming.write(data)
        clear = b""
        try:
            while True:
                size = self._object.read(RECORD, _scratch)
                if not size:
                    self.ended = True
                    return clear
                clear += _view[:size]
                if not self._incoming.pending:  # a read takes a whole record
                    return clear
        except ssl.SSLWantReadError:
            return clear
        except ssl.SSLZeroReturnError:
            self.ended = True
            return clear

    def seal(self, data: bytes) -> bytes:
        """Return the records that carry the clear text."""
        self._object.write(data)
        return self._outgoing.read()

    def take(self) -> bytes:
        """Return what the protocol itself has to say: handshake, tickets, an alert."""
        return self._outgoing.read() if self._outgoing.pending else b""

    def end(self) -> bytes:
        """Say that nothing more comes; return the record."""
        with suppress(ssl.SSLError):  # the peer has not said so, or the handshake never ended
            self._object.unwrap()
        return self.take()

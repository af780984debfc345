"""TLS of one connection without I/O: bytes in, bytes out."""

import ssl
from contextlib import suppress
from typing import Any

RECORD = 16 * 1024
"""Bytes of the largest TLS record."""

_scratch = bytearray(RECORD)
_view = memoryview(_scratch)


class Tls:
    """The server's side. After every method, send the peer what ``take`` returns."""

    __slots__ = ("_incoming", "_object", "_outgoing", "ended")

    def __init__(self, context: ssl.SSLContext) -> None:
        self._incoming = ssl.MemoryBIO()
        self._outgoing = ssl.MemoryBIO()
        self._object: Any = context.wrap_bio(self._incoming, self._outgoing, server_side=True)
        self.ended = False
        """Whether the peer has said that it sends no more."""

    def shake_hands(self, data: bytes) -> bool:
        """Go on with the handshake; return whether it is done. ssl.SSLError if it failed."""
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
        """Return the clear text of the whole records that came in; ssl.SSLError if forged."""
        self._incoming.write(data)
        clear = b""
        try:
            while True:
                size = self._object.read(RECORD, _scratch)
                if not size:
                    self.ended = True
                    return clear
                clear += _view[:size]
                if not self._incoming.pending:  # each read takes a whole record
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
        """Return the bytes that the protocol itself has to send: handshake, tickets, an alert."""
        return self._outgoing.read() if self._outgoing.pending else b""

    def end(self) -> bytes:
        """Return the record that says that nothing more comes."""
        with suppress(ssl.SSLError):  # the peer has not ended too, or the handshake never did
            self._object.unwrap()
        return self.take()

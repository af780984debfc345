"""Decodes and encodes frames of RFC 6455. Pure: no socket, no clock.

Nearly everything a page sends is a whole, unfragmented, masked text frame; these are decoded here.
All other frames are left to wsproto once they are whole: fragments, control frames, the close
handshake.
"""

from collections.abc import Iterator

from wsproto.frame_protocol import Frame, FrameProtocol, Opcode, ParseFailed

BINARY_REFUSED, PROTOCOL_ERROR, NOT_UTF8, TOO_LARGE = 1003, 1002, 1007, 1009

FINAL_TEXT = 0x81
DATA = frozenset({0x00, 0x01, 0x02, 0x80, 0x81, 0x82})
BINARY = frozenset({0x02, 0x82})
CONTROL = frozenset({0x88, 0x89, 0x8A})
LONGEST_CONTROL = 125
HEADS = tuple(bytes((FINAL_TEXT, size)) for size in range(126))


class Violation(Exception):
    """The peer broke the rules; close the connection with ``code``."""

    def __init__(self, code: int, reason: str) -> None:
        super().__init__(reason)
        self.code = code


class Decoder:
    """Decodes the frames of one client. A message may have ``limit`` bytes."""

    __slots__ = ("_fragmented", "_limit", "_needed", "_parts", "_rest", "_size")

    def __init__(self, limit: int) -> None:
        self._limit = limit
        self._rest = bytearray()
        self._needed = 0
        self._fragmented: FrameProtocol | None = None  # exists only within a fragmented message
        self._parts: list[str] = []
        self._size = 0

    def feed(self, data: bytes) -> Iterator[bytes | Frame]:
        """Yield each text message that is whole by now, as UTF-8, and each other whole frame.

        A fragment is a frame too, and comes before the message that it may complete. Raises
        Violation after yielding what came before it; the decoder is of no use after that.
        """
        if self._rest:
            self._rest += data
            if len(self._rest) < self._needed:
                return
            data = bytes(self._rest)
            self._rest.clear()
        at, end = 0, len(data)
        self._needed = 0
        while end - at >= 2:
            first, size = data[at], data[at + 1]
            start = at + 6
            if size == 0xFE:
                size, start = _longer(data[at + 2 : at + 4], 2, 126), at + 8
            elif size == 0xFF:
                size, start = _longer(data[at + 2 : at + 10], 8, 65536), at + 14
            else:
                size -= 0x80
            if first != FINAL_TEXT or not 0 <= size <= self._limit:
                self._check(first, size, masked=data[at + 1] & 0x80 != 0)
            stop = start + size
            if stop > end:
                self._needed = stop - at
                break
            if first == FINAL_TEXT and self._fragmented is None:
                message = unmask(data[start - 4 : start], data[start:stop])
                yield message if message.isascii() else _utf8(message)
            else:
                yield from self._other(data[at:stop])
            at = stop
        if at < end:
            self._rest += data[at:]

    def _check(self, first: int, size: int, *, masked: bool) -> None:
        """Refuse a bad frame as soon as its header is there."""
        if not masked:
            raise Violation(PROTOCOL_ERROR, "a client masks its frames")
        if first in BINARY:
            raise Violation(BINARY_REFUSED, "only text messages")
        if first not in DATA and (first not in CONTROL or size > LONGEST_CONTROL):
            raise Violation(PROTOCOL_ERROR, "no such frame")
        if size > self._limit:
            raise Violation(TOO_LARGE, "message far too large")

    def _other(self, frame: bytes) -> Iterator[bytes | Frame]:
        """Decode one whole frame that is not a whole text message."""
        protocol = self._fragmented or FrameProtocol(client=False, extensions=[])
        protocol.receive_bytes(frame)
        try:
            for decoded in protocol.received_frames():
                yield decoded
                if decoded.opcode is Opcode.TEXT:
                    yield from self._gather(decoded, len(frame))
                    self._fragmented = None if decoded.message_finished else protocol
        except ParseFailed as error:
            raise Violation(int(error.code), str(error)) from None

    def _gather(self, fragment: Frame, size: int) -> Iterator[bytes]:
        self._parts.append(str(fragment.payload))
        self._size += size
        if self._size > self._limit:
            raise Violation(TOO_LARGE, "message far too large")
        if fragment.message_finished:
            message = "".join(self._parts).encode()
            self._parts, self._size = [], 0
            yield message


def _longer(field: bytes, width: int, least: int) -> int:
    """Read a length field. If it is not whole, neither is the frame, and any number will do."""
    if len(field) < width:
        return 0
    size = int.from_bytes(field)
    if size < least:
        raise Violation(PROTOCOL_ERROR, "a length has its shortest form")
    return size


def unmask(mask: bytes, payload: bytes) -> bytes:
    """Remove or add the mask, with the payload as one long number: the fastest way in Python.

    The mask times 1 + 2^32 + 2^64 + ... is the mask repeated.
    """
    size = len(payload)
    words = (size + 3) // 4
    ones = ONES[words] if words < len(ONES) else _ones(words)
    masked = int.from_bytes(payload, "little") ^ int.from_bytes(mask, "little") * ones
    return masked.to_bytes(words * 4, "little")[:size]


def _ones(words: int) -> int:
    return int.from_bytes(b"\x01\x00\x00\x00" * words, "little")


ONES = tuple(map(_ones, range(65)))


def _utf8(message: bytes) -> bytes:
    try:
        message.decode()
    except UnicodeDecodeError:
        raise Violation(NOT_UTF8, "a text message is UTF-8") from None
    return message


def text(data: bytes) -> bytes:
    """Return the frame of one text message to a client."""
    size = len(data)
    if size < 126:
        return HEADS[size] + data
    if size < 65536:
        return b"\x81\x7e" + size.to_bytes(2) + data
    return b"\x81\x7f" + size.to_bytes(8) + data


def close(code: int, reason: str) -> bytes:
    """Return a close frame; a long reason is cut."""
    return bytes(FrameProtocol(client=False, extensions=[]).close(code, reason))


def pong(payload: bytes) -> bytes:
    """Return the answer to a ping."""
    return bytes(FrameProtocol(client=False, extensions=[]).pong(payload))

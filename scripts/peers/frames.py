"""WebSocket frames as a client writes them (RFC 6455): masked, unfragmented, small."""

import os
from functools import cache

TEXT, BINARY, CLOSE, PING, PONG = 0x81, 0x82, 0x88, 0x89, 0x8A
"""First bytes of unfragmented frames."""

_MASK = os.urandom(4)  # one for the whole run is enough on the loopback


@cache
def head_and_mask(first: int, length: int) -> tuple[bytes, int]:
    """Return the head of a frame with ``length`` (up to 65,535) bytes, and the mask of its payload.

    The mask is a little-endian number of ``length`` bytes, to be XORed with the payload as one.
    """
    size = bytes((0x80 | length,)) if length < 126 else b"\xfe" + length.to_bytes(2, "big")
    repeated = (_MASK * (length // 4 + 1))[:length]
    return bytes((first,)) + size + _MASK, int.from_bytes(repeated, "little")

"""WebSocket frames as a client writes them: masked, whole, small."""

import os
from functools import cache

TEXT, BINARY, CLOSE, PING, PONG = 0x81, 0x82, 0x88, 0x89, 0x8A
"""First bytes of unfragmented frames."""

_MASK = os.urandom(4)  # one for the run: a loopback needs no protection, the server unmasks anyway


@cache
def head_and_mask(first: int, length: int) -> tuple[bytes, int]:
    """Head of a frame of up to 65,535 bytes, and what its payload is XORed with, as a number.

    Both little-endian numbers of ``length`` bytes.
    """
    size = bytes((0x80 | length,)) if length < 126 else b"\xfe" + length.to_bytes(2, "big")
    repeated = (_MASK * (length // 4 + 1))[:length]
    return bytes((first,)) + size + _MASK, int.from_bytes(repeated, "little")

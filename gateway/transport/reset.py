"""Ending a TCP connection without waiting for the peer."""

import socket
import struct
from contextlib import suppress

NO_LINGER = struct.pack("ii", 1, 0)


def reset(sock: socket.socket) -> None:
    """Make the next close drop unsent data and send a reset."""
    with suppress(OSError):  # closed already
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, NO_LINGER)

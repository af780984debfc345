"""The round trip of a TCP connection as the system measures it. Linux tells; elsewhere nobody."""

import socket
import struct

OFFSET_ROUND_TRIP, OFFSET_LEAST, LENGTH = 68, 148, 152
"""Of ``tcpi_rtt`` and ``tcpi_min_rtt`` (microseconds) in ``struct tcp_info``, linux/tcp.h."""
DELAYED = 0.045
"""Seconds that a system may keep an acknowledgement back for something to send along."""
TCP_INFO: int | None = getattr(socket, "TCP_INFO", None)


def round_trip(sock: socket.socket) -> float | None:
    """Seconds there and back; None where the system does not say.

    The least of the last minutes, or what it takes now if that is clearly more: a line that fills
    up. An acknowledgement that comes late on purpose takes a TCP of one's own.
    """
    if TCP_INFO is None:
        return None
    try:
        info = sock.getsockopt(socket.IPPROTO_TCP, TCP_INFO, LENGTH)
    except OSError:  # gone, or no TCP
        return None
    if len(info) < LENGTH:
        return None
    (smooth,) = struct.unpack_from("=I", info, OFFSET_ROUND_TRIP)
    (least,) = struct.unpack_from("=I", info, OFFSET_LEAST)
    if not smooth or least == 0xFFFFFFFF:
        return None
    return max(least / 1e6, smooth / 1e6 - DELAYED)

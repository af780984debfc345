"""The round trip of a TCP connection as the system measures it. Only Linux tells it."""

import socket
import struct

OFFSET_ROUND_TRIP, OFFSET_LEAST, LENGTH = 68, 148, 152
"""Offsets of ``tcpi_rtt`` and ``tcpi_min_rtt`` (microseconds) in ``tcp_info``, linux/tcp.h."""
DELAYED = 0.045
"""Seconds for which a system may delay an acknowledgement, to send data along with it."""
TCP_INFO: int | None = getattr(socket, "TCP_INFO", None)


def round_trip(sock: socket.socket) -> float | None:
    """Return the round trip in seconds; None if the system does not tell it.

    It is the least of the last minutes, or the present one if that is clearly more, as on a line
    that fills up. To delay acknowledgements on purpose, a player would need a TCP stack of their
    own.
    """
    if TCP_INFO is None:
        return None
    try:
        info = sock.getsockopt(socket.IPPROTO_TCP, TCP_INFO, LENGTH)
    except OSError:  # it is gone, or not TCP
        return None
    if len(info) < LENGTH:
        return None
    (smooth,) = struct.unpack_from("=I", info, OFFSET_ROUND_TRIP)
    (least,) = struct.unpack_from("=I", info, OFFSET_LEAST)
    if not smooth or least == 0xFFFFFFFF:
        return None
    return max(least / 1e6, smooth / 1e6 - DELAYED)

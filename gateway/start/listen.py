"""The sockets the server listens on."""

import errno
import os
import socket

from gateway.process.errors import CannotStart

BACKLOG = 4096
"""Connections the system holds until they are accepted (Linux: at most net.core.somaxconn)."""
UNANSWERED = 20_000
"""Milliseconds for which a peer may leave what was sent unacknowledged (TCP_USER_TIMEOUT)."""
SEND_BUFFER = 64 * 1024
"""Bytes the system buffers for each client (Linux doubles it), so that congestion shows here."""


def listen(host: str, port: int, option: str = "--port") -> socket.socket:
    """Open a listening socket, with the options that accepted sockets inherit.

    Raises CannotStart with the reason and the ``option`` that chooses the port.
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listener = socket.socket(family, socket.SOCK_STREAM)
    try:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, SEND_BUFFER)
        if hasattr(socket, "TCP_USER_TIMEOUT"):
            listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_USER_TIMEOUT, UNANSWERED)
        if family == socket.AF_INET6:
            # "::" means both families, whatever the default of the system is.
            listener.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 0)
        listener.bind((host, port))
        listener.listen(BACKLOG)
    except OSError as error:
        listener.close()
        raise CannotStart(_why(error, host, port, option)) from None
    return listener


def _why(error: OSError, host: str, port: int, option: str) -> str:
    if error.errno == errno.EADDRINUSE:
        return f"port {port} on {host} is taken; stop what uses it or choose another: {option}"
    if error.errno in {errno.EACCES, errno.EPERM}:
        return f"this user may not listen on port {port}; choose one from 1024 on: {option}"
    reason = os.strerror(error.errno) if error.errno else str(error)
    return f"cannot listen on {host} port {port} ({reason}); choose another --host or {option}"

"""The socket the server listens on."""

import errno
import os
import socket

from gateway.errors import CannotStart

BACKLOG = 512
UNANSWERED = 20_000
"""Milliseconds for which a peer may leave what was sent unacknowledged (TCP_USER_TIMEOUT)."""
SEND_BUFFER = 64 * 1024
"""Bytes the system buffers for each client (Linux doubles it), so that congestion shows here."""


def listen(host: str, port: int) -> socket.socket:
    """Open it; what accepted sockets inherit is set here. CannotStart says why it cannot be."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listener = socket.socket(family, socket.SOCK_STREAM)
    try:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, SEND_BUFFER)
        if hasattr(socket, "TCP_USER_TIMEOUT"):
            listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_USER_TIMEOUT, UNANSWERED)
        listener.bind((host, port))
        listener.listen(BACKLOG)
    except OSError as error:
        listener.close()
        raise CannotStart(_why(error, host, port)) from None
    return listener


def _why(error: OSError, host: str, port: int) -> str:
    if error.errno == errno.EADDRINUSE:
        return f"port {port} on {host} is taken; stop what uses it or choose another: --port"
    if error.errno in {errno.EACCES, errno.EPERM}:
        return f"this user may not listen on port {port}; choose one from 1024 on: --port"
    reason = os.strerror(error.errno) if error.errno else str(error)
    return f"cannot listen on {host} port {port} ({reason}); choose another --host or --port"

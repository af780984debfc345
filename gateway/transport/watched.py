"""The callbacks of a readiness."""

import socket
from typing import Protocol


class Watched(Protocol):
    """Something that has a socket. None of its methods blocks."""

    @property
    def sock(self) -> socket.socket:
        """Non-blocking, and open while watched."""
        ...

    def readable(self) -> None:
        """Read: something came in, or the peer has ended."""
        ...

    def writable(self) -> None:
        """Write: the system takes bytes again."""
        ...

    def abort(self) -> None:
        """End the connection: it failed, or the server ends."""
        ...

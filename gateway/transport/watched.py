"""What a readiness calls back."""

import socket
from typing import Protocol


class Watched(Protocol):
    """What has a socket; neither of these blocks."""

    @property
    def sock(self) -> socket.socket:
        """Non-blocking, and open while watched."""
        ...

    def readable(self) -> None:
        """Something came in, or the end."""
        ...

    def writable(self) -> None:
        """The system takes bytes again."""
        ...

    def abort(self) -> None:
        """End it: it failed, or the server ends."""
        ...

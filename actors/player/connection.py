"""A socket as a player actor sees it; the transport under it can be exchanged."""

from collections.abc import Callable
from typing import Protocol

Later = Callable[[], bytes]
"""Makes the frame that stands for one that was left out."""


class Sink(Protocol):
    """Where actors that have topics write what a page reads. Nothing here blocks or raises."""

    def put(self, key: str, frame: bytes) -> None:
        """Replace the newest frame of this key."""
        ...

    def stream(self, frame: bytes, key: str = "", later: Later | None = None) -> None:
        """Send a frame that is not kept for a resume.

        If there is no room for it now, ``later`` (if any) is put in its place under ``key``.
        """
        ...


class Connection(Protocol):
    """One open socket of a page. Nothing here blocks or raises."""

    sink: Sink | None
    """The session of the page; None until its hello was answered."""

    called: str
    """The name of the player now, under which the frames of the page go on."""

    account: bool
    """Whether the player has an account by now, and is no guest."""

    @property
    def id(self) -> str:
        """Unique in the life of the server."""
        ...

    @property
    def heard(self) -> float:
        """When the last frame came in, in seconds since the epoch."""
        ...

    @property
    def congested(self) -> bool:
        """Whether so much waits to be sent that motion should be left out until `Drained`."""
        ...

    def round_trip(self) -> float | None:
        """Round trip to the player in seconds, as the operating system measures it; None: unknown.

        The system at the other end answers, so a page cannot change it. Behind a proxy it is None,
        as the other end is the proxy and says nothing about the player.
        """
        ...

    def send(self, data: bytes) -> bool:
        """Queue one message (frames joined by newlines); False: the bound is reached."""
        ...

    def close(self, code: int, reason: str) -> None:
        """Close with a code of docs/protocol.md; what is queued may be lost."""
        ...

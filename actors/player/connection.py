"""What a player actor sees of a socket; the transport under it can be exchanged unnoticed."""

from typing import Protocol


class Connection(Protocol):
    """One open socket of a page. Nothing here blocks or raises."""

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
        """Whether so much is waiting to be sent that motion should be left out until drained."""
        ...

    def round_trip(self) -> float | None:
        """Seconds to the player and back, as the system knows them; None: it cannot know.

        What answers is the system at the other end, so a page has no say in it. Behind a proxy
        the other end is the proxy, which says nothing about the player.
        """
        ...

    def send(self, data: bytes) -> bool:
        """Queue one message (frames joined by newlines); False: the bound is reached."""
        ...

    def close(self, code: int, reason: str) -> None:
        """Close with a code of docs/protocol.md; what is queued may be lost."""
        ...

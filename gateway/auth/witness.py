"""What the sessions need to know about the open sockets."""

from collections.abc import Callable
from typing import Protocol


class Witness(Protocol):
    """Knows the open sockets."""

    async def answers(self, session: str) -> bool:
        """Tell whether a page answers on a socket of this session."""
        ...

    def close_dead(self, session: str, alive: Callable[[int], bool]) -> None:
        """Close the sockets of this session that were opened with a dead token."""
        ...

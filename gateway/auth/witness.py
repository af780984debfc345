"""What the sessions have to know of the open sockets."""

from collections.abc import Callable
from typing import Protocol


class Witness(Protocol):
    """Knows the open sockets."""

    async def answers(self, session: str) -> bool:
        """Tell whether somebody answers on a socket of a session."""
        ...

    def close_dead(self, session: str, alive: Callable[[int], bool]) -> None:
        """Close the sockets of this session that were opened with a token that is dead."""
        ...

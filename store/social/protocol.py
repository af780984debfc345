"""The verbs of `Store.social`."""

from typing import Protocol

from store.social.records import Blocked, Circle, Friendship, Tie


class Social(Protocol):
    """A part of `store.protocol.Store`, which says what holds for all verbs.

    A user named in a call must be in the store.
    """

    async def befriend(self, user_id: str, other_id: str, now_ms: int) -> Tie:
        """Ask to be friends, or accept the request if the other has asked.

        Nothing changes if either has blocked the other. Returns the tie after that.
        """
        ...

    async def unfriend(self, user_id: str, other_id: str) -> bool:
        """End a friendship or a request, whoever asked; return whether there was one."""
        ...

    async def friendships(self, user_id: str) -> list[Friendship]:
        """Return friends and requests of both directions, the oldest request first."""
        ...

    async def block(self, user_id: str, other_id: str, now_ms: int) -> None:
        """Block another user; this ends a friendship or request between the two."""
        ...

    async def unblock(self, user_id: str, other_id: str) -> None:
        """End a block, if there is one."""
        ...

    async def blocks(self, user_id: str) -> list[Blocked]:
        """Return whom a user has blocked, the earliest block first.

        The list leaves out those who had blocked the user before that and still do: the user does
        not get to see them.
        """
        ...

    async def tie(self, user_id: str, other_id: str) -> Tie:
        """Return how ``user_id`` stands to ``other_id``."""
        ...

    async def circle(self, user_id: str) -> Circle:
        """Return the friends and blocks of a user, and what they let others see."""
        ...

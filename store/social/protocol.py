"""The verbs of `Store.social`."""

from typing import Protocol

from store.social.records import Blocked, Circle, Friendship, Tie


class Social(Protocol):
    """A part of `store.protocol.Store`, under the same promises. Users named are known ones."""

    async def befriend(self, user_id: str, other_id: str, now_ms: int) -> Tie:
        """Ask to be friends, or accept when the other has asked; nothing where one blocks."""
        ...

    async def unfriend(self, user_id: str, other_id: str) -> bool:
        """End a friendship or a request, whoever asked; whether there was one."""
        ...

    async def friendships(self, user_id: str) -> list[Friendship]:
        """Return friends and requests of both directions, the oldest request first."""
        ...

    async def block(self, user_id: str, other_id: str, now_ms: int) -> None:
        """Block somebody; a friendship or request between the two ends."""
        ...

    async def unblock(self, user_id: str, other_id: str) -> None:
        """Block no longer."""
        ...

    async def blocks(self, user_id: str) -> list[Blocked]:
        """Return whom a user has blocked, the first one first.

        Who had blocked the user before that, and still does, is not among them.
        """
        ...

    async def tie(self, user_id: str, other_id: str) -> Tie:
        """Return what is between two users, as the first sees it."""
        ...

    async def circle(self, user_id: str) -> Circle:
        """Return whom a user has to do with and what was chosen to be shown."""
        ...

"""The verbs of `Store.notifications`."""

from typing import Protocol

from store.notifications.records import KeptNote, Note


class Notifications(Protocol):
    """A part of `store.protocol.Store`, which says what holds for all verbs.

    A flush of the journal adds notes: see `store.journal.protocol.Journal.flush`. A note to or
    about somebody who has no account (any more) is not kept. No verb shows a note about somebody
    with whom its player is parted by a block.
    """

    async def add(self, note: Note) -> None:
        """Keep a note; if its player has one with this id, nothing changes."""
        ...

    async def newest(self, player: str, limit: int, before: str | None = None) -> list[KeptNote]:
        """Return up to ``limit`` notes of a player, newest first.

        For the next page, pass the last id as ``before``.
        """
        ...

    async def unread(self, player: str) -> int:
        """Count the notes that a player has not read."""
        ...

    async def read(self, player: str, note: str, *, earlier: bool = False) -> bool:
        """Note that a player has read a note, or it and all ``earlier`` ones.

        Return whether any of them was unread.
        """
        ...

"""The verbs of `Store.notifications`."""

from typing import Protocol

from store.notifications.records import Errand, KeptNote, Note, Step, Ways


class Notifications(Protocol):
    """A part of `store.protocol.Store`, which says what holds for all verbs.

    A flush of the journal adds notes: see `store.journal.protocol.Journal.flush`. A note to or
    about somebody who has no account (any more) is not kept. No verb shows a note about somebody
    with whom its player is parted by a block.

    A note becomes an errand when it is added, if its player has a browser that takes pushes, or
    wants mails. Several servers may claim errands: each has one of them at a time.
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

    async def note(self, player: str, note: str) -> KeptNote | None:
        """Return a note of a player."""
        ...

    async def ways(self, player: str) -> Ways | None:
        """Return what a player has chosen to be told outside the page; None: nothing yet."""
        ...

    async def set_ways(self, player: str, ways: Ways) -> None:
        """Write what a player has chosen, if there is such an account."""
        ...

    async def next_errand(self) -> int | None:
        """Return when the next errand is due, be it in the past; None if there is none."""
        ...

    async def claim_errand(self, by: int, now_ms: int, until_ms: int) -> Errand | None:
        """Take the errand that has been due for longest, until then.

        ``by`` is an incarnation of a node; what it has claimed is due at once when it is gone.
        None: none is due, another server took it at this moment, or ``by`` is gone.
        """
        ...

    async def claim_mails(self, by: int, player: str, until_ms: int) -> list[Errand]:
        """Take all notes of a player that wait to be mailed, and that nobody has taken yet."""
        ...

    async def settle_errand(self, claimed: Errand, step: Step | None, due_at: int | None) -> bool:
        """Write what comes next for a claimed errand; None and None: nothing.

        False if another server has claimed it since.
        """
        ...

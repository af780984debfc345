"""The verbs of `Store.mail`."""

from typing import Protocol

from store.mail.records import Mail


class Mails(Protocol):
    """A part of `store.protocol.Store`, which says what holds for all verbs.

    Several servers may claim mails of one store: each mail has one of them at a time.
    """

    async def add(self, mail: Mail, most: int) -> bool:
        """Queue a mail, unless ``most`` are queued already or its account is gone."""
        ...

    async def next_due(self) -> int | None:
        """Return when the next mail is due, be it in the past; None if none is queued."""
        ...

    async def claim(self, by: int, now_ms: int, until_ms: int) -> Mail | None:
        """Take the mail that has been due for longest, and note it as ``sending`` until then.

        ``by`` is an incarnation of a node; what it has claimed is due at once when it is gone. If
        the mail was ``sending`` before, the server that had it has not said how that ended: this
        is one more doubt. None: no mail is due, another server took it at this moment, or ``by``
        is gone.
        """
        ...

    async def settle(self, claimed: Mail, after: Mail) -> bool:
        """Write what became of a claimed mail; False if another server has claimed it since."""
        ...

    async def drop(self, claimed: Mail) -> bool:
        """Remove a claimed mail that nobody is to get; False as for `settle`."""
        ...

    async def lately(self, user_id: str, kind: str, since_ms: int) -> int:
        """Count the mails of a kind to an account that were queued since then."""
        ...

    async def lately_to(self, address: str, kind: str, since_ms: int) -> int:
        """Count the mails of a kind to an address (`store.names.email_key`), whoever gave it."""
        ...

    async def mails_of(self, user_id: str) -> list[Mail]:
        """Return the mails to an account that are kept, the newest first."""
        ...

    async def unsent(self, limit: int) -> list[Mail]:
        """Return up to ``limit`` mails that wait or were given up, the newest first."""
        ...

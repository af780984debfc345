"""The verbs of `Store.mail` in plain dicts. No verb ever waits."""

from msgspec.structs import replace

from store.mail.records import MAILS_KEPT_MS, MOST_QUEUED, Mail
from store.names import email_key
from store.nodes.memory import is_lost, is_up
from store.tables import Tables

QUEUED = ("waiting", "sending")


class MemoryMails:
    """See `store.mail.protocol.Mails` for every verb."""

    def __init__(self, tables: Tables) -> None:
        self._tables = tables

    async def add(self, mail: Mail, most: int) -> bool:
        """See `Mails.add`."""
        return queue(self._tables, mail, most)

    async def next_due(self) -> int | None:
        """See `Mails.next_due`."""
        return min((self._due(mail) for mail in _queued(self._tables)), default=None)

    async def claim(self, by: int, now_ms: int, until_ms: int) -> Mail | None:
        """See `Mails.claim`."""
        due = [mail for mail in _queued(self._tables) if self._due(mail) <= now_ms]
        if not due or not is_up(self._tables, by):
            return None
        first = min(due, key=lambda mail: (mail.due_at, mail.id))
        doubts = first.doubts + (first.state == "sending")
        attempts = first.attempts + 1
        claimed = replace(first, state="sending", due_at=until_ms, attempts=attempts, doubts=doubts)
        self._tables.mails[first.id] = claimed
        self._tables.claims["mail", first.id] = by
        return claimed

    async def settle(self, claimed: Mail, after: Mail) -> bool:
        """See `Mails.settle`."""
        if not self._has(claimed):
            return False
        self._tables.mails[claimed.id] = after
        self._tables.claims.pop(("mail", claimed.id), None)
        return True

    async def drop(self, claimed: Mail) -> bool:
        """See `Mails.drop`."""
        if not self._has(claimed):
            return False
        del self._tables.mails[claimed.id]
        return True

    async def lately(self, user_id: str, kind: str, since_ms: int) -> int:
        """See `Mails.lately`."""
        return sum(
            mail.created_at >= since_ms and mail.kind == kind
            for mail in await self.mails_of(user_id)
        )

    async def lately_to(self, address: str, kind: str, since_ms: int) -> int:
        """See `Mails.lately_to`."""
        key, mails = email_key(address), self._tables.mails.values()
        theirs = [mail for mail in mails if email_key(mail.address) == key]
        return sum(mail.created_at >= since_ms and mail.kind == kind for mail in theirs)

    async def mails_of(self, user_id: str) -> list[Mail]:
        """See `Mails.mails_of`."""
        return _newest([m for m in self._tables.mails.values() if m.user_id == user_id])

    async def unsent(self, limit: int) -> list[Mail]:
        """See `Mails.unsent`."""
        return _newest([m for m in self._tables.mails.values() if m.state != "sent"])[:limit]

    def _due(self, mail: Mail) -> int:
        return 0 if is_lost(self._tables, "mail", mail.id) else mail.due_at

    def _has(self, claimed: Mail) -> bool:
        """Tell whether a claim still holds."""
        there = self._tables.mails.get(claimed.id)
        return there is not None and (there.state, there.due_at) == ("sending", claimed.due_at)


def queue(tables: Tables, mail: Mail | None, most: int = MOST_QUEUED) -> bool:
    """Queue a mail, if there is one to queue, on its own or together with what it tells of."""
    if mail is None:
        return False
    user = None if mail.user_id is None else tables.users.get(mail.user_id)
    gone = mail.user_id is not None and (user is None or user.deleted_at is not None)
    if gone or len(_queued(tables)) >= most or mail.id in tables.mails:
        return False
    tables.mails[mail.id] = mail
    return True


def _queued(tables: Tables) -> list[Mail]:
    return [mail for mail in tables.mails.values() if mail.state in QUEUED]


def _newest(mails: list[Mail]) -> list[Mail]:
    return sorted(mails, key=lambda mail: (-mail.created_at, mail.id))


def tidy_mails(tables: Tables, now_ms: int) -> None:
    """Remove the mails that were over long enough ago."""
    for mail in [*tables.mails.values()]:
        over = mail.expires_at if mail.done_at is None else mail.done_at
        if over <= now_ms - MAILS_KEPT_MS:
            del tables.mails[mail.id]


def forget_mails(tables: Tables, user_id: str) -> None:
    """Remove the mails to an account."""
    for mail in [*tables.mails.values()]:
        if mail.user_id == user_id:
            del tables.mails[mail.id]

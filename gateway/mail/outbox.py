"""The outbox: what is to be sent is a row of the store, and the worker is told of it."""

import secrets
from collections.abc import Callable, Mapping

import msgspec
from msgspec.structs import replace
from structlog import get_logger

from gateway.mail.letter import HOUR, Kind
from gateway.mail.letters import LETTERS
from gateway.process.workers import Bell
from gateway.start.smtp import MailServer
from store.mail.records import MOST_QUEUED, Mail
from store.people.records import User
from store.protocol import Store

log = get_logger("gateway.mail")

MOST_ASKED = 1000
"""The most of them by which people without a sign-in may fill the outbox."""
AN_HOUR = 20
"""The most mails of a kind to one account in an hour. Whoever brings about many of one kind must
not thereby keep back others, such as the one that takes an address back."""
TO_ANYBODY = 6
"""The most mails of a kind in an hour to an address that nobody has confirmed yet."""
ASKED = "reset_asked"
"""The kind of a mail that is not sent itself: the worker looks for the account of its address."""


class Outbox:
    """What other parts know of mail. ``home`` is the address of the site, for links.

    Without a ``server`` no mail is ``possible``, and `send` does nothing.
    """

    def __init__(
        self, store: Store, date: Callable[[], float], server: MailServer | None, home: str
    ) -> None:
        self.server = server
        self.home = home
        self._store = store
        self._date = date
        self.bell = Bell()
        """Rings when there may be something to send."""

    @property
    def possible(self) -> bool:
        """Whether this server sends mails."""
        return self.server is not None

    @property
    def contact(self) -> str:
        """A URL by which those who run other servers find who runs this one."""
        return self.home if self.server is None else f"mailto:{self.server.sender}"

    async def send(
        self,
        user: User,
        kind: Kind,
        data: Mapping[str, str] = {},
        *,
        to: str | None = None,
        mail_id: str | None = None,
    ) -> bool:
        """Queue a letter (`letter`); tell whether it was queued: it is not if too many wait.

        Of two letters with the same ``mail_id`` the second is not queued.
        """
        mail = await self.letter(user, kind, data, to=to)
        if mail is None:
            return False
        return await self._queue(mail if mail_id is None else replace(mail, id=mail_id))

    async def letter(
        self, user: User, kind: Kind, data: Mapping[str, str] = {}, *, to: str | None = None
    ) -> Mail | None:
        """Write a letter to an account, by default to its address, for a call of the store.

        That queues it together with what it tells of; then the ``bell`` has to be rung. None, if no
        mail is possible, the account has no address or (unless the letter is for anybody) has not
        confirmed it, or has had too many already.
        """
        letter = LETTERS[kind]
        address = to or user.email
        known = letter.anybody or (user.email_confirmed and address == user.email)
        if not self.possible or address is None or not known:
            return None
        if await self._too_many(user, address, kind):
            log.warning("no more mails are sent there for now", player=user.id, kind=kind)
            return None
        return self._mail(user.id, address, kind, data, letter.lasts)

    async def _too_many(self, user: User, address: str, kind: Kind) -> bool:
        """Tell whether somebody has had enough mails for an hour.

        What goes to anybody is counted for the address too: many accounts may give the same one.
        """
        since, mail = int(self._date() * 1000.0) - HOUR * 1000, self._store.mail
        if LETTERS[kind].anybody and await mail.lately_to(address, kind, since) >= TO_ANYBODY:
            return True
        return await mail.lately(user.id, kind, since) >= AN_HOUR

    async def ask_reset(self, address: str, data: Mapping[str, str]) -> bool:
        """Queue the wish for a new password of whoever has confirmed an address.

        Whether anybody has is looked up later, so that the time of the answer does not tell. False:
        too many wait.
        """
        return await self._queue(self._mail(None, address, ASKED, data, HOUR), MOST_ASKED)

    def _mail(
        self, user_id: str | None, address: str, kind: str, data: Mapping[str, str], lasts: int
    ) -> Mail:
        facts, now = msgspec.json.encode(data).decode(), int(self._date() * 1000.0)
        about = user_id, address, kind, facts
        return Mail(secrets.token_hex(16), *about, now, now + lasts * 1000, now)

    async def _queue(self, mail: Mail, most: int = MOST_QUEUED) -> bool:
        queued = await self._store.mail.add(mail, most)
        if not queued:
            reason = "a mail was not queued: too many wait, or its account is gone"
            log.warning(reason, kind=mail.kind)
        self.bell.ring()
        return queued

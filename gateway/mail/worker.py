"""The worker: claims the mails that are due, sends each in a thread, and notes what became of it.

Several servers may work on one store. Nothing waits for the worker: a stop leaves a mail that is
just being sent as it is, and it is claimed again when its server is known to be gone, at the latest
when its lease has ended (`gateway.mail.after`).
"""

import secrets
from collections.abc import Callable
from functools import partial

import msgspec
import trio
from msgspec.structs import replace
from structlog import get_logger

from gateway.auth.refresh_token import hash_of
from gateway.mail import after, smtp
from gateway.mail.letter import HOUR, LINKS, Letter, Link
from gateway.mail.letters import LETTERS
from gateway.mail.message import NoAddress, address_of, write
from gateway.mail.outbox import ASKED, Outbox
from gateway.mail.smtp import Failed
from gateway.process.metrics import Metrics
from gateway.process.workers import AGAIN, insist, work
from gateway.start.smtp import MailServer
from store.errors import StoreError
from store.mail.records import Mail
from store.moderation.records import AuditEntry
from store.people.records import EmailLink, User
from store.protocol import Store

log = get_logger("gateway.mail")

SENDERS = 3
"""Mails that are sent at a time."""
LONGEST = 90.0
"""Seconds for one mail, whatever its server does."""
LEASE = 120_000
"""Milliseconds for which a mail is ours; longer than LONGEST."""
POLL = 10.0
"""Seconds after which the store is asked again: other servers queue mails too."""
RETRY = 1000
"""Milliseconds after which a mail is tried again that the store was away for."""
RESETS_AN_HOUR = 4
"""The most links for a new password to one account in an hour."""


class Unwanted(Exception):
    """There is nobody (any more) to whom a mail should go."""


class Worker:
    """Sends what is in the outbox, as long as its ``epoch`` is not over."""

    def __init__(
        self,
        outbox: Outbox,
        store: Store,
        date: Callable[[], float],
        metrics: Metrics,
        epoch: int,
    ) -> None:
        self._epoch = epoch
        self._outbox = outbox
        self._store = store
        self._date = date
        self._metrics = metrics
        self._trouble = ""

    async def run(self) -> None:
        """Send mails, for ever; return at once if none can be sent."""
        if (server := self._outbox.server) is None:
            return
        async with trio.open_nursery() as nursery:
            for _ in range(SENDERS):
                nursery.start_soon(work, self._outbox.bell, partial(self._next, server))

    async def _next(self, server: MailServer) -> float:
        """Send the next mail if one is due; return the seconds until there may be another."""
        now, due = self._now(), await self._store.mail.next_due()
        if due is None or due > now:
            return POLL if due is None else min(POLL, (due - now) / 1000.0)
        claimed = await self._store.mail.claim(self._epoch, now, now + LEASE)
        if claimed is None:
            return AGAIN
        try:
            settled = await self._attempt(server, claimed)
        except Unwanted:
            await self._drop(claimed)
            return 0.0
        except StoreError:  # nothing was sent yet
            settled = replace(claimed, state="waiting", due_at=self._now() + RETRY)
        await self._settle(claimed, settled)
        return 0.0

    async def _attempt(self, server: MailServer, mail: Mail) -> Mail:
        """Try to send a mail; return it as it is after that. Raises `Unwanted`."""
        why = after.hopeless(mail, self._now())
        if mail.kind == ASKED:
            if why is None:
                await self._look_for_owner(mail)
            raise Unwanted
        if why is not None:
            return after.given_up(mail, why, self._now())
        user, letter, data = await self._reader(mail)
        link = "" if letter.link is None else await self._make_link(letter.link, user, mail)
        facts = {"name": user.display_name, "login": user.name, "site": self._outbox.home}
        to = mail.address if user.id == mail.user_id else str(user.email)
        try:
            address = address_of(to)
            text = write(
                letter,
                data | facts | {"link": link},
                mail=mail.id,
                to=address,
                sender=server.sender,
                at=self._date(),
            )
        except (NoAddress, ValueError, KeyError) as error:
            return after.given_up(mail, f"it cannot be written: {error}", self._now())
        return await self._hand_over(mail, partial(smtp.deliver, server, address, text))

    async def _hand_over(self, mail: Mail, deliver: Callable[[], str]) -> Mail:
        failure = Failed("unknown", f"the mail server took longer than {LONGEST:.0f} s")
        try:
            with trio.move_on_after(LONGEST):
                said = await trio.to_thread.run_sync(deliver, abandon_on_cancel=True)
                self._say_trouble("")
                return after.sent(mail, said, self._now())
        except Failed as error:
            failure = error
            if error.remedy:
                self._say_trouble(error.what, error.remedy)
        return after.failed(mail, failure, self._now())

    async def _reader(self, mail: Mail) -> tuple[User, Letter, dict[str, str]]:
        """Return who gets a mail, what it says, and the facts. Raises `Unwanted`."""
        user = await self._store.people.user(mail.user_id or "")
        letter = LETTERS.get(mail.kind)  # type: ignore[arg-type] - it is what the store has
        if user is None or user.deleted_at is not None or letter is None:
            raise Unwanted
        data = msgspec.json.decode(mail.data, type=dict[str, str])
        if letter.link == "confirm":
            if mail.address not in (user.email, user.email_pending):
                raise Unwanted
            owner = await self._store.people.user_by_email(mail.address)
            if owner is not None and owner.id == user.id:
                raise Unwanted
            if owner is not None:
                return owner, LETTERS["address_taken"], {"other": user.name}
        elif not letter.anybody and mail.address != user.email:
            raise Unwanted
        return user, letter, data

    async def _look_for_owner(self, mail: Mail) -> None:
        """Queue a link for a new password, if somebody has confirmed the address."""
        user = await self._store.people.user_by_email(mail.address)
        if user is None:
            return
        since = self._now() - HOUR * 1000
        if await self._store.mail.lately(user.id, "reset", since) < RESETS_AN_HOUR:
            data = msgspec.json.decode(mail.data, type=dict[str, str])
            await self._audit("reset-asked", user, f"address {data.get('address', '?')}")
            await self._outbox.send(user, "reset", data)

    async def _make_link(self, purpose: Link, user: User, mail: Mail) -> str:
        """Make the one-time link of a letter. The store gets its hash alone."""
        page, lasts = LINKS[purpose]
        token, now = secrets.token_urlsafe(32), self._now()
        hashed, ends = hash_of(token), now + lasts * 1000
        if purpose == "reset":
            await self._store.people.add_link(hashed, user.id, ends)
        else:
            link = EmailLink(hashed, user.id, mail.address, purpose, now, ends)
            await self._store.people.add_email_link(link)
        return f"{self._outbox.home}{page}#{token}"

    async def _settle(self, claimed: Mail, settled: Mail) -> None:
        """Write what became of a mail, however long the store is away."""
        if settled.state == "sent":
            self._metrics.count("mails_sent")
        elif settled.state == "given_up":
            self._metrics.count("mails_given_up")
            why = settled.detail.replace(settled.address, "(its address)")
            log.warning("a mail was given up", mail=settled.id, kind=settled.kind, reason=why)
        await insist(partial(self._store.mail.settle, claimed, settled))
        if settled.state == "given_up" and settled.user_id is not None:
            user = await self._store.people.user(settled.user_id)
            if user is not None:
                await self._audit("mail-given-up", user, settled.kind)

    async def _drop(self, claimed: Mail) -> None:
        await insist(partial(self._store.mail.drop, claimed))

    async def _audit(self, action: str, user: User, detail: str) -> None:
        whom = f"{user.name} ({user.id})"
        entry = AuditEntry(secrets.token_hex(8), self._now(), "mail", action, whom, detail)
        await self._store.moderation.write_audit(entry)

    def _say_trouble(self, what: str, remedy: str = "") -> None:
        """Say once that mails cannot be sent and what to do, and once that they can again."""
        if what and what != self._trouble:
            log.warning("no mail can be sent; all wait", reason=what, remedy=remedy)
        elif self._trouble and not what:
            log.warning("mails can be sent again")
        self._trouble = what

    def _now(self) -> int:
        return int(self._date() * 1000.0)

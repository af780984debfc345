"""Mails about notes: several that came within some minutes go out together."""

from collections.abc import Sequence
from hashlib import sha256

from gateway.auth.sealer import Sealer, Unsealable
from gateway.mail.letter import HOUR
from gateway.mail.outbox import Outbox
from gateway.ways.decide import AT_THE_PAGE
from gateway.ways.quiet import is_quiet
from gateway.ways.vapid import b64, from_b64
from gateway.ways.ways_out import WaysOut, notice_in, told_of
from gateway.ways.words import path_of, say
from store.notifications.records import Errand, Ways
from store.people.records import User
from store.protocol import Store

MOST_NOTED = 20
"""Notes that one mail says; of more it says that there are more."""
AN_HOUR = 6
"""The most such mails to one account in an hour: those about the account have to get through."""
PURPOSE = "unsubscribe"
MORE = "There is more in your inbox."


class Digest:
    """Queues mails about notes, and makes the links that end them."""

    def __init__(
        self,
        ways: WaysOut,
        store: Store,
        mail: Outbox,
        sealer: Sealer,
    ) -> None:
        self._ways = ways
        self._store = store
        self._mail = mail
        self._sealer = sealer

    @property
    def possible(self) -> bool:
        """Whether this server sends mails."""
        return self._mail.possible

    async def send(self, by: int, first: Errand, until_ms: int) -> None:
        """Mail a note that was claimed, and the others of its player that wait, claimed ``by``."""
        notes = self._store.notifications
        errands = [first, *await notes.claim_mails(by, first.player, until_ms)]
        user = await self._store.people.user(first.player)
        chosen = await self._ways.chosen(first.player)
        if user is not None and await self._may_send(user):
            lines = await self._lines(errands, chosen)
            if lines:
                await self._queue(user, errands, lines)
        for errand in errands:
            await notes.settle_errand(errand, None, None)

    def token_of(self, player: str) -> str:
        """Return the text by which whoever has a mail may end all of them."""
        return b64(self._sealer.seal(PURPOSE, player.encode()))

    def player_of(self, token: str) -> str | None:
        """Return whose mails a token ends; None if it is no token."""
        try:
            return self._sealer.open(PURPOSE, from_b64(token)).decode()
        except (Unsealable, ValueError):
            return None

    async def _may_send(self, user: User) -> bool:
        since = int(self._ways.date() * 1000.0) - HOUR * 1000
        return await self._store.mail.lately(user.id, "notes", since) < AN_HOUR

    async def _lines(self, errands: Sequence[Errand], chosen: Ways) -> list[str]:
        """Return what is still worth telling, a line for each note."""
        now, lines = int(self._ways.date() * 1000.0), list[str]()
        if await self._ways.find(errands[0].player) in AT_THE_PAGE:
            return lines
        silent = is_quiet(chosen, now)
        for errand in errands:
            kept = await self._store.notifications.note(errand.player, errand.note)
            told = None if kept is None or kept.read else told_of(kept.note)
            notice = None if kept is None else notice_in(kept.note)
            if notice is None or told is None or now >= told.ends:
                continue
            if told.subject in chosen.mail and not (silent and not (told.call and chosen.calls)):
                words = " ".join(say(notice, chosen.zone).split())
                lines.append(f"{words} {self._mail.home}{path_of(notice)}")
        return lines

    async def _queue(self, user: User, errands: Sequence[Errand], lines: list[str]) -> None:
        """Queue the mail; the same notes make the same mail, however often this is done."""
        more = [MORE] if len(lines) > MOST_NOTED else []
        key = " ".join([user.id, *sorted(errand.note for errand in errands)])
        data = {
            "notes": "\n".join([*lines[:MOST_NOTED], *more]),
            "stop": f"{self._mail.home}/unsubscribe/{self.token_of(user.id)}",
        }
        mail_id = sha256(key.encode()).hexdigest()[:32]
        await self._mail.send(user, "notes", data, mail_id=mail_id)

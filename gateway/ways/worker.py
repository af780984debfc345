"""The worker: decides about new notes, and brings pushes to browsers, each in a thread.

Several servers may work on one store. Nothing waits for the worker, and no actor knows of it: a
stop leaves what is just being done as it is, and it is claimed again when its server is known to be
gone, at the latest when its lease has ended.
"""

from collections.abc import Callable
from functools import partial

import msgspec
import trio
from msgspec import Struct
from structlog import get_logger

from actors.player.notices import Notice
from gateway.auth.keys import Key
from gateway.process.metrics import Metrics
from gateway.process.workers import AGAIN, insist, work
from gateway.ways import after
from gateway.ways.after import After
from gateway.ways.digest import Digest
from gateway.ways.encrypt import encrypt
from gateway.ways.endpoint import Refused, Unreachable
from gateway.ways.subjects import Telling
from gateway.ways.ways_out import WaysOut, notice_in, told_of
from store.errors import StoreError
from store.notifications.records import Errand, Note
from store.protocol import Store
from store.push.records import Push, Subscription

log = get_logger("gateway.ways")

SENDERS = 8
"""Pushes that are sent at a time."""
LONGEST = 40.0
"""Seconds for one push, whatever its push service does."""
LEASE = 60_000
"""Milliseconds for which an errand or a push is ours; longer than LONGEST."""
POLL = 5.0
"""Seconds after which the store is asked again: other servers write notes too."""
MOST_TRIES = 2
"""How often a step about a note is begun: once more if a server was killed in the middle."""


class Payload(Struct, frozen=True):
    """What a push says: a note as the inbox shows it. A newer push takes the place of its tag."""

    id: str
    at: int
    tag: str
    notice: Notice


class Worker:
    """Brings notes to people who are not there, as long as its ``epoch`` is not over."""

    def __init__(
        self,
        ways: WaysOut,
        digest: Digest,
        store: Store,
        metrics: Metrics,
        epoch: int,
    ) -> None:
        self._epoch = epoch
        self._ways = ways
        self._store = store
        self._digest = digest
        self._metrics = metrics
        self._free = trio.Semaphore(SENDERS)

    async def run(self) -> None:
        """Work, for ever."""
        async with trio.open_nursery() as nursery:
            nursery.start_soon(work, self._ways.bell, self._next_errand)
            nursery.start_soon(work, self._ways.bell, partial(self._next_push, nursery))

    async def _next_errand(self) -> float:
        """Look at the next note; return the seconds until there may be another."""
        now, due = self._now(), await self._store.notifications.next_errand()
        if due is None or due > now:
            return POLL if due is None else min(POLL, (due - now) / 1000.0)
        errand = await self._store.notifications.claim_errand(self._epoch, now, now + LEASE)
        if errand is None:
            return AGAIN
        if errand.tries > MOST_TRIES:
            await self._store.notifications.settle_errand(errand, None, None)
        elif errand.step == "mail":
            await self._digest.send(self._epoch, errand, now + LEASE)
        else:
            await self._decide(errand)
        return 0.0

    async def _decide(self, errand: Errand) -> None:
        kept = await self._store.notifications.note(errand.player, errand.note)
        told, decision = await self._ways.decide(kept)
        now = self._now()
        if told is not None and decision.push:
            browsers = await self._store.push.browsers_of(errand.player)
            pushes = [Push(b.subscription.id, errand.note, now, told.ends) for b in browsers]
            await self._store.push.queue(pushes)
        due = decision.mail_at if self._digest.possible else None
        step = None if due is None else "mail"
        await self._store.notifications.settle_errand(errand, step, due)
        self._ways.bell.ring()

    async def _next_push(self, nursery: trio.Nursery) -> float:
        """Begin to send the next push if one is due; return the seconds until there may be one."""
        await self._free.acquire()
        begun = False
        try:
            now, due = self._now(), await self._store.push.next_due()
            if due is None or due > now:
                return POLL if due is None else min(POLL, (due - now) / 1000.0)
            claimed = await self._store.push.claim(self._epoch, now, now + LEASE)
            if claimed is None:
                return AGAIN
            nursery.start_soon(self._bring, *claimed)
            begun = True
            return 0.0
        finally:
            if not begun:
                self._free.release()

    async def _bring(self, push: Push, browser: Subscription) -> None:
        """Send a push, and write what became of it."""
        try:
            done = await self._attempt(push, browser)
            await insist(partial(self._settle, push, browser, done))
        except StoreError:
            pass  # nothing was sent; it is claimed again when its lease has ended
        except Exception:
            log.exception("a push was not sent")
        finally:
            self._free.release()
            self._ways.bell.ring()  # it may be due again

    async def _attempt(self, push: Push, browser: Subscription) -> After:
        """Try to send a push; return what becomes of it."""
        if after.is_hopeless(push, self._now()):
            return After(after.over(push))
        kept = await self._store.notifications.note(browser.user_id, push.note)
        told = None if kept is None or kept.read else told_of(kept.note)
        if push.attempts > 1 and told is not None:  # much may have changed meanwhile
            told, decision = await self._ways.decide(kept)
            told = told if decision.push else None
        if kept is None or told is None:
            return After(after.over(push))
        key = self._ways.vapid.find(browser.key_id)
        if key is None:
            return After(after.over(push), forget=True)
        send = partial(self._send, browser, key, told, _text(kept.note, told))
        return await self._hand_over(push, browser, send)

    def _send(self, browser: Subscription, key: Key, told: Telling, text: bytes) -> after.Answer:
        """Sign, encrypt and post a push; blocks. Raises `Refused` or `Unreachable`."""
        body = encrypt(text, browser.p256dh, browser.auth)
        headers = {
            "Authorization": self._ways.vapid.header(browser.endpoint, key),
            "Content-Encoding": "aes128gcm",
            "Content-Type": "application/octet-stream",
            "TTL": str(max(0, told.ends - self._now()) // 1000),
            "Topic": told.topic,
            "Urgency": told.urgency,
        }
        return self._ways.post.post(browser.endpoint, headers, body)

    async def _hand_over(
        self, push: Push, browser: Subscription, send: Callable[[], after.Answer]
    ) -> After:
        error: Refused | Unreachable = Unreachable("it took too long", sent=True)
        try:
            with trio.move_on_after(LONGEST):
                answer = await trio.to_thread.run_sync(send, abandon_on_cancel=True)
                return after.answered(push, browser, answer, self._now())
        except (Refused, Unreachable) as caught:
            error = caught
        log.info("a push was not taken", reason=str(error))
        return after.unanswered(push, browser, error, self._now())

    async def _settle(self, push: Push, browser: Subscription, done: After) -> None:
        """Write what became of a push."""
        if done.arrived:
            self._metrics.count("pushes_sent")
        elif done.arrived is False:
            self._metrics.count("pushes_failed")
        if done.forget:
            log.info("a browser takes no more pushes", player=browser.user_id)
            await self._store.push.unsubscribe(browser.user_id, browser.id)
        else:
            await self._store.push.settle(push, done.push, arrived=done.arrived)

    def _now(self) -> int:
        return int(self._ways.date() * 1000.0)


def _text(note: Note, told: Telling) -> bytes:
    notice = notice_in(note)
    if notice is None:
        raise RuntimeError(f"note {note.id} says nothing")
    return msgspec.json.encode(Payload(note.id, note.at, told.topic, notice))

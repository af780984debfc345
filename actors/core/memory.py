"""What outlives one start of an actor, and what becomes of it when the actor is given up."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

from actors.core.actor import LeftBehind, Settlement
from actors.core.address import Address
from actors.core.context import Context
from actors.core.delivery import Delivery
from actors.core.journal.book import Book, Draft
from actors.core.journal.group import Gate
from actors.core.mailbox import Ask, Envelope, Taken
from actors.core.runtime import Runtime
from actors.core.timers import Timer

log = logging.getLogger("actors.core")

Done = Callable[[Exception | None], None]
Settle = Callable[[LeftBehind], Settlement]


class Memory:
    """What one process keeps over its starts: its book, gate, handed-over state and crash cause."""

    __slots__ = (
        "_address",
        "_journaled",
        "_known",
        "_runtime",
        "book",
        "failed_starts",
        "fatal",
        "gate",
        "handed",
        "unacknowledged",
    )

    def __init__(
        self, address: Address, runtime: Runtime, news: Callable[[], None], *, journaled: bool
    ) -> None:
        self._address = address
        self._runtime = runtime
        self._journaled = journaled
        self._known = not journaled  # whether the book has all that the log knew
        self.book = Book(address)
        self.gate = runtime.take_gate(address) or Gate(runtime.carry_out)
        self.gate.news = news
        self.handed: Any = None
        self.fatal: Any = None
        """The message that crashed it, until a start has succeeded."""
        self.failed_starts = 0
        """Starts in a row that have crashed before they had succeeded."""
        self.unacknowledged: list[str] = []
        """Keys of the durable messages that crashed it, until their removal is journaled."""

    def recover(self, done: Done) -> None:
        """Find what the next start goes on from, then call ``done``; with an error if that failed.

        If the actor has been in memory before, it comes from there. ``done`` may be called at once.
        """
        if not self._known:
            book = self._runtime.journal.take_up(self._address)
            if book is None:
                self._runtime.recovery.read(self._address, partial(self._found, done))
                return
            self.book, self._known = book, True
        done(None)

    def _found(self, done: Done, book: Book | Exception) -> None:
        if isinstance(book, Exception):
            done(book)
        else:
            self.book, self._known = book, True
            done(None)

    def blame(self, item: object) -> None:
        """Note the message that crashed it; a crash of the start itself does not replace it."""
        if isinstance(item, Ask | Delivery | Timer | Taken):
            self.fatal = item.message
        elif item is None:
            self.failed_starts += 1
        elif not isinstance(item, Envelope):
            self.fatal = item
        if isinstance(item, Delivery):
            self.unacknowledged.append(item.key)
            self._runtime.letters.changed((self.book.name, item.key))

    def left_behind(self) -> LeftBehind:
        """Return what the actor leaves behind if it is given up now."""
        now, date = self._runtime.world.now(), self._runtime.world.date()
        return LeftBehind(
            self._address, self.book.recovered(now, self.handed), self.fatal, now, date
        )

    def acknowledge(self) -> None:
        """Remove the durable messages that crashed it, although nobody has handled them."""
        if self.unacknowledged:
            draft = Draft()
            draft.more = True
            draft.done += self.unacknowledged
            self.unacknowledged.clear()
            self._runtime.journal.take(self.book, draft, self.gate)

    def put_away(self) -> None:
        """Leave to the journal what the next life goes on from; forget what was only in memory."""
        self.handed = None
        if self._journaled and self._known:
            self._runtime.journal.put_away(self.book)
        self.book, self._known = Book(self._address), not self._journaled
        if self.gate.shut:
            self._runtime.keep_gate(self._address, self.gate)


def settle(
    decide: Settle, left: LeftBehind, make: Callable[[], Context[Any]], letters: Sequence[str]
) -> None:
    """Write the settlement, close the journal, and tell those who have to know when that is done.

    ``letters`` are the keys of durable messages that nobody will handle. If deciding or sending
    fails, the journal is closed all the same, so that nobody tries for ever.
    """
    try:
        _write(make(), decide(left), letters)
    except Exception:
        log.exception("%s was given up and could not be settled", left.address)
        _write(make(), Settlement(), letters)


def _write(context: Context[Any], settlement: Settlement, letters: Sequence[str]) -> None:
    context.persist(rows=settlement.rows)
    for address, message in settlement.send:
        context.send(address, message)
    for address, message in settlement.tell:
        context.tell(address, message)
    context.acknowledge(letters)
    context.close_journal()
    context.commit()

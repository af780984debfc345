"""Durable messages: wake-ups of an actor, and what must reach another one whatever fails.

A letter is a row written with the flush of the turn that posted it, and removed with the flush of
the turn that handled it; between the two it is delivered again after every restart. So a receiver
that journals what it does about a letter does it once. Only what is due soon is in memory: a
hundred thousand letters for next week cost nothing but their rows.
"""

from __future__ import annotations

import heapq
import logging
from collections.abc import Callable, Iterable
from itertools import count
from typing import Final

from actors.core.address import Address
from actors.core.journal.records import Letter, Log
from actors.core.mailbox import Envelope
from actors.core.timers import Timer, Timers
from actors.core.world import World

AHEAD: Final = 120.0
"""Seconds: letters due by then are in memory."""
MOST: Final = 1000
"""Letters read at once; if there are more that are due, the rest follows."""
PAUSE: Final = 0.1
"""Seconds until more is read than what is being removed just now."""
RETRY: Final = 1.0
"""Seconds until a log that could not answer is asked again, or a receiver that was given up."""

log = logging.getLogger("actors.core")


class Delivery(Envelope):
    """A letter in a mailbox."""

    __slots__ = ("key", "message")

    def __init__(self, key: str, message: object) -> None:
        super().__init__()
        self.key = key
        self.message = message

    def unwrap(self) -> object:
        """Return the message."""
        return self.message


Deliver = Callable[[Address, Delivery], bool]
"""Puts a letter into a mailbox, activating the actor; False: nobody can be there just now."""
Decode = Callable[[Address, bytes], object]


class Letters:
    """Of one kernel: those that are due soon, on one timer."""

    __slots__ = (
        "_decode",
        "_deliver",
        "_heap",
        "_log",
        "_number",
        "_pending",
        "_read_to",
        "_struck",
        "_timer",
        "_timers",
        "_world",
    )

    def __init__(
        self, world: World, timers: Timers, log: Log, deliver: Deliver, decode: Decode
    ) -> None:
        self._world = world
        self._timers = timers
        self._log = log
        self._deliver = deliver
        self._decode = decode
        self._heap: list[tuple[float, int, Address, Delivery]] = []
        self._pending: dict[tuple[str, str], Delivery] = {}  # in the heap or a mailbox
        self._struck: dict[tuple[str, str], bool] = {}  # and whether the log knows it
        self._number = count()
        self._read_to = 0.0  # the time up to which all letters of the log are in memory
        self._timer: Timer | None = None

    def load(self) -> None:
        """Begin to deliver what the log has: at the start, and whenever that runs out."""
        self._world.spawn(self._load)

    def post(self, address: Address, key: str, at: float, message: object) -> None:
        """Deliver a letter that is about to be in the log, in place of one of the same key."""
        self.strike(address, key)
        self._struck.pop((str(address), key), None)
        now, delivery = self._world.now(), Delivery(key, message)
        if at <= now:
            self._pending[str(address), key] = delivery
            if self._deliver(address, delivery):
                return
        elif at > self._read_to:
            return
        self._add(address, delivery, max(at, now + RETRY if at <= now else at))
        self._set_timer()

    def strike(self, address: Address, key: str) -> None:
        """Deliver a letter no more: it was handled, or withdrawn."""
        name = str(address), key
        self._struck[name] = False
        delivery = self._pending.pop(name, None)
        if delivery is not None:
            delivery.live = False

    def written(self, struck: Iterable[tuple[str, str]]) -> None:
        """The log has removed these: whoever reads it from now on does not find them."""
        for name in struck:
            if name in self._struck:
                self._struck[name] = True

    def _add(self, address: Address, delivery: Delivery, at: float) -> None:
        self._pending[str(address), delivery.key] = delivery
        heapq.heappush(self._heap, (at, next(self._number), address, delivery))

    def _set_timer(self) -> None:
        while self._heap and not self._heap[0][3].live:
            heapq.heappop(self._heap)
        at = self._heap[0][0] if self._heap else self._read_to
        if self._timer is not None:
            if self._timer.live and self._timer.in_heap and self._timer.at <= at:
                return
            self._timers.cancel(self._timer)
        self._timer = self._timers.add(Timer(at, lambda _: self._ring()))

    def _ring(self) -> None:
        """Deliver what is due; read further ahead when it is time."""
        self._timer = None
        now = self._world.now()
        while self._heap and self._heap[0][0] <= now:
            _, _, address, delivery = heapq.heappop(self._heap)
            if delivery.live and not self._deliver(address, delivery):
                heapq.heappush(self._heap, (now + RETRY, next(self._number), address, delivery))
        if now >= self._read_to:
            self.load()
        else:
            self._set_timer()

    async def _load(self) -> None:
        to = self._world.now() + AHEAD
        self._struck = {name: known for name, known in self._struck.items() if not known}
        try:
            found = await self._log.due(int(to * 1000.0), MOST)
        except Exception as error:  # noqa: BLE001 - whatever it is, they wait on
            log.warning("wake-ups cannot be read yet, retrying: %s", error)
            self._timers.add(Timer(self._world.now() + RETRY, lambda _: self.load()))
            return
        new = [each for each in found if not self._is_known(each)]
        self._read_to = to
        if len(found) == MOST:  # there are more; if none of these was new, those are being removed
            self._read_to = found[-1].at / 1000.0 if new else self._world.now() + PAUSE
        for each in new:
            self._take(each)
        self._set_timer()

    def _is_known(self, letter: Letter) -> bool:
        name = letter.actor, letter.key
        return name in self._pending or name in self._struck

    def _take(self, letter: Letter) -> None:
        address = Address.parse(letter.actor)
        try:
            message = self._decode(address, letter.data)
        except Exception:
            log.exception("a letter for %s cannot be understood and stays in the store", address)
            return
        self._add(address, Delivery(letter.key, message), letter.at / 1000.0)


def letter(address: Address, key: str, at: float, data: bytes) -> Letter:
    """Make the row of a letter that is due ``at``, in seconds since the epoch."""
    return Letter(str(address), key, int(at * 1000.0), data)

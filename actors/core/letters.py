"""Letters: durable messages, to another actor or (as wake-ups) to oneself.

A letter is a row: written with the flush of the turn that posted it, removed with the flush of the
turn that handled it. After a restart between the two it is delivered again. So a receiver that
journals what it does about a letter does it once. Only letters that are due soon are in memory: a
hundred thousand letters for next week cost nothing but their rows. A wake-up is due at a date; a
letter from another actor is due at once, whatever the calendar shows then.

A letter that nobody here can understand is set aside, and tried again at the next starts.

In a cluster other kernels write letters to actors of this one, and ring; then those that are due at
once are read.

The log is read while it is being written, so a row that was read may be out of date. It is
ignored while the memory has a change of that letter which the log has not confirmed.
"""

from __future__ import annotations

import logging
import math
from collections.abc import Mapping, Sequence
from functools import partial
from typing import Final

from actors.core.address import Address
from actors.core.delivery import Change, Decode, Deliver, Delivery, Name, Rewrite
from actors.core.journal.records import ASIDE, EVER, NEVER, SENT, Letter, Log, aside, is_over
from actors.core.territory import Territory
from actors.core.timers import Dates, Timer, Timers
from actors.core.world import World

OWN: Final = "wake "
"""The keys of an actor's letters to itself begin with this."""
AHEAD: Final = 120.0
"""Seconds: letters due by then are in memory."""
MOST: Final = 1000
"""Letters read at once, not counting those in memory; if there are more, another read follows."""
AT_ONCE: Final = -math.inf
"""The time of a letter that waits for nothing."""
MOST_ASIDE: Final = 10_000
"""Letters set aside that a start tries, the oldest first."""
NAMED: Final = 10
"""Letters that the log names one by one as it sets them aside; of the others it has the number."""
KEEP_HANDLED: Final = 10_000
"""Letters that are remembered after they were handled, in a cluster."""
RETRY: Final = 1.0
"""Seconds until a failed read of the log, or a delivery to an actor given up, is retried."""

log = logging.getLogger("actors.core")


class Letters:
    """All letters of one kernel that are due soon, each on a timer."""

    __slots__ = (
        "_again",
        "_changed",
        "_changes",
        "_dates",
        "_decode",
        "_deliver",
        "_handled",
        "_late",
        "_loading",
        "_log",
        "_looking",
        "_pending",
        "_read_to",
        "_refused",
        "_rewrite",
        "_territory",
        "_timers",
        "_tried",
        "_world",
    )

    def __init__(
        self,
        world: World,
        timers: Timers,
        log: Log,
        territory: Territory,
        deliver: Deliver,
        decode: Decode,
        rewrite: Rewrite,
    ) -> None:
        self._world = world
        self._timers = timers
        self._dates = Dates(world, timers)
        self._log = log
        self._territory = territory
        self._deliver = deliver
        self._decode = decode
        self._rewrite = rewrite
        self._pending: dict[Name, Delivery] = {}  # on a timer or in a mailbox
        self._changes: dict[Name, Change] = {}
        self._changed = 0
        self._handled: dict[Name, None] = {}  # of late, the oldest first
        self._read_to = 0.0  # the date up to which all letters of the log are in memory
        self._loading = self._looking = self._late = False
        self._again = False  # whether to read once more when the read under way has ended
        self._tried = False  # whether those set aside have been tried in this start
        self._refused = ""

    def load(self) -> None:
        """Begin to deliver the letters in the log; continues by itself."""
        self._again = self._loading
        if not self._loading:
            self._loading = True
            self._world.spawn(self._load)

    def rang(self, address: Address, key: str, message: object) -> None:
        """Deliver a letter that another kernel has just written, unless it was here already.

        So it comes in order with what that kernel tells afterwards.
        """
        name = str(address), key
        if not (name in self._pending or name in self._changes or name in self._handled):
            self._hand_in(address, self._add(address, key, message))

    def look(self) -> None:
        """Deliver what other kernels have written to actors of this one, and is due at once.

        It finds those of which nobody has rung, or the ring was lost.
        """
        if not self._looking:
            self._looking = True
            self._world.spawn(self._look)

    def leave(self) -> None:
        """Forget the letters to actors that are in other kernels now."""
        for (actor, key), delivery in [*self._pending.items()]:
            if not self._territory.has(Address.parse(actor)):
                self._forget((actor, key), delivery)

    def _forget(self, name: Name, delivery: Delivery) -> None:
        self._pending.pop(name, None)
        delivery.live = False
        if delivery.cancel is not None:
            delivery.cancel()

    def changed(self, name: Name) -> int:
        """Stop delivering a letter: it was handled, replaced or withdrawn.

        Rows of it in the log are ignored until the log has `written` this change. Returns the
        number of the change.
        """
        delivery = self._pending.get(name)
        if delivery is not None:
            self._forget(name, delivery)
            self._note_handled(name)
        self._changed += 1
        self._changes[name] = Change(self._changed)
        return self._changed

    def _note_handled(self, name: Name) -> None:
        """Remember a letter of another kernel for a while: a ring may come late, or its row."""
        if not self._territory.alone and not name[1].startswith(OWN):  # those use a key again
            self._handled[name] = None
            if len(self._handled) > KEEP_HANDLED:
                del self._handled[next(iter(self._handled))]

    def post(self, address: Address, key: str, at: float, message: object) -> None:
        """Deliver a letter that has just `changed`, at its date in seconds since the epoch."""
        if not self._territory.has(address):
            if not self._late:  # else others may have found and handled it
                self._territory.far.ring(address, key, message)
        elif at <= self._world.date():
            self._hand_in(address, self._add(address, key, message))
        elif at <= self._read_to:
            self._set(address, self._add(address, key, message), at)
        else:
            self._changes[str(address), key].far = address, at, message

    def written(self, changes: Mapping[Name, int], *, late: bool) -> None:
        """Note that the log has these changes, perhaps for a while (``late``): its rows count."""
        self._late = late
        for name, number in changes.items():
            change = self._changes.get(name)
            if change is None or change.number != number:
                continue
            if self._loading or self._looking:  # what is being read may be older
                change.written = True
            else:
                del self._changes[name]

    def _add(self, address: Address, key: str, message: object) -> Delivery:
        delivery = self._pending[str(address), key] = Delivery(key, message)
        return delivery

    def _set(self, address: Address, delivery: Delivery, at: float) -> None:
        timer = self._dates.add(Timer(at, lambda _: self._hand_in(address, delivery)))
        delivery.cancel = partial(self._dates.cancel, timer)

    def put_back(self, address: Address, delivery: Delivery) -> None:
        """Deliver a letter later: its actor has ended before that, or cannot be there just now."""
        at = self._world.now() + RETRY
        timer = self._timers.add(Timer(at, lambda _: self._hand_in(address, delivery)))
        delivery.cancel = partial(self._timers.cancel, timer)

    def _hand_in(self, address: Address, delivery: Delivery) -> None:
        if not self._territory.has(address):
            self._forget((str(address), delivery.key), delivery)  # it is read there
        elif not self._deliver(address, delivery):
            self.put_back(address, delivery)

    async def _load(self) -> None:
        to = self._world.date() + AHEAD
        most = MOST + len(self._pending) + len(self._changes)
        try:
            mine, tried = self._territory.marks, self._tried
            put_aside = [] if tried else await self._log.due(NEVER, MOST_ASIDE, ASIDE, mine)
            found = await self._log.due(int(to * 1000.0), most, EVER, mine)
        except Exception as error:  # noqa: BLE001 - whatever it is, they wait on
            self._suspect(str(error))
            self._timers.add(Timer(self._world.now() + RETRY, lambda _: self.load()))
        else:
            self._refused = ""
            if len(found) == most:  # there are more
                to = found[-1].at / 1000.0
            self._read_to = to
            self._tried = True
            self._set_aside([(each, why) for each in found if (why := self._take(each))])
            self._drop([each for each in put_aside if self._take(each)])
            self._dates.add(Timer(to, lambda _: self.load()))
        self._loading = False
        self._take_far(to)
        if self._again:
            self.load()

    async def _look(self) -> None:
        most, mine = MOST + len(self._pending) + len(self._changes), self._territory.marks
        try:
            found = await self._log.due(SENT, most, EVER, mine)
        except Exception as error:  # noqa: BLE001 - whatever it is, the next look finds them
            self._suspect(str(error))
        else:
            self._set_aside([(each, why) for each in found if (why := self._take(each))])
        self._looking = False
        self._forget_written()

    def _suspect(self, why: str) -> None:
        if why != self._refused:  # once, not with every retry
            self._refused = why
            log.warning("durable messages cannot be read yet, retrying: %s", why)

    def _take(self, letter: Letter) -> Exception | None:
        """Take a letter from the log, unless it is out of date; return why it makes no sense.

        One that was set aside is due by now.
        """
        name = letter.actor, letter.key
        if name in self._pending or name in self._changes:
            return None
        if name in self._handled:  # it was told before it was written
            self._rewrite((), [letter])
            return None
        address = Address.parse(letter.actor)
        if not self._territory.has(address):
            return None
        try:
            message = self._decode(address, letter.data)
        except Exception as error:  # noqa: BLE001 - whatever it is, nobody else is held up
            return error
        at = self._world.date() if letter.at >= ASIDE else letter.at / 1000.0
        self._set(address, self._add(address, letter.key, message), at)
        return None

    def _set_aside(self, found: Sequence[tuple[Letter, Exception]]) -> None:
        """Keep letters that cannot be understood for another version of the program."""
        for letter, why in found[:NAMED]:
            what = "a letter cannot be understood and is set aside: %s, key %s: %s"
            log.error(what, letter.actor, letter.key, why)
        if len(found) > NAMED:
            log.error("%d more letters are set aside", len(found) - NAMED)
        if found:
            self._rewrite(aside([letter for letter, _ in found], self._world.date()), ())

    def _drop(self, letters: Sequence[Letter]) -> None:
        """Give up those that were set aside long ago."""
        over = [letter for letter in letters if is_over(letter, self._world.date())]
        if over:
            log.error("%d letters that nobody has understood are dropped", len(over))
            self._rewrite((), over)

    def _take_far(self, to: float) -> None:
        """Take letters that were too far ahead when posted and were not among those read."""
        for (_, key), change in self._changes.items():
            if change.far is not None and change.far[1] <= to:
                address, at, message = change.far
                change.far = None
                self._set(address, self._add(address, key, message), at)
        self._forget_written()

    def _forget_written(self) -> None:
        if not (self._loading or self._looking):
            left = {name: each for name, each in self._changes.items() if not each.written}
            self._changes = left

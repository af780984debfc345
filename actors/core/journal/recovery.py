"""Reads what actors go on from, many at once: a start may recover a thousand matches."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import Final

from actors.core.address import Address
from actors.core.journal.book import Book, book_of
from actors.core.journal.records import Log, Stored
from actors.core.timers import Timer, Timers
from actors.core.world import Event, World

RETRY: Final = 1.0
"""Seconds until a log that could not answer is asked again."""
MOST: Final = 500
"""Actors read at once, at most."""

log = logging.getLogger("actors.core")

Found = Callable[[Book | Exception], None]
"""Called with the book of an actor, or with why it cannot be read."""


class Recovery:
    """Reads for one kernel. A log that is away delays starts, but makes none fail."""

    __slots__ = ("_idle", "_log", "_reading", "_refused", "_timers", "_until", "_wanted", "_world")

    def __init__(self, world: World, timers: Timers, log: Log, until: float) -> None:
        self._world = world
        self._timers = timers
        self._log = log
        self._until = until  # the last durable instant before this kernel
        self._wanted: dict[Address, Found] = {}
        self._reading = False
        self._idle: Event | None = None
        self._refused = ""

    def read(self, address: Address, found: Found) -> None:
        """Read an actor, then call ``found``; replaces an earlier request for the same actor."""
        self._wanted[address] = found
        self._idle = self._world.event() if self._idle is None else self._idle
        if not self._reading:
            self._reading = True
            self._world.spawn(self._read)

    async def _read(self) -> None:
        """Read until no request is left."""
        while self._wanted:
            some = dict([*self._wanted.items()][:MOST])
            try:
                stored = await self._log.recover([str(address) for address in some])
            except Exception as error:  # noqa: BLE001 - whatever it is, they wait on
                self._again(str(error))
                return
            self._refused = ""
            for address, found in some.items():
                if self._wanted.get(address) is found:
                    del self._wanted[address]
                    found(self._book(address, stored.get(str(address), Stored())))
        self._reading = False
        if self._idle is not None:
            self._idle.set()
            self._idle = None

    def _book(self, address: Address, stored: Stored) -> Book | Exception:
        try:
            return book_of(address, stored, self._until)
        except Exception as error:  # noqa: BLE001 - what is wrong with one actor harms no other
            return error

    async def done(self) -> None:
        """Return when no request is left."""
        if self._idle is not None:
            await self._idle.wait()

    def _again(self, why: str) -> None:
        if why != self._refused:  # once, not with every retry
            self._refused = why
            log.warning("actors cannot be recovered yet, retrying: %s", why)
        self._timers.add(Timer(self._world.now() + RETRY, self._once_more))

    def _once_more(self, _: Timer) -> None:
        self._world.spawn(self._read)

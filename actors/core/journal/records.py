"""What a journal hands to its log and reads back. Times are integer milliseconds since the epoch.

``actor`` is an address as text everywhere: ``match/m81x``.
"""

import math
from collections.abc import Collection, Sequence
from typing import Final, Protocol

from msgspec import Struct
from msgspec.structs import replace

from actors.core.address import Address
from actors.core.shards import ALL, shard_of

EVER: Final = -(1 << 63)
"""Before every date."""
NEVER: Final = (1 << 63) - 1
"""After every date."""
SENT: Final = -(1 << 61)
"""Letters from other actors are before this, and all others after it."""
ASIDE: Final = 1 << 61
"""The ``at`` of a letter that is set aside is this and the date of that, in milliseconds."""
KEPT: Final = 30
"""Days for which a letter stays set aside."""


class Fenced(Exception):
    """An epoch later than the writer's own has begun: what it writes no longer counts."""


class Blob(Struct, frozen=True):
    """The ``count`` journal entries of an actor from number ``seq`` on, encoded."""

    actor: str
    seq: int
    count: int
    data: bytes


class Snapshot(Struct, frozen=True):
    """The state of an actor after journal entry ``seq``, taken at ``at``."""

    actor: str
    seq: int
    data: bytes
    at: int


class Letter(Struct, frozen=True):
    """A durable message: ``actor`` gets it once, at ``at``, over any number of restarts.

    ``key`` is unique for the actor; a letter of the same key replaces the one before.
    """

    actor: str
    key: str
    at: int
    data: bytes


def wake_up(address: Address, key: str, at: float, data: bytes) -> Letter:
    """Make the row of a letter that is due at a date, in seconds since the epoch.

    The time is rounded up, so that no restart makes it come early. Raises ValueError or
    OverflowError if there is no such date.
    """
    at_ms = math.ceil(at * 1000.0)
    if abs(at_ms) >= 1 << 63:
        raise OverflowError(f"letter {key!r} to {address}: {at} s is no date")
    return Letter(str(address), key, at_ms, data)


def sent(address: Address, key: str, place: int, data: bytes) -> Letter:
    """Make the row of a letter that is due at once; ``place`` is its place in line, from 0 on."""
    return Letter(str(address), key, place - (1 << 62), data)


def aside(letters: Sequence[Letter], date: float) -> list[Letter]:
    """Return the rows of letters that nobody can read, set aside in the order of their dates.

    Another version of the program may have sent them: it may come back, or a later one may read
    them. So the rows stay, but at a date beyond all others, where no read of what is due finds
    them. They are dropped after `KEPT` days.
    """
    at = ASIDE + int(date * 1000.0)
    return [replace(letter, at=at + place) for place, letter in enumerate(letters)]


def is_over(letter: Letter, date: float) -> bool:
    """Tell whether a letter has been set aside for so long that nobody will read it."""
    return (letter.at - ASIDE) / 1000.0 < date - KEPT * 86400.0


class Flush(Struct, frozen=True):
    """What the journal writes at once, all or none.

    Everything that any actor had recorded by ``at`` is in this flush or in an earlier one.
    ``blobs`` hold what was recorded since the last flush, ``snapshots`` what that has led to.
    ``segments`` are the entries between two snapshots of an actor, kept for good: a replay.
    ``tails`` are the entries after the last snapshot of an actor that leaves the memory. ``shed``
    are actors whose tails a snapshot covers by now; those tails are removed before ``tails`` are
    added. Nobody needs the blobs of flushes before ``trim``.

    Of what was written until now for the actors in ``closed``, only the segments are still needed.
    They are closed first, as their next journals may begin in the same flush. A blob without
    entries says the same to a takeover: nothing that was written for its actor before it counts.

    ``rows`` are what events mean elsewhere in the store (a result, a line, a standing): records
    that the log knows; writing one twice does no harm. ``done`` names letters that were handled, by
    actor and key; they are removed before ``letters`` are added.

    ``number`` counts the flushes of an epoch, from 1 on. One that the log has is not written again:
    the answer may have been lost, and others may have handled its letters by now. One without a
    number (0) is written whenever it comes.
    """

    epoch: int
    at: int
    blobs: tuple[Blob, ...] = ()
    snapshots: tuple[Snapshot, ...] = ()
    segments: tuple[Blob, ...] = ()
    tails: tuple[Blob, ...] = ()
    shed: tuple[str, ...] = ()
    closed: tuple[str, ...] = ()
    trim: int = 0
    rows: tuple[Struct, ...] = ()
    done: tuple[tuple[str, str], ...] = ()
    letters: tuple[Letter, ...] = ()
    number: int = 0

    def shards(self) -> set[int]:
        """Return the shards of the actors it writes for, not of those that its letters go to."""
        written = (*self.blobs, *self.snapshots, *self.tails)
        handled = (actor for actor, _ in self.done)
        actors = (*(each.actor for each in written), *self.shed, *self.closed, *handled)
        return {shard_of(actor) for actor in actors}


class Stored(Struct, frozen=True):
    """What a log has of one actor. Blobs come in order of ``seq`` and may overlap."""

    snapshot: Snapshot | None = None
    blobs: tuple[Blob, ...] = ()


class Log(Protocol):
    """Where a journal is kept. Any call may raise what its store raises."""

    async def flush(self, flush: Flush) -> None:
        """Write all of it or nothing; raises `Fenced` when a later epoch has begun."""
        ...

    async def recover(self, actors: Collection[str]) -> dict[str, Stored]:
        """Return what was kept for these actors before this epoch, or when they left the memory."""
        ...

    async def due(
        self, before: int, most: int, since: int = EVER, shards: str = ALL
    ) -> list[Letter]:
        """Return up to ``most`` letters due from ``since`` to ``before``, the earliest first.

        They are those of the actors in ``shards``, see `actors.core.shards.marks`.
        """
        ...

"""A kernel in numbers, and the messages that reached nobody."""

from collections import Counter, deque
from typing import Final

import msgspec

from actors.core.address import Address
from actors.core.errors import ActorDown
from actors.core.mailbox import Ask
from actors.core.restart import Reason

UNKNOWN: Final = "unknown"
STOPPED: Final = "stopped"
OVERFLOW: Final = "overflow"

KEEP: Final = 64


class DeadLetter(msgspec.Struct, frozen=True):
    """A message that reached nobody, and why.

    The reason is ``unknown`` (no such actor), ``stopped``, ``overflow`` (mailbox full),
    ``intensity`` (given up for now), ``shutdown``, or what ended the actor.
    """

    address: Address
    message: object
    reason: Reason


class DeadLetters:
    """All dead letters of one kernel: counted by reason, with the latest kept for inspection."""

    __slots__ = ("_counts", "recent")

    def __init__(self) -> None:
        self._counts: Counter[Reason] = Counter()
        self.recent: deque[DeadLetter] = deque(maxlen=KEEP)

    def add(self, address: Address, item: object, reason: Reason) -> None:
        """Count a message; whoever waits for an answer to it gets an error."""
        self._counts[reason] += 1
        message = item.message if isinstance(item, Ask) else item
        self.recent.append(DeadLetter(address, message, reason))
        if isinstance(item, Ask):
            item.reply.fail(ActorDown(address, reason))

    def statistics(self) -> dict[Reason, int]:
        """Return the number of dead letters by reason."""
        return dict(self._counts)


class Statistics(msgspec.Struct, frozen=True):
    """Gauges first, then counters since the kernel began.

    ``actors`` and ``kinds`` count those in memory; ``mailboxes`` is the sum of what waits in
    mailboxes and ``deepest`` the largest single one; ``messages`` counts those handled in turns,
    ``taken`` those that actors took in place (`Actor.in_place`).
    """

    actors: int
    kinds: dict[str, int]
    mailboxes: int
    deepest: int
    timers: int
    effects: int
    monitors: int
    messages: int
    taken: int
    slices: int
    crashes: int
    restarts: int
    given_up: int
    dead_letters: dict[Reason, int]
    journal: dict[str, int]

"""Messages that reached nobody: counted by reason, the latest kept to look at."""

from collections import Counter, deque
from typing import Final

import msgspec

from actors.core.address import Address
from actors.core.errors import ActorDown
from actors.core.reply import Ask
from actors.core.restart import Reason

UNKNOWN: Final = "unknown"
STOPPED: Final = "stopped"
OVERFLOW: Final = "overflow"

KEEP: Final = 64


class DeadLetter(msgspec.Struct, frozen=True):
    """One such message and why nobody got it.

    The reason is ``unknown`` (no such actor), ``stopped``, ``overflow`` (mailbox full),
    ``intensity`` (given up for now), ``shutdown``, or what ended the actor.
    """

    address: Address
    message: object
    reason: Reason


class DeadLetters:
    """All dead letters of one kernel."""

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

"""The bounded queue of messages an actor has not handled yet."""

from collections import deque
from typing import Final, Literal

from actors.core.envelope import Envelope
from actors.core.reply import Ask

Overflow = Literal["drop_newest", "drop_oldest"]

NOTHING: Final = object()


def is_letter(item: object) -> bool:
    """Tell whether somebody sent this, as opposed to the actor's own timers, effects, monitors."""
    return not isinstance(item, Envelope) or isinstance(item, Ask)


class Mailbox:
    """First in, first out. What the actor owes to itself (timers, effects, downs) is never refused:

    it is bounded by what the actor set going, and losing it would leave the actor waiting for ever.
    """

    __slots__ = ("capacity", "items", "overflow")

    def __init__(self, capacity: int, overflow: Overflow) -> None:
        self.items: deque[object] = deque()
        self.capacity = capacity
        self.overflow: Overflow = overflow

    def put(self, message: object) -> object:
        """Add a message; return the one that has to give way, or NOTHING."""
        items = self.items
        if len(items) < self.capacity:
            items.append(message)
            return NOTHING
        if self.overflow == "drop_newest":
            return message
        dropped = self._drop_oldest()
        if dropped is NOTHING:
            return message
        items.append(message)
        return dropped

    def _drop_oldest(self) -> object:
        for place, item in enumerate(self.items):
            if is_letter(item):
                del self.items[place]
                return item
        return NOTHING

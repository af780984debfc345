"""The bounded queue of messages an actor has not handled yet."""

from collections import deque
from typing import Literal

from actors.core.envelope import Envelope
from actors.core.reply import Ask

Overflow = Literal["drop_newest", "drop_oldest"]


def is_letter(item: object) -> bool:
    """Tell whether somebody sent this, as opposed to the actor's own timers, effects, monitors."""
    return not isinstance(item, Envelope) or isinstance(item, Ask)


class Mailbox(deque[object]):
    """First in, first out. What the actor owes to itself (timers, effects, downs) is never refused:

    it is bounded by what the actor set going, and losing it would leave the actor waiting for ever.
    """

    __slots__ = ("capacity", "overflow")

    def __init__(self, capacity: int, overflow: Overflow) -> None:
        super().__init__()
        self.capacity = capacity
        self.overflow: Overflow = overflow

    def overflowed(self, message: object) -> object:
        """Take a message though it is full if the policy is so; return the one that gives way."""
        if self.overflow == "drop_newest":
            return message
        for place, item in enumerate(self):
            if is_letter(item):
                del self[place]
                self.append(message)
                return item
        return message

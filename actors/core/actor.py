"""The behaviour of an actor: what it does with a message."""

from __future__ import annotations

from typing import TYPE_CHECKING, Generic, TypeVar

if TYPE_CHECKING:
    from actors.core.context import Context
    from actors.core.restart import Reason

M = TypeVar("M")


class Actor(Generic[M]):
    """Subclass per kind. No method awaits; what any of them raises crashes the actor.

    After a crash the supervisor builds a new one; the message that crashed it is not retried, the
    rest of the mailbox is.
    """

    def __init__(self, context: Context[M]) -> None:
        self.context = context

    def started(self) -> None:
        """Begin: the actor was activated, or restarted after a crash."""

    def receive(self, message: M) -> None:
        """Handle one message, at once: what takes time is an effect."""
        raise NotImplementedError

    def can_passivate(self) -> bool:
        """Agree to leave the memory; asked only when idle."""
        return True

    def stopped(self, reason: Reason) -> None:
        """Finish: the actor stops in good order. Not called after a crash."""

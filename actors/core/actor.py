"""The behaviour of an actor: what it does with a message."""

from typing import Generic, TypeVar

from actors.core.context import Context
from actors.core.restart import Reason

M = TypeVar("M")


class Actor(Generic[M]):
    """Subclass per kind. No method awaits; what any of them raises crashes the actor.

    A method either succeeds, or nothing of what it told, recorded and handed over has happened. A
    crash makes the supervisor build a new actor, which goes on from `Context.recovered`; the
    message that crashed it is not retried, the rest of the mailbox is.
    """

    def __init__(self, context: Context[M]) -> None:
        self.context = context

    def started(self) -> None:
        """Begin, whatever came before: say again all that others have to know of this actor.

        Called at every start until it succeeds once; others may hear the same thing twice.
        """

    def receive(self, message: M) -> None:
        """Handle one message, at once: what takes time is an effect."""
        raise NotImplementedError

    def unsaved(self) -> None:
        """Take note that `Context.unsaved` has changed: the log is away, or back."""

    def can_passivate(self) -> bool:
        """Agree to leave the memory; asked only when idle."""
        return True

    def stopped(self, reason: Reason) -> None:
        """Finish: the actor stops in good order. Not called after a crash."""

"""The behaviour of an actor: what it does with a message."""

from typing import ClassVar, Generic, TypeVar

from actors.core.context import Context
from actors.core.restart import Reason

M = TypeVar("M")


class Actor(Generic[M]):
    """Subclass per kind. No method awaits; what any of them raises crashes the actor.

    A method that raises has done nothing: what it told, recorded and handed over is dropped. After
    a crash the supervisor builds a new actor, which goes on from `Context.recovered`. The message
    that crashed it is not retried; the rest of the mailbox is handled.
    """

    in_place: ClassVar[type | None] = None
    """The type of message that needs no turn of its own, exactly this one; None: every one does.

    While the actor is running, between two turns, and nothing waits in its mailbox, whoever tells
    it such a message runs its ``receive`` in place; otherwise the message waits like any other. So
    the order of all messages stays as it was. What the message makes it tell, record or stop, and
    what follows from a crash, waits for the actor's next turn. Meant for what many read: a handler
    that only writes into an outbox needs no turn at all.
    """

    def __init__(self, context: Context[M]) -> None:
        self.context = context

    def started(self) -> None:
        """Begin: tell others again everything they have to know about this actor.

        Called at every start until it has succeeded once, so others may hear the same thing twice.
        """

    def receive(self, message: M) -> None:
        """Handle one message without waiting; what takes time is run as an effect."""
        raise NotImplementedError

    def unsaved_changed(self) -> None:
        """React to a change of `Context.unsaved`: the log is away, or back."""

    def can_passivate(self) -> bool:
        """Return whether the actor may leave the memory now; called only when it is idle."""
        return True

    def stopped(self, reason: Reason) -> None:
        """Finish: the actor stops in good order. Not called after a crash."""

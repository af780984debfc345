"""The behaviour of an actor, and its specification: what happens when it fails."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, ClassVar, Generic, TypeVar

from msgspec import Struct

from actors.core.address import Address
from actors.core.context import Context
from actors.core.journal.book import Recovered
from actors.core.life import Reason, Restart

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


class Settlement(Struct, frozen=True):
    """What happens when an actor is given up: rows to write, and messages to send after that.

    ``send`` are durable messages, for owners; ``tell`` are lost on actors that cannot hear them.
    """

    rows: tuple[Struct, ...] = ()
    send: tuple[tuple[Address, Struct], ...] = ()
    tell: tuple[tuple[Address, Any], ...] = ()


class LeftBehind(Struct, frozen=True):
    """What an actor that is given up leaves: what it would have gone on from, and what crashed it.

    ``now`` and ``date`` are in seconds since the epoch, see `actors.core.world.World`.
    """

    address: Address
    recovered: Recovered | None
    fatal: Any
    now: float
    date: float


class ChildSpec(Struct, frozen=True, kw_only=True):
    """One actor (under a static supervisor) or a template for many (under a dynamic one).

    ``intensity`` restarts within ``period`` seconds are allowed to each child of a template; a
    static child counts towards its supervisor instead. ``backoff`` is the delay before the first
    restart in seconds; it doubles with each crash in a row.

    ``mailbox`` is the bound of its mailbox; beyond it new messages become dead letters.

    ``journaled``: it may record, and every start recovers what it recorded, before its first
    message. ``messages`` is the union of the durable messages it takes, tagged Structs.
    ``settle`` decides what happens when it is given up; its journal is closed then.

    ``ids`` are those of a static child: there is one actor of each. A kind that is divided
    into parts has several, see `actors.parts`.

    An actor of a template that has had no message for ``passivate_after`` seconds, has no timer,
    effect or unanswered ask, and agrees (``can_passivate``), leaves the memory until its next use.
    """

    kind: str
    ids: tuple[str, ...] = ("",)
    actor: Callable[[Context[Any]], Actor[Any]]
    restart: Restart = "transient"
    intensity: int = 3
    period: float = 5.0
    backoff: float = 0.0
    mailbox: int = 1024
    journaled: bool = False
    messages: Any = None
    settle: Callable[[LeftBehind], Settlement] | None = None
    passivate_after: float | None = None


class SupervisorSpec(Struct, frozen=True, kw_only=True):
    """A supervisor of static children, in the order in which they start; it restarts each alone."""

    name: str
    intensity: int = 3
    period: float = 5.0
    children: tuple[ChildSpec | SupervisorSpec | DynamicSupervisorSpec, ...] = ()


class DynamicSupervisorSpec(Struct, frozen=True, kw_only=True):
    """A supervisor whose children are templates: actors start on first use, each for itself."""

    name: str
    children: tuple[ChildSpec, ...] = ()

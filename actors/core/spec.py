"""Specifications of actors: which there are, and what happens when they fail."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from msgspec import Struct

from actors.core.actor import Actor
from actors.core.address import Address
from actors.core.context import Context
from actors.core.journal.book import Recovered
from actors.core.restart import Restart


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

    An actor of a template that has had no message for ``passivate_after`` seconds, has no timer,
    effect or unanswered ask, and agrees (``can_passivate``), leaves the memory until its next use.
    """

    kind: str
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

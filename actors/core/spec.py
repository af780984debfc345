"""Policy as data: which actors there are and what happens when they fail."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, Any, Literal

import msgspec

from actors.core.address import Address
from actors.core.mailbox import Overflow
from actors.core.restart import Restart

if TYPE_CHECKING:
    from actors.core.actor import Actor
    from actors.core.context import Context

Strategy = Literal["one_for_one", "rest_for_one", "each"]
Load = Callable[[Address], Awaitable[object]]


class ChildSpec(msgspec.Struct, frozen=True, kw_only=True):
    """One actor (under a static supervisor) or a template for many (under ``each``).

    ``intensity`` restarts within ``period`` seconds are allowed to each child of a template; a
    static child counts towards its supervisor instead. ``backoff`` is the delay before the first
    restart in seconds; it doubles with each crash in a row.

    ``mailbox`` is the bound; over it ``drop_newest`` refuses the new message and ``drop_oldest``
    the oldest; either becomes a dead letter.

    ``load`` runs before the actor is built, at activation and again before a restart, unless the
    actor kept something for its next incarnation. A load that fails counts as a crash.

    ``passivate_after`` seconds without a message, an actor of a template that has no timer, effect
    or unanswered ask, and agrees (``can_passivate``), leaves the memory until it is used again.
    """

    kind: str
    actor: Callable[[Context[Any]], Actor[Any]]
    restart: Restart = "transient"
    intensity: int = 3
    period: float = 5.0
    backoff: float = 0.0
    mailbox: int = 1024
    overflow: Overflow = "drop_newest"
    load: Load | None = None
    passivate_after: float | None = None


class SupervisorSpec(msgspec.Struct, frozen=True, kw_only=True):
    """A supervisor, its strategy and its children in the order in which they start.

    ``one_for_one`` restarts the child that failed, ``rest_for_one`` also those after it. Under
    ``each`` the children are templates: actors start on first use, each for itself.
    """

    name: str
    strategy: Strategy = "one_for_one"
    intensity: int = 3
    period: float = 5.0
    children: tuple[ChildSpec | SupervisorSpec, ...] = ()

"""One actor from the kernel's side: its mailbox, and the incarnation that works through it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from msgspec import Raw, Struct

from actors.core import lifecycle, passivation
from actors.core.envelope import Envelope
from actors.core.incarnation import Incarnation
from actors.core.mailbox import Mailbox
from actors.core.monitor import Watching
from actors.core.phase import RUNNING, Phase

if TYPE_CHECKING:
    from actors.core.address import Address
    from actors.core.gate import Gate
    from actors.core.restart import Reason
    from actors.core.runtime import Runtime
    from actors.core.spec import ChildSpec
    from actors.core.timers import Timer


class Parent(Protocol):
    """The supervisor of a cell."""

    def child_ended(self, cell: Cell, reason: Reason, error: Exception | None) -> None:
        """Decide what becomes of a cell whose incarnation is gone."""
        ...


class Cell:
    """Survives restarts; what does not is in its incarnation."""

    __slots__ = (
        "address",
        "fatal",
        "gate",
        "history",
        "idle_timer",
        "incarnation",
        "kept",
        "loaded",
        "mailbox",
        "parent",
        "past",
        "phase",
        "queued",
        "recorded",
        "restart_timer",
        "restarts",
        "runtime",
        "since",
        "since_snapshot",
        "spec",
        "streak",
        "used_at",
        "watching",
    )

    def __init__(self, address: Address, spec: ChildSpec, parent: Parent, runtime: Runtime) -> None:
        self.address = address
        self.spec = spec
        self.parent = parent
        self.runtime = runtime
        self.mailbox = Mailbox(spec.mailbox, spec.overflow)
        self.phase = Phase.ENDED
        self.queued = False
        self.restarts = 0
        self.history: tuple[float, ...] = ()  # of restarts, if a template's
        self.streak = 0
        self.since = 0.0  # when this incarnation began
        self.used_at = 0.0  # when its last turn was
        self.past = runtime.pasts.pop(address, None)
        self.recorded = self.past.seq if self.past is not None else 0  # journal entries so far
        self.since_snapshot: list[Struct | Raw] = [*self.past.entries] if self.past else []
        self.gate: Gate | None = None  # made when something is persisted
        self.fatal: object = None
        self.kept: object = None
        self.loaded: object = None
        self.restart_timer: Timer | None = None
        self.idle_timer: Timer | None = None
        self.incarnation = Incarnation(self)
        self.watching = Watching(runtime.monitors, runtime.registry, self.notify)

    def notify(self, message: object) -> None:
        """Take what the actor itself set going; never refused."""
        self.mailbox.append(message)
        if not self.queued and self.phase is RUNNING:
            self.runtime.scheduler.add(self)

    def turn(self, limit: int, now: float) -> int:
        """Handle up to ``limit`` messages; return how many. What is left waits for another turn."""
        handled, item = 0, None
        incarnation, mailbox = self.incarnation, self.mailbox
        self.used_at = now
        try:
            if self.phase is not RUNNING:
                if self.phase is not Phase.READY:
                    return 0
                lifecycle.build(self)
                passivation.watch(self)
            receive = incarnation.receive
            while mailbox and handled < limit and incarnation.ending is None:
                item = mailbox.popleft()
                handled += 1
                if isinstance(item, Envelope):
                    incarnation.open(item)
                else:
                    receive(item)
        except Exception as error:  # noqa: BLE001 - any mistake in a behaviour is a crash
            lifecycle.crash(self, error, item)
        else:
            if incarnation.ending is not None:
                lifecycle.after_turn(self)
        return handled

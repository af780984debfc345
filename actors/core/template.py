"""The supervisor of actors that are started on first use, each failing for itself."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from actors.core import lifecycle
from actors.core.cell import Cell
from actors.core.dead_letters import STOPPED
from actors.core.restart import (
    CRASHED,
    INTENSITY,
    SHUTDOWN,
    Reason,
    add_restart,
    backoff_delay,
    must_restart,
)
from actors.core.spec import ChildSpec

if TYPE_CHECKING:
    from actors.core.address import Address
    from actors.core.runtime import Runtime
    from actors.core.spec import SupervisorSpec


class TemplateSupervisor:
    """Strategy ``each``: restarts a child alone and gives it up alone; never fails itself."""

    __slots__ = ("_runtime",)

    def __init__(self, spec: SupervisorSpec, runtime: Runtime) -> None:
        self._runtime = runtime
        for child in spec.children:
            if not isinstance(child, ChildSpec):
                raise TypeError(f"supervisor {spec.name}: a template cannot be a supervisor")
            runtime.registry.add_template(child.kind, partial(self._start, child))

    def _start(self, spec: ChildSpec, address: Address) -> Cell:
        cell = Cell(address, spec, self, self._runtime)
        self._runtime.registry.add(cell)
        lifecycle.launch(cell)
        return cell

    def child_ended(self, cell: Cell, reason: Reason, error: Exception | None) -> None:  # noqa: ARG002
        """Restart the child, let it end, or give it up until its period has passed."""
        spec, now = cell.spec, self._runtime.world.now()
        if not must_restart(spec.restart, reason):
            lifecycle.end(cell, reason, STOPPED)
            return
        history = add_restart(cell.history, now, spec.intensity, spec.period)
        if history is None:
            self._runtime.given_up += 1
            self._runtime.registry.give_up(cell.address, now + spec.period)
            lifecycle.end(cell, INTENSITY, INTENSITY)
            return
        cell.history = history
        delay = backoff_delay(spec.backoff, cell.streak) if reason == CRASHED else 0.0
        lifecycle.relaunch(cell, now + delay if delay else None)

    def _cells(self) -> list[Cell]:
        """Return the children in memory in the order in which they were started."""
        return [cell for cell in self._runtime.registry.cells.values() if cell.parent is self]

    def launch(self) -> None:
        """Start nothing: children start on first use."""

    def halt(self) -> None:
        """Stop all children in good order, the youngest first; they keep their mailboxes."""
        for cell in reversed(self._cells()):
            lifecycle.halt(cell, SHUTDOWN)

    def relaunch(self, at: float | None, *, fresh: bool) -> None:
        """Start again the children that were halted."""
        for cell in self._cells():
            if fresh:
                cell.kept = None
            lifecycle.relaunch(cell, at)

    def end(self) -> None:
        """End all children after they were halted."""
        for cell in reversed(self._cells()):
            lifecycle.end(cell, SHUTDOWN, SHUTDOWN)

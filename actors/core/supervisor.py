"""The supervisor of static children: what else restarts with one of them, and when it gives up."""

from __future__ import annotations

from typing import TYPE_CHECKING

from actors.core import lifecycle
from actors.core.address import Address
from actors.core.branch import Branch, StaticChild
from actors.core.cell import Cell
from actors.core.dead_letters import STOPPED
from actors.core.errors import IntensityExceeded
from actors.core.restart import CRASHED, Reason, add_restart, backoff_delay, must_restart
from actors.core.spec import ChildSpec, SupervisorSpec
from actors.core.template import TemplateSupervisor

if TYPE_CHECKING:
    from actors.core.runtime import Runtime


class Supervisor:
    """Strategies ``one_for_one`` and ``rest_for_one``; is a branch itself.

    Too many restarts: it halts all its children and fails, which its parent treats like the crash
    of a permanent child. The root fails the kernel.
    """

    __slots__ = ("_branches", "_history", "_parent", "_runtime", "_spec")

    def __init__(
        self, spec: SupervisorSpec, runtime: Runtime, parent: Supervisor | None = None
    ) -> None:
        self._spec = spec
        self._runtime = runtime
        self._parent = parent
        self._history: tuple[float, ...] = ()
        self._branches: list[Branch] = [self._branch(child) for child in spec.children]

    def _branch(self, child: ChildSpec | SupervisorSpec) -> Branch:
        if isinstance(child, SupervisorSpec):
            if child.strategy == "each":
                return TemplateSupervisor(child, self._runtime)
            return Supervisor(child, self._runtime, self)
        if child.passivate_after is not None:
            raise ValueError(f"child spec {child.kind}: a static child is never passivated")
        cell = Cell(Address(child.kind), child, self, self._runtime)
        self._runtime.registry.add_static(cell)
        return StaticChild(cell)

    def child_ended(self, cell: Cell, reason: Reason, error: Exception | None) -> None:
        """Restart the child and what its strategy adds, or let it end."""
        if not must_restart(cell.spec.restart, reason):
            lifecycle.end(cell, reason, STOPPED)
            return
        delay = backoff_delay(cell.spec.backoff, cell.streak) if reason == CRASHED else 0.0
        place = next(
            place
            for place, branch in enumerate(self._branches)
            if isinstance(branch, StaticChild) and branch.cell is cell
        )
        self._restart(place, delay, error)

    def _branch_failed(self, branch: Supervisor, error: Exception | None) -> None:
        self._restart(self._branches.index(branch), 0.0, error)

    def _restart(self, place: int, delay: float, error: Exception | None) -> None:
        now = self._runtime.world.now()
        history = add_restart(self._history, now, self._spec.intensity, self._spec.period)
        if history is None:
            self._escalate(error)
            return
        self._history = history
        at = now + delay if delay else None
        failed = self._branches[place]
        others = self._branches[place + 1 :] if self._spec.strategy == "rest_for_one" else []
        for branch in reversed(others):
            branch.halt()
        failed.relaunch(at, fresh=isinstance(failed, Supervisor))
        for branch in others:
            if _is_temporary(branch):
                branch.end()
            else:
                branch.relaunch(at, fresh=False)

    def _escalate(self, error: Exception | None) -> None:
        self.halt()
        if self._parent is not None:
            self._parent._branch_failed(self, error)  # noqa: SLF001 - the same class
            return
        failure = IntensityExceeded(self._spec.name)
        failure.__cause__ = error
        self._runtime.fail(failure)

    def launch(self) -> None:
        """Start the children in their order."""
        for branch in self._branches:
            branch.launch()

    def halt(self) -> None:
        """Stop the children in reverse order; they keep their mailboxes."""
        for branch in reversed(self._branches):
            branch.halt()

    def relaunch(self, at: float | None, *, fresh: bool) -> None:
        """Start again with no restart on the record."""
        self._history = ()
        for branch in self._branches:
            branch.relaunch(at, fresh=fresh)

    def end(self) -> None:
        """End the children in reverse order."""
        for branch in reversed(self._branches):
            branch.end()


def _is_temporary(branch: Branch) -> bool:
    return isinstance(branch, StaticChild) and branch.cell.spec.restart == "temporary"

"""What a supervisor has below it: a static child, templates, or another supervisor."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from actors.core import lifecycle
from actors.core.restart import SHUTDOWN

if TYPE_CHECKING:
    from actors.core.cell import Cell


class Branch(Protocol):
    """The steps of a strategy, for everything below in its order."""

    def launch(self) -> None:
        """Start for the first time."""
        ...

    def halt(self) -> None:
        """Stop in good order, in reverse; mailboxes stay."""
        ...

    def relaunch(self, at: float | None, *, fresh: bool) -> None:
        """Start again after a halt or a crash; ``fresh`` means without what actors kept."""
        ...

    def end(self) -> None:
        """Be gone for good after a halt."""
        ...


class StaticChild:
    """The cell of a static child as a branch."""

    __slots__ = ("cell",)

    def __init__(self, cell: Cell) -> None:
        self.cell = cell

    def launch(self) -> None:
        """Start it."""
        lifecycle.launch(self.cell)

    def halt(self) -> None:
        """Stop it in good order."""
        lifecycle.halt(self.cell, SHUTDOWN)

    def relaunch(self, at: float | None, *, fresh: bool) -> None:
        """Start it again, also if it had ended normally before (as OTP does)."""
        if fresh:
            self.cell.kept = None
        self.cell.runtime.registry.add(self.cell)
        lifecycle.relaunch(self.cell, at)

    def end(self) -> None:
        """Let it be gone."""
        lifecycle.end(self.cell, SHUTDOWN, SHUTDOWN)

"""An actor nobody uses leaves the memory; its next message activates it again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from actors.core import lifecycle
from actors.core.phase import Phase
from actors.core.restart import PASSIVATED
from actors.core.timers import Timer

if TYPE_CHECKING:
    from actors.core.cell import Cell


def watch(cell: Cell) -> None:
    """Look at the actor when it may have been idle for long enough.

    One timer that is set again when it fires, not one per message: messages are many.
    """
    if cell.spec.passivate_after is not None:
        _look_at(cell, cell.used_at + cell.spec.passivate_after)


def _look_at(cell: Cell, at: float) -> None:
    cell.idle_timer = cell.runtime.timers.add(Timer(at, lambda _: _look(cell)))


def _look(cell: Cell) -> None:
    after = cell.spec.passivate_after or 0.0
    now = cell.runtime.world.now()
    # The same sum as the one the timer was set for, or rounding could make it fire in a loop.
    if cell.used_at + after > now:
        _look_at(cell, cell.used_at + after)
    elif _agrees(cell):
        passivate(cell)
    elif cell.phase is Phase.RUNNING:
        _look_at(cell, now + after)


def _agrees(cell: Cell) -> bool:
    behaviour = cell.incarnation.behaviour
    if cell.mailbox or behaviour is None or not cell.incarnation.idle():
        return False
    try:
        return behaviour.can_passivate()
    except Exception as error:  # noqa: BLE001 - any mistake in a behaviour is a crash
        lifecycle.crash(cell, error)
        return False


def passivate(cell: Cell) -> None:
    """Leave the memory; a message that came while the actor finished activates it again."""
    lifecycle.halt(cell, PASSIVATED)
    cell.watching.clear()
    if cell.mailbox:
        cell.kept, cell.restarts = None, 0
        lifecycle.launch(cell)
    else:
        cell.runtime.registry.remove(cell)

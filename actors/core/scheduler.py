"""The run queue: actors with messages take turns."""

from __future__ import annotations

import logging
from collections import deque
from collections.abc import Callable
from typing import TYPE_CHECKING, Final

from actors.core.phase import RUNNING

if TYPE_CHECKING:
    from actors.core.cell import Cell

TURN: Final = 32
"""An actor handles at most so many messages before the next one has its turn."""

log = logging.getLogger("actors.core")


class Scheduler:
    """Round robin over the cells that have something to do."""

    __slots__ = ("_after", "_queue", "_wake", "in_slice", "messages", "now", "slices")

    def __init__(self, wake: Callable[[], None]) -> None:
        self._queue: deque[Cell] = deque()
        self._after: list[Callable[[], None]] = []
        self._wake = wake
        self.in_slice = False
        self.now = 0.0  # when this slice began
        self.messages = 0
        self.slices = 0

    def add(self, cell: Cell) -> None:
        """Give a cell a turn; one that is in the queue (``queued``) keeps its place."""
        if not cell.queued:
            cell.queued = True
            self._queue.append(cell)
            if not self.in_slice:
                self._wake()

    def after_slice(self, callback: Callable[[], None]) -> None:
        """Call back once, at the end of this slice or of the next one."""
        self._after.append(callback)
        if not self.in_slice:
            self._wake()

    def ring(self) -> None:
        """Wake the driver; in a slice it is awake and looks by itself."""
        if not self.in_slice:
            self._wake()

    def run(self, budget: int) -> None:
        """Let cells take turns until about ``budget`` messages are handled or none is left."""
        queue, now = self._queue, self.now
        left = budget
        while queue and left > 0:
            cell = queue.popleft()
            # Before its turn: a crash in it starts the cell before what the crash starts with it.
            cell.queued = False
            handled = cell.turn(left if left < TURN else TURN, now)  # noqa: FURB136 - a call of min a turn
            self.messages += handled
            left -= handled or 1  # a start counts too, or one that always fails would not end
            if cell.mailbox and cell.phase is RUNNING and not cell.queued:
                cell.queued = True
                queue.append(cell)

    def end_slice(self) -> None:
        """Call those who asked for it. One that fails is logged and harms no other."""
        self.slices += 1
        callbacks, self._after = self._after, []
        for callback in callbacks:
            try:
                callback()
            except Exception:
                log.exception("a callback after a slice failed")

    def busy(self) -> bool:
        """Tell whether there is anything to do in a further slice."""
        return bool(self._queue or self._after)

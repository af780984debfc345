"""The run queue: processes that have messages take turns."""

from __future__ import annotations

import logging
from collections import deque
from collections.abc import Callable
from typing import Final, Protocol

from actors.core.life import RUNNING, Phase
from actors.core.mailbox import Mailbox

CROWD: Final = 128
"""The most callbacks of a crowd in a slice: less than a millisecond, if each writes to a socket."""
TURN: Final = 32
"""The most messages an actor handles before the next actor has its turn."""

log = logging.getLogger("actors.core")


class Resident(Protocol):
    """A process as the run queue sees it."""

    mailbox: Mailbox
    phase: Phase
    queued: bool
    """Whether it is in the queue."""
    in_place: type | None
    """The type of message that it takes in place just now; None: of no type."""

    def take(self, message: object) -> None:
        """Handle a message of the type ``in_place`` at once, while nothing waits in the mailbox."""
        ...

    def turn(self, limit: int, now: float) -> int:
        """Handle up to ``limit`` messages; return how many. The rest waits for the next turn."""
        ...


class Scheduler:
    """Round robin over the processes that have something to do."""

    __slots__ = (
        "_after",
        "_crowd",
        "_queue",
        "_wake",
        "in_slice",
        "messages",
        "now",
        "slices",
        "taken",
    )

    def __init__(self, wake: Callable[[], None]) -> None:
        self._queue: deque[Resident] = deque()
        self._after: list[Callable[[], None]] = []
        self._crowd: deque[Callable[[], None]] = deque()
        self._wake = wake
        self.in_slice = False
        self.now = 0.0  # when this slice began
        self.messages = 0
        self.slices = 0
        self.taken = 0  # messages, in place and not in a turn

    def add(self, process: Resident) -> None:
        """Give a process a turn; if it is in the queue already, it keeps its place."""
        if not process.queued:
            process.queued = True
            self._queue.append(process)
            if not self.in_slice:
                self._wake()

    def after_slice(self, callback: Callable[[], None]) -> None:
        """Call back once, at the end of this slice or of the next one."""
        self._after.append(callback)
        if not self.in_slice:
            self._wake()

    def by_and_by(self, callback: Callable[[], None]) -> None:
        """Call back once, in this slice or a later one, so that others need not wait for many."""
        self._crowd.append(callback)
        if not self.in_slice:
            self._wake()

    def ring(self) -> None:
        """Wake the driver, except during a slice: then it looks by itself afterwards."""
        if not self.in_slice:
            self._wake()

    def run(self, budget: int) -> None:
        """Let processes take turns until about ``budget`` messages are handled or none is left.

        Those taken in place count, but no turn is cut short: one that tells thousands tells all.
        """
        queue, now = self._queue, self.now
        left = budget
        while queue and left > 0:
            process = queue.popleft()
            # Before its turn: a crash in it starts the process before what it starts with it.
            process.queued = False
            taken = self.taken
            handled = process.turn(left if left < TURN else TURN, now)  # noqa: FURB136 - a call of min a turn
            self.messages += handled
            # A start counts too, or one that always fails would never end.
            left -= (handled or 1) + self.taken - taken
            if process.mailbox and process.phase is RUNNING and not process.queued:
                process.queued = True
                queue.append(process)

    def end_slice(self) -> None:
        """Run the callbacks of this slice. One that fails is logged and harms no other."""
        self.slices += 1
        callbacks, self._after = self._after, []
        if crowd := self._crowd:
            callbacks.extend(crowd.popleft() for _ in range(min(CROWD, len(crowd))))
        for callback in callbacks:
            try:
                callback()
            except Exception:
                log.exception("a callback after a slice failed")

    def busy(self) -> bool:
        """Tell whether there is anything to do in a further slice."""
        return bool(self._queue or self._after or self._crowd)

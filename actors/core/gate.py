"""What an actor tells about something it must not lose leaves when that is written."""

from __future__ import annotations

from collections import deque
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from actors.core.address import Address
    from actors.core.cell import Cell
    from actors.core.context import Context
    from actors.core.world import Event


class Gate:
    """Of one actor. Shut from ``persist`` until what was persisted is written.

    A log that is away opens it: play goes on, and the actor is told that what it tells may yet be
    lost, and again when all is written after all. Outlives a crash: what was told before it counts.
    """

    __slots__ = ("_away", "_back", "_cell", "_held", "context", "unsaved")

    def __init__(self, cell: Cell) -> None:
        self._cell = cell
        self._held: deque[list[tuple[Address, Any]]] = deque()  # after each persist
        self._away: object = None
        self._back: object = None
        self.context: Context[Any] | None = None
        """That of the incarnation."""
        self.unsaved = 0
        """How many times something was persisted and told that is not written yet."""

    @property
    def shut(self) -> bool:
        """Whether what the actor tells is held back."""
        return bool(self._held)

    def shut_for(self, away: object, back: object) -> None:
        """Hold back what is told from now on until what was recorded is written."""
        self._away, self._back = away, back
        self._held.append([])
        journal = self._cell.runtime.journal
        journal.hold(self)
        if journal.away:
            self.overdue()
        elif self.context is not None:
            self.context.tell = self.hold

    def hold(self, address: Address, message: Any) -> None:
        """Keep a message until its part of the gate opens; stands in for `Context.tell`."""
        self._held[-1].append((address, message))

    def overdue(self) -> None:
        """Let go of what is held though it is not written."""
        if self._held:
            self.unsaved += len(self._held)
            self._let_go(len(self._held))
            self._notify(self._away)

    def written(self, times: int) -> None:
        """So many of the times something was persisted it is durable now, the oldest first."""
        late = min(times, self.unsaved)
        self.unsaved -= late
        self._let_go(times - late)
        if late and not self.unsaved:
            self._notify(self._back)

    def _notify(self, news: object) -> None:
        if news is not None:
            self._cell.notify(news)

    def _let_go(self, times: int) -> None:
        tell = self._cell.runtime.tell
        let_go = [self._held.popleft() for _ in range(times)]
        if not self._held and self.context is not None:
            self.context.tell = tell
        for part in let_go:
            for address, message in part:
                tell(address, message)


class Written:
    """Lets a task wait for the journal."""

    __slots__ = ("_event",)

    def __init__(self, event: Event) -> None:
        self._event = event

    def overdue(self) -> None:
        """Wait on."""

    def written(self, _times: int) -> None:
        """It is durable."""
        self._event.set()

"""What an actor tells about something it must not lose leaves when that is written."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from actors.core.address import Address
    from actors.core.cell import Cell
    from actors.core.context import Context
    from actors.core.world import Event


class Gate:
    """Of one actor. Shut from ``persist`` until all that was persisted is written.

    A log that is away opens it: play goes on, and the actor is told that what it tells may yet be
    lost, and again when all is written after all. Outlives a crash: what was told before it counts.
    """

    __slots__ = ("_away", "_back", "_cell", "_held", "_late", "_unwritten", "context")

    def __init__(self, cell: Cell) -> None:
        self._cell = cell
        self._held: list[tuple[Address, Any]] = []
        self._unwritten = 0
        self._late = False
        self._away: object = None
        self._back: object = None
        self.context: Context[Any] | None = None
        """That of the incarnation."""

    @property
    def unsaved(self) -> int:
        """How many times something was persisted and told that is not written yet."""
        return self._unwritten if self._late else 0

    @property
    def shut(self) -> bool:
        """Whether what the actor tells is held back."""
        return self._unwritten > 0 and not self._late

    def shut_for(self, away: object, back: object) -> None:
        """Hold back what is told from now on until what was recorded is written."""
        self._away, self._back = away, back
        self._unwritten += 1
        journal = self._cell.runtime.journal
        journal.hold(self)
        if self._late:
            self._cell.notify(away)
        elif journal.away:
            self.overdue()
        elif self.context is not None:
            self.context.tell = self.hold

    def hold(self, address: Address, message: Any) -> None:
        """Keep a message until the gate opens; stands in for `Context.tell`."""
        self._held.append((address, message))

    def overdue(self) -> None:
        """Let go of what is held, written or not."""
        if not self._late:
            self._late = True
            self._open()
            self._cell.notify(self._away)

    def written(self, times: int) -> None:
        """So many of the times something was persisted it is durable now."""
        self._unwritten -= times
        if self._unwritten == 0:
            self._open()
            if self._late:
                self._late = False
                self._cell.notify(self._back)

    def _open(self) -> None:
        tell = self._cell.runtime.tell
        if self.context is not None:
            self.context.tell = tell
        held, self._held = self._held, []
        for address, message in held:
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

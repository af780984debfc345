"""What an actor tells about something it must not lose leaves when that is written."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from actors.core.address import Address
    from actors.core.cell import Cell
    from actors.core.context import Context
    from actors.core.world import Event


class Part:
    """What was told after one ``persist``; it ``counts`` if the actor wants news of it."""

    __slots__ = ("counts", "letters", "then")

    def __init__(self, counts: bool) -> None:
        self.counts = counts
        self.letters: list[tuple[Address, Any]] = []
        self.then: Callable[[], None] | None = None  # its end, if nothing is told after it


class Gate:
    """Of one actor. Shut from ``persist`` until what was persisted is written.

    A log that is away opens it: play goes on, and the actor is told that what it tells may yet be
    lost, and again when all is written after all. Outlives a crash: what was told before it counts.
    """

    __slots__ = ("_away", "_back", "_cell", "_held", "_late", "context")

    def __init__(self, cell: Cell) -> None:
        self._cell = cell
        self._held: deque[Part] = deque()  # after each persist
        self._late: deque[Part] = deque()  # told, and not written yet
        self._away: object = None
        self._back: object = None
        self.context: Context[Any] | None = None
        """That of the incarnation."""

    @property
    def unsaved(self) -> int:
        """How many times something was persisted and told that is not written yet.

        What nobody asked news of does not count.
        """
        return sum(part.counts for part in self._late)

    @property
    def shut(self) -> bool:
        """Whether what the actor tells is held back."""
        return bool(self._held)

    def shut_for(self, away: object, back: object) -> None:
        """Hold back what is told from now on until what was recorded is written."""
        counts = away is not None
        if counts:
            self._away, self._back = away, back
        self._held.append(Part(counts))
        journal = self._cell.runtime.journal
        journal.hold(self)
        if journal.away:
            self.overdue()
        elif self.context is not None:
            self.context.tell = self.hold

    def hold(self, address: Address, message: Any) -> None:
        """Keep a message until its part of the gate opens; stands in for `Context.tell`."""
        self._held[-1].letters.append((address, message))

    def last(self, act: Callable[[], None]) -> None:
        """Do something once all that was told has left: nothing is told after it."""
        if self._held:
            self._held[-1].then = act
        else:
            act()

    def overdue(self) -> None:
        """Let go of what is held though it is not written."""
        if self._held:
            news = any(part.counts for part in self._held)
            self._late.extend(self._held)
            self._let_go(len(self._held))
            self._notify(self._away if news else None)

    def written(self, times: int) -> None:
        """So many of the times something was persisted it is durable now, the oldest first."""
        before = self.unsaved
        late = [self._late.popleft() for _ in range(min(times, len(self._late)))]
        self._let_go(times - len(late))
        if before and not self.unsaved:
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
            for address, message in part.letters:
                tell(address, message)
            if part.then is not None:
                part.then()


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

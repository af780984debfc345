"""What an actor tells about something it must not lose leaves when that is written."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from actors.core.address import Address

Act = tuple[Address | None, Any]
"""Something that leaves an actor: a message for an address, or (None, a callable)."""


class Part:
    """What was told after one `persist`, up to the next."""

    __slots__ = ("acts", "waits")

    def __init__(self, acts: list[Act], *, waits: bool) -> None:
        self.acts = acts
        self.waits = waits  # also while the log is away


class Gate:
    """Of one actor. Shut from a `persist` until what was persisted is written.

    A log that is away opens it for what may be told all the same, up to the first part that waits:
    nothing overtakes. Outlives a crash: what was told before it counts.
    """

    __slots__ = ("_late", "_let_go", "_overdue", "held", "news")

    def __init__(self, let_go: Callable[[list[Act]], None]) -> None:
        self._let_go = let_go
        self.news: Callable[[], None] = _nobody
        """Called when `unsaved` has changed while the log is away, and when it is back."""
        self.held: list[Part] = []  # lists: an empty deque takes 600 bytes, and most stay empty
        self._late: list[Part] = []  # told, and not written yet
        self._overdue = 0  # of those that are held: so many the log keeps waiting

    @property
    def unsaved(self) -> int:
        """How many times something was persisted that the log keeps waiting, told or not."""
        return len(self._late) + self._overdue

    @property
    def shut(self) -> bool:
        """Whether what the actor tells is held back."""
        return bool(self.held)

    def shut_for(self, acts: list[Act], *, waits: bool, away: bool) -> None:
        """Hold these acts, and what comes after them, until the journal says `written`."""
        self.held.append(Part(acts, waits=waits))
        if away:
            self.overdue()

    def hold(self, acts: list[Act]) -> None:
        """Hold what needs no writing but comes after something that does."""
        self.held[-1].acts.extend(acts)

    def overdue(self) -> None:
        """Let go of what may be told though it is not written."""
        before, late = self.unsaved, 0
        while late < len(self.held) and not self.held[late].waits:
            late += 1
        self._late.extend(self.held[:late])
        self._open(late)
        self._overdue = len(self.held)
        if self.unsaved != before:
            self.news()

    def written(self, times: int) -> None:
        """So many of the times something was persisted it is durable now, the oldest first."""
        before, told = self.unsaved, min(times, len(self._late))
        del self._late[:told]
        self._open(times - told)
        self._overdue = max(self._overdue - (times - told), 0)
        if before and not self.unsaved:
            self.news()

    def _open(self, times: int) -> None:
        parts, self.held = self.held[:times], self.held[times:]
        for part in parts:
            self._let_go(part.acts)


def _nobody() -> None:
    """Stand in for an actor that wants no news."""

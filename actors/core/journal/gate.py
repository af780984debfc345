"""Holds what an actor tells about something it must not lose until that is written."""

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
        self.waits = waits  # even while the log is away


class Gate:
    """The gate of one actor: shut from a `persist` until what was persisted is written.

    While the log is away it lets out what may be told all the same, up to the first part that
    waits, so that the order stays. It outlives a crash, as what was told before the crash counts.
    """

    __slots__ = ("_late", "_let_go", "_overdue", "held", "news")

    def __init__(self, let_go: Callable[[list[Act]], None]) -> None:
        self._let_go = let_go
        self.news: Callable[[], None] = _nobody
        """Called when `unsaved` has changed while the log is away, and when it is back."""
        self.held: list[Part] = []  # lists: an empty deque takes 600 bytes, and most stay empty
        self._late: list[Part] = []  # told, and not written yet
        self._overdue = 0  # how many of the held parts the log has kept waiting too long

    @property
    def unsaved(self) -> int:
        """How many calls of `persist` the log has kept waiting for too long, told or not."""
        return len(self._late) + self._overdue

    @property
    def stuck(self) -> bool:
        """Whether what is held comes after something that waits for a log that is away."""
        return self._overdue > 0 and self.held[0].waits

    @property
    def shut(self) -> bool:
        """Whether the gate holds back what the actor tells."""
        return bool(self.held)

    def shut_for(self, acts: list[Act], *, waits: bool, away: bool) -> None:
        """Hold these acts, and those after them, until the journal calls `written`."""
        self.held.append(Part(acts, waits=waits))
        if away:
            self.overdue()

    def hold(self, acts: list[Act]) -> None:
        """Hold acts that need no writing, but come after some that do."""
        self.held[-1].acts.extend(acts)

    def overdue(self) -> None:
        """Let out what may be told although it is not written."""
        before, late = self.unsaved, 0
        while late < len(self.held) and not self.held[late].waits:
            late += 1
        self._late.extend(self.held[:late])
        self._open(late)
        self._overdue = len(self.held)
        if self.unsaved != before:
            self.news()

    def written(self, times: int) -> None:
        """Note that the oldest ``times`` calls of `persist` are durable now."""
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

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

    __slots__ = ("_held", "_late", "_let_go", "_news")

    def __init__(self, let_go: Callable[[list[Act]], None], news: Callable[[], None]) -> None:
        self._let_go = let_go
        self._news = news
        self._held: list[Part] = []  # lists: an empty deque takes 600 bytes, and most stay empty
        self._late: list[Part] = []  # told, and not written yet

    @property
    def unsaved(self) -> int:
        """How many times something was persisted and told that is not written yet."""
        return len(self._late)

    @property
    def shut(self) -> bool:
        """Whether what the actor tells is held back."""
        return bool(self._held)

    def shut_for(self, acts: list[Act], *, waits: bool, away: bool) -> None:
        """Hold these acts, and what comes after them, until the journal says `written`."""
        self._held.append(Part(acts, waits=waits))
        if away:
            self.overdue()

    def hold(self, acts: list[Act]) -> None:
        """Hold what needs no writing but comes after something that does."""
        self._held[-1].acts.extend(acts)

    def overdue(self) -> None:
        """Let go of what may be told though it is not written."""
        late = 0
        while late < len(self._held) and not self._held[late].waits:
            late += 1
        self._late.extend(part for part, _ in zip(self._held, range(late), strict=False))
        self._open(late)
        if late:
            self._news()

    def written(self, times: int) -> None:
        """So many of the times something was persisted it is durable now, the oldest first."""
        before = len(self._late)
        for _ in range(min(times, before)):
            self._late.pop(0)
        self._open(times - (before - len(self._late)))
        if before and not self._late:
            self._news()

    def _open(self, times: int) -> None:
        for part in [self._held.pop(0) for _ in range(times)]:
            self._let_go(part.acts)

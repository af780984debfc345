"""The rules of the grace budget.

It only shrinks, and by no more than the time that the player is away while a server runs. A pause
costs at least three seconds, and each player has only a few of them.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.simulation.sockets import Frame, Socket
    from tests.simulation.world import World

BUDGET = 30_000
HELD = 1100.0
"""Milliseconds for which a frame may be held back; its content may be that much older."""
LATE = 2500.0
"""Milliseconds by which an end may be late, as it is held back until it is durable."""
PAUSES, LEAST = 3, 3000
RETURN = 12_000
"""Milliseconds that everybody has to come back after a restart, and some for the network."""
OURS = frozenset({"server_restarted", "server_stopping"})
"""The reasons of an absence that are the server's fault."""


class BudgetRules:
    """The budget rules for one match on one page."""

    def __init__(self, world: World, broken: Callable[[str], None]) -> None:
        self._world = world
        self._broken = broken
        self._known: dict[int, tuple[int, float, int]] = {}
        self._pauses: dict[int, int] = {}
        self._until: int | None = None

    def view(self, socket: Socket, frame: Frame) -> None:
        """Check a whole view. Budgets do not count before all have come, nor after the end."""
        away = [p for p in frame["players"] if p["id"] is not None and not p["here"]]
        self._until = frame["until"] if len(away) == 1 else None
        for player in frame["players"]:
            if player["id"] is not None and frame["phase"] not in {"waiting", "finished"}:
                self._check(socket, player, frame["sent"])

    def pause(self, socket: Socket, frame: Frame) -> None:
        """Check a pause: who is away, and until when."""
        left = frame["until"] - frame["now"]
        self._until = frame["until"] if len(frame["away"]) == 1 else None
        for absent in frame["away"]:
            alone = len(frame["away"]) == 1
            if left < -1 or (alone and left > absent["budget"] + RETURN):
                self._broken(f"until {frame['until']} at {frame['now']}, away {frame['away']}")
            at = frame["now"] / 1000.0
            self._check(socket, absent, at if frame["sent"] else None)

    def ended(self, frame: Frame) -> None:
        """Check that an end by absence comes at the announced time, not before or much later."""
        until, sent = self._until, frame["sent"]
        if until is None or sent is None or frame["cause"] not in {"forfeit_absent", "no_show"}:
            return
        late = sent * 1000.0 - until
        if not -2.0 < late < LATE:
            self._broken(f"{frame} comes {late:.0f} ms after it was told to")

    def absent(self, socket: Socket, frame: Frame) -> None:
        """Check that play goes on only without players who have used up their pauses."""
        for absent in frame["away"]:
            if absent["pauses"]:
                self._broken(f"play does not wait for {absent}")
            self._check(socket, absent, frame["now"] / 1000.0 if frame["sent"] else None)

    def _check(self, socket: Socket, seat: Frame, at: float | None) -> None:
        """Check that a budget never grows, and shrinks by no more than the time with a server.

        ``at`` is the time for which the figure holds, in ms; None if that is unknown.
        """
        process = socket.process
        grace = RETURN if seat["why"] in OURS else 0
        side, left, pauses = seat["side"], seat["budget"], seat["pauses"]
        least = LEAST * max(self._pauses.get(side, PAUSES) - pauses, 0)
        if not 0 <= pauses <= PAUSES:
            self._broken(f"side {side} has {pauses} pauses left")
        if at is not None:
            self._pauses[side] = pauses
        if not 0 <= left <= BUDGET + grace:
            self._broken(f"side {side} has a budget of {left} ms")
        if grace:  # it includes the time to come back
            return
        if side in self._known:
            before, then, number = self._known[side]
            slack = 1000.0 * self._world.back(number, process) + 1
            if number != process.number:  # the kill came before the cost was written
                slack += LEAST
            if left > before + slack:
                self._broken(f"the budget of side {side} grew from {before} to {left} ms")
            at = then if at is None else at
            gone = 1000.0 * self._world.served(then, at) + HELD + least + LEAST
            if at > then and before - left > gone:
                self._broken(f"the budget of side {side} lost {before - left} ms in {gone:.0f} ms")
        if at is not None:
            self._known[side] = (left, at, process.number)

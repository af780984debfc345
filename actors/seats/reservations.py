"""Seats that are kept for matches which others make, such as the director of a tournament."""

from collections.abc import Callable
from typing import Any

from actors.core.address import Address
from actors.core.context import Context
from actors.match.orders import CallOff
from actors.seats.seating import Abandoned, Declined, Released, Reserve, Reserved
from actors.seats.state import State


class Reservations:
    """Keeps players for a match until its owner releases them.

    The owner hears how the match ends, so nobody here watches it.
    """

    def __init__(
        self,
        context: Context[Any],
        state: State,
        take: Callable[[str, tuple[str, ...]], None],
        free: Callable[[str, tuple[str, ...]], None],
    ) -> None:
        self._context = context
        self._state = state
        self._take = take
        self._free = free
        self.told: dict[type, Callable[[Any], None]] = {
            Reserve: self.reserve,
            Released: self.release,
            Abandoned: self.abandon,
        }

    def reserve(self, asked: Reserve) -> None:
        """Keep players, unless one of them plays elsewhere; practice gives way."""
        state, match = self._state, asked.match
        elsewhere, yielding = state.elsewhere(asked.players, yields=True)
        busy = {player: other for player, other in elsewhere.items() if other != match}
        if busy:
            self._context.tell(asked.by, Declined(match, busy))
            return
        for practice in yielding:
            self._context.tell(Address("match", practice), CallOff())
            state.free(practice, asked.players)
        if match not in state.reserved:
            state.reserved[match] = asked.by
            self._take(match, asked.players)
        self._context.tell(asked.by, Reserved(match))

    def abandon(self, abandoned: Abandoned) -> None:
        """Call off what an owner who is given up has reserved; some may never have been made."""
        reserved = self._state.reserved
        for match in [match for match, by in reserved.items() if by == abandoned.by]:
            self._context.tell(Address("match", match), CallOff())
            self._free(match, self._state.players(match))

    def release(self, released: Released) -> None:
        """Let them go."""
        if released.match in self._state.reserved:
            self._free(released.match, self._state.players(released.match))

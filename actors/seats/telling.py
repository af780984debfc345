"""What a part of the seats writes down, watches, and tells the other parts of the lobby."""

from typing import Any

from actors.core.address import Address
from actors.core.context import Context
from actors.frames import encode
from actors.player.topic import Topic, View
from actors.seats.messages import Count, PlayingView, TellCount
from actors.seats.parts import HALL
from actors.seats.seating import Begun, Seated
from actors.seats.state import State, lasting

QUEUE, GAMES, INVITATIONS = Address("queue"), Address("games"), Address("invitations")
GATHER = 0.2
"""Seconds for which changes of the number of matches gather."""


class Telling:
    """Tells; decides nothing."""

    def __init__(self, context: Context[Any], state: State) -> None:
        self._context = context
        self._state = state
        self._counting = False
        self._counted = -1
        self.topic = Topic(context, "playing", state.readers, self._look)

    def save(self) -> None:
        """Journal a change, and let all know soon how many matches go on."""
        self._context.snapshot(lasting(self._state))
        if not self._counting:
            self._counting = True
            self._context.timer("count", self._context.now() + GATHER, TellCount())

    def count(self) -> None:
        """Tell how many matches go on here, if the number has changed."""
        self._counting = False
        counted = self._state.counted()
        if counted != self._counted:
            self._counted = counted
            self._context.tell_at_once(HALL, Count(self._context.address.id, counted))

    def watch(self, match: str) -> None:
        """Hear how a match ends that is given up."""
        self._context.monitor(Address("match", match), lambda down: down)

    def seated(self, seated: Seated) -> None:
        """Tell those with whom players wait who have a match."""
        parts = (QUEUE, GAMES, INVITATIONS)
        for part in parts[1:] if seated.match in self._state.practice else parts:
            self._context.tell(part, seated)

    def begun(self, match: str) -> None:
        """Tell those with whom the players of a match have waited that it has begun or ended."""
        for part in (QUEUE, GAMES):
            self._context.tell(part, Begun(match))

    def _look(self) -> View:
        return View(encode(PlayingView(self._state.matches)))

"""The one match in which a player has a seat, and the page that plays it."""

from collections.abc import Callable

from actors.core.address import Address
from actors.core.context import Context
from actors.frames import encode
from actors.match.messages import Dropped, Lag, Moved
from actors.player.messages import Message, Seated, StillHere, Unseated
from actors.player.state import State
from actors.seats.parts import seats_of
from actors.seats.seating import Sits

OfSeat = Seated | StillHere | Unseated


class Seat:
    """The seat of one player; ``changed`` is called when a match begins or ends."""

    def __init__(
        self, context: Context[Message], state: State, changed: Callable[[], None]
    ) -> None:
        self._context = context
        self._state = state
        self._changed = changed

    def handle(self, message: OfSeat) -> None:
        """Take news of the match in which the player has a seat."""
        match message:
            case Seated():
                self._sit(message)
            case StillHere():
                self._still_here(message)
            case Unseated(match):
                self._leave(match)

    def ask(self) -> None:
        """After a start: ask whether the match still goes on, as its end may have been lost."""
        player, match = self._context.address.id, self._state.match
        if match is not None:
            self._context.tell(seats_of(player), Sits(player, match))

    def _sit(self, message: Seated) -> None:
        name, connection = message.match, message.connection
        self._state.match = name
        self._changed()
        self._take_over(message)
        session = self._state.of_connection.get(connection) if connection else None
        if connection and session is not None and session.is_on(connection):
            self.tell_lag(connection, session.lag.tell())
        elif connection:  # entered by a socket that has ended: its Detach may have come before
            self.drop(name, connection)

    def _leave(self, match: str) -> None:
        if self._state.match == match:
            self._state.match = None
            self._changed()

    def _take_over(self, seat: Seated) -> None:
        """Tell the page that has played until now, unless it only has another connection."""
        before, now = (
            self._state.of_connection.get(connection) if connection else None
            for connection in (seat.instead, seat.connection)
        )
        if before is not None and before is not now:
            before.push(encode(Moved(seat.match)))

    def _still_here(self, message: StillHere) -> None:
        session = self._state.of_connection.get(message.connection)
        if session is None or not session.is_on(message.connection):
            self.drop(message.match, message.connection)
        else:  # perhaps it has missed that
            self.tell_lag(message.connection, session.lag.told)

    def drop(self, match: str, connection: str) -> None:
        """Tell a match that this connection has ended."""
        dropped = Dropped(self._context.address.id, connection)
        self._context.tell(Address("match", match), dropped)

    def tell_lag(self, connection: str, window: float) -> None:
        """Tell the match how late keys on this connection may come, in seconds."""
        if self._state.match is not None:
            lag = Lag(self._context.address.id, connection, window)
            self._context.tell(Address("match", self._state.match), lag)

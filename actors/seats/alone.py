"""Matches of a player who needs no opponent to come. Pure."""

from actors.frames import Origin
from actors.match.messages import Seat
from actors.seats.messages import Local, Machine
from actors.seats.parts import seats_of
from actors.seats.seating import Propose

MACHINE = "Rally AI"


def alone(origin: Origin, frame: Local | Machine) -> Propose:
    """Return the match of a player who needs no opponent to come."""
    player = origin.player
    match frame:
        case Local(_, settings, names):
            left, right = names or (origin.name, "Player 2")
            seats = Seat(player, left), Seat(player, right)
            mode = "local"
        case Machine(_, level, settings):
            seats = Seat(player, origin.name), Seat(None, MACHINE, level)
            mode = "ai"
    return Propose(seats_of(player), "", mode, settings, seats, {})

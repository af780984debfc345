"""What the seats are asked to do with players: make a match, or keep them for one. Pure."""

from actors.core.address import Address
from actors.seats.parts import HALL
from actors.seats.seating import Propose, Reserve

Order = Propose | Reserve


def is_part(by: Address) -> bool:
    """Tell whether this is a part of the seats."""
    return by.kind == HALL.kind


def players_of(order: Order) -> tuple[str, ...]:
    """Return who is to have a seat, each once."""
    if isinstance(order, Reserve):
        return order.players
    return tuple(dict.fromkeys(seat.player for seat in order.seats if seat.player is not None))


def over_for(order: Order) -> str:
    """Return the match that its players have left, if they want a rematch."""
    if isinstance(order, Reserve):
        return order.over
    return order.key if is_part(order.by) else ""


def gets_practice(order: Order) -> bool:
    """Tell whether practice gives way to it."""
    return order.yields if isinstance(order, Reserve) else order.by.kind == "queue"

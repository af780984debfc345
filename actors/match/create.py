"""The first state of a match."""

from actors.match.messages import Create, Seat
from actors.match.presence import BUDGET, ENTER
from actors.match.state import Chair, State, owned_by
from actors.pong.court import LEFT, RIGHT
from actors.pong.game import new_game


def create(message: Create, now: float) -> State:
    """Return a match with two chairs, nobody on them yet, and a ball that is not served."""

    def away(seat: Seat) -> float | None:
        return now if seat.player is not None else None

    left, right = message.seats
    # A dict keeps the order, and lists a person who has both seats only once.
    players = tuple(dict.fromkeys(s.player for s in message.seats if s.player is not None))
    enters_within = ENTER if message.mode in {"quick", "open"} else BUDGET
    return State(
        message.mode,
        new_game(message.settings, message.seed),
        (
            Chair(LEFT, left, away_since=away(left), enters_within=enters_within),
            Chair(RIGHT, right, away_since=away(right), enters_within=enters_within),
        ),
        owner=owned_by(message.owner, players),
        rated=message.rated,
        players=players,
        machine=LEFT if left.level else RIGHT if right.level else None,
    )

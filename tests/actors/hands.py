"""Simulated people: one follows the ball of which the page was told, the other lets it pass."""

import msgspec

from actors.pong.ball import Flight, height
from actors.pong.paddle import position
from tests.actors.page import Page
from tests.actors.world import Duel


def chase(page: Page, duel: Duel, side: int, reach: float = 0.8, ago: float = 0.0) -> None:
    """Move towards the height at which the ball will meet the own paddle; stand still when near."""
    state = duel.state
    segment = state.game.paddles[0 if side < 0 else 1].segments[-1]
    flight = msgspec.convert(page.of("flight", "point", "match")[-1]["flight"], Flight)
    goal = height(flight, flight.contact) if flight.side == side else 0.0
    away = goal - position(segment, max(duel.time(), segment.since))
    direction = 0 if abs(away) < reach else (1 if away > 0 else -1)
    if state.phase == "playing" and direction != segment.direction:
        page.press(duel.match, direction, ago)


def play_out(duel: Duel, *, both: bool = False, most: float = 400.0) -> None:
    """Play to the end: the left side follows the ball, the right one mostly, if ``both``."""
    end = duel.world.now() + most
    while not duel.left.of("finished"):
        assert duel.world.now() < end, "the match does not end"
        duel.world.wait(0.05)
        chase(duel.left, duel, -1)
        if both and duel.state.game.flight.number % 8 < 6:
            chase(duel.right, duel, 1, 1.2)

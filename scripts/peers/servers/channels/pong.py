"""Server-authoritative Pong with Rally's court and speeds, as plain as it can be.

The ball is one straight flight to the next contact, a paddle one segment; both are dicts, ready to
be sent as JSON. Times are seconds of play. ../colyseus/pong.mjs is the same game.
"""

import math
import random

WALL = 8.75  # where the centre of the ball turns
FACE = 14.75  # where it meets a paddle
REACH = 1.75  # how far from the centre of a paddle it is still hit
LIMIT = 7.5
PADDLE_SPEED = 14.0
SERVE_SPEED = 15.0
SPEED_UP = 1.05
TOP_SPEED = 32.0
SERVE_SLOPE = 0.7
EDGE_SLOPE = 1.1
SERVE_DELAY = 1.0
POINTS = 11


def fold(y: float) -> float:
    """Reflect a height back between the walls."""
    while y > WALL or y < -WALL:
        y = (2 if y > WALL else -2) * WALL - y
    return y


class Pong:
    """One match to eleven points; a side is -1 (left) or 1 (right)."""

    def __init__(self) -> None:
        self.score = {-1: 0, 1: 0}
        self.paddles = {side: {"since": 0.0, "y": 0.0, "direction": 0} for side in (-1, 1)}
        self.serve(0.0, random.choice((-1, 1)))

    @property
    def won(self) -> bool:
        """Tell whether somebody has won."""
        return max(self.score.values()) >= POINTS

    def press(self, side: int, direction: int, now: float) -> dict:
        """Change the direction of a paddle; return its new segment."""
        self.paddles[side] = {"since": now, "y": self.position(side, now), "direction": direction}
        return self.paddles[side]

    def position(self, side: int, at: float) -> float:
        """Return the centre of a paddle at a time."""
        paddle = self.paddles[side]
        y = paddle["y"] + paddle["direction"] * PADDLE_SPEED * max(0.0, at - paddle["since"])
        return max(-LIMIT, min(y, LIMIT))

    def serve(self, since: float, side: int) -> None:
        """Serve from the centre to a side."""
        self.fly(since, 0.0, 0.0, side, SERVE_SLOPE * random.uniform(-1.0, 1.0), SERVE_SPEED)

    def fly(self, since: float, x: float, y: float, side: int, slope: float, speed: float) -> None:
        """Start a flight to a side."""
        forward = speed / math.sqrt(1.0 + slope * slope)
        vx = side * forward
        self.flight = {"since": since, "x": x, "y": y, "vx": vx, "vy": slope * forward}
        self.flight |= {"side": side, "contact": since + (side * FACE - x) / vx, "speed": speed}

    def contact(self) -> bool:
        """Decide the contact: return the ball, or count the point and serve. True for a point."""
        flight, side, at = self.flight, self.flight["side"], self.flight["contact"]
        height = fold(flight["y"] + flight["vy"] * (at - flight["since"]))
        offset = (height - self.position(side, at)) / REACH
        if abs(offset) <= 1.0:
            faster = min(flight["speed"] * SPEED_UP, TOP_SPEED)
            self.fly(at, side * FACE, height, -side, offset * EDGE_SLOPE, faster)
            return False
        self.score[-side] += 1
        self.serve(at + SERVE_DELAY, -side)
        return True

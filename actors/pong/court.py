"""The court: lengths in court units, speeds in units per second, origin at the centre.

x grows to the right, y grows downwards (as on a canvas), so mirroring the sides is a negation
of x. A side is -1 (left) or +1 (right).
"""

from typing import Literal

Side = Literal[-1, 1]
LEFT: Side = -1
RIGHT: Side = 1

HALF_WIDTH = 16.0
"""The goal lines are at x = ±HALF_WIDTH."""
HALF_HEIGHT = 9.0
"""The walls are at y = ±HALF_HEIGHT."""

BALL_RADIUS = 0.25
WALL = 8.75
"""HALF_HEIGHT - BALL_RADIUS: the centre of the ball turns at y = ±WALL."""

FACE = 14.75
"""The centre of the ball meets a paddle at x = ±FACE: the paddle's face (15) less the radius."""
PADDLE_HALF = 1.5
PADDLE_LIMIT = 7.5
"""HALF_HEIGHT - PADDLE_HALF: a paddle's centre stays within ±PADDLE_LIMIT."""
PADDLE_SPEED = 14.0
"""The same for everybody, human or AI."""
REACH = 1.75
"""PADDLE_HALF + BALL_RADIUS: a ball this far from the paddle's centre is still hit."""

SERVE_SPEED = 15.0
SPEED_UP = 1.05
"""Each hit multiplies the speed of the ball by this, up to TOP_SPEED."""
TOP_SPEED = 32.0
"""A straight crossing of 2 * FACE takes 0.92 s at this speed: time warp stays mild."""
SERVE_SLOPE = 0.7
"""The largest |vy / vx| of a serve."""
EDGE_SLOPE = 1.1
"""|vy / vx| after a hit at the edge of the paddle, the largest there is."""

SERVE_DELAY = 1.0
"""Seconds of match time between a point and the next serve."""
LONGEST_WINDOW = 0.25
"""The longest lag window in seconds: no input takes effect earlier than this before it arrives."""


def index(side: Side) -> int:
    """Return the place of a side in a pair: 0 for left, 1 for right."""
    return 0 if side < 0 else 1

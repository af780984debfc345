"""What the names in the settings mean in numbers. The names of each option stand in its order."""

from msgspec import Struct

from actors.pong.court import PADDLE_HALF, SERVE_SPEED, SPEED_UP, TOP_SPEED
from actors.pong.settings import BallSpeed, PaddleSize, SpeedUp


class Pace(Struct, frozen=True):
    """Speeds of the ball, in units per second: when it is served, and the highest there is.

    No top speed is above the classic one: time warp has to stay mild.
    """

    serve: float
    top: float


PACES: dict[BallSpeed, Pace] = {
    "slow": Pace(11.0, 22.0),
    "classic": Pace(SERVE_SPEED, TOP_SPEED),
    "fast": Pace(21.0, TOP_SPEED),
}
SPEED_UPS: dict[SpeedUp, float] = {
    "none": 1.0,
    "gentle": 1.025,
    "classic": SPEED_UP,
    "steep": 1.1,
}
"""Each hit multiplies the speed of the ball by this."""
PADDLES: dict[PaddleSize, float] = {"small": 1.0, "classic": PADDLE_HALF, "large": 2.25}
"""Half the length of a paddle."""

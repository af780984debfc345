"""The AI opponent: it looks once a second, and each time decides its keys until the next look.

``decide`` is a pure function of the view's bytes, the level and a seed, so it cannot know what
happens between two views. docs/ai.md explains how it plays.
"""

from typing import Literal

from msgspec import Struct

from actors.pong.ai_hands import Errand, Key, run
from actors.pong.ai_view import Ball, View, read, view
from actors.pong.court import BALL_RADIUS, EDGE_SLOPE, FACE, LEFT, RIGHT, Side, index
from actors.pong.leg import Leg, fold
from actors.pong.maps import MAPS, course
from actors.pong.seeded import mix, unit
from actors.pong.settings import MapName

__all__ = ["LOOK_EVERY", "Key", "Level", "decide", "view"]

Level = Literal["easy", "medium", "hard"]

LOOK_EVERY = 1.0
"""Seconds of match time between two views."""
HESITATION = 0.08
"""A reaction takes up to this many seconds longer than the level's shortest."""


class Skill(Struct, frozen=True):
    """What makes a level strong or weak.

    ``reaction``: the shortest time from a view to a key, in seconds. ``error``: the largest error
    of the aim, in court units, for a ball that arrives in one second. ``foresight``: how far the
    paddle follows a ball that flies away, from 0 (it waits in the middle) to 1. ``bite``: how far
    from the paddle's centre it wants to hit the ball, as a fraction of the reach (0 to 1), to play
    it away from the other paddle.
    """

    reaction: float
    error: float
    foresight: float
    bite: float


SKILLS: dict[Level, Skill] = {
    "easy": Skill(reaction=0.30, error=4.0, foresight=0.0, bite=0.0),
    "medium": Skill(reaction=0.22, error=3.0, foresight=0.3, bite=0.15),
    "hard": Skill(reaction=0.15, error=2.0, foresight=0.3, bite=0.25),
}
"""These numbers come from series of matches; docs/ai.md has the table."""


def decide(view: bytes, level: Level, seed: int) -> tuple[Key, ...]:
    """Return the keys until the next view, in order of time.

    Each key comes at least the reaction time after this view. ``seed`` is a 32-bit unsigned
    integer; it is mixed with the view's side and time, so that each look has an error of its own.
    Raises ``msgspec.DecodeError`` if ``view`` is not a view.
    """
    seen, skill = read(view), SKILLS[level]
    dice = mix(seed + seen.side) ^ int(seen.at * 1000.0)
    own = seen.paddles[index(seen.side)]
    return run(_errands(seen, skill, dice), seen.at, own)


def _errands(seen: View, skill: Skill, dice: int) -> tuple[Errand, ...]:
    """Return where to go: to the ball that comes and then to the middle, or to where it returns."""
    reaction = skill.reaction + HESITATION * unit(dice, 0)
    side, contact, y = arrival(seen.ball, seen.map)
    if side != seen.side:
        return (Errand(seen.at + reaction, skill.foresight * y),)
    slip = unit(dice, 1) + unit(dice, 2) - 1.0
    error = skill.error * slip * (0.5 + 0.5 * (contact - seen.at))
    reach = seen.paddles[index(seen.side)].half + BALL_RADIUS
    aim = y + error - _bite(seen, y, skill.bite) * reach
    return (Errand(seen.at + reaction, aim), Errand(contact + reaction, 0.0))


def arrival(ball: Ball, where: MapName) -> tuple[Side, float, float]:
    """Return whose face plane the ball meets on a map, at which match time, and at which height."""
    start = Leg(ball.since, ball.x, ball.y, ball.vx, ball.vy)
    last = (start, *course(MAPS[where], start))[-1]
    side = RIGHT if last.vx > 0.0 else LEFT
    flight = (side * FACE - last.x) / last.vx
    return side, last.since + flight, fold(last.y + last.vy * flight)


def _bite(seen: View, y: float, bite: float) -> float:
    """Return ``bite`` or ``-bite``: the offset that sends the ball further from the other paddle.

    ``y`` is the height of the hit, in court units.
    """
    other = seen.paddles[index(_other(seen.side))].y
    drift = bite * EDGE_SLOPE * 2.0 * FACE
    return max(bite, -bite, key=lambda way: abs(fold(y + (drift if way > 0.0 else -drift)) - other))


def _other(side: Side) -> Side:
    return -1 if side > 0 else 1

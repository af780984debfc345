"""Who has won, if anybody."""

from actors.pong.court import LEFT, RIGHT, Side
from actors.pong.settings import Settings


def winner(settings: Settings, score: tuple[int, int]) -> Side | None:
    """The side that has reached the points, and a lead of two where that is agreed."""
    left, right = score
    if max(left, right) < settings.points:
        return None
    lead = left - right
    if settings.win_by_two and -2 < lead < 2:
        return None
    return LEFT if lead > 0 else RIGHT


def add(score: tuple[int, int], side: Side) -> tuple[int, int]:
    """The score after a point for ``side``."""
    left, right = score
    return (left + 1, right) if side < 0 else (left, right + 1)

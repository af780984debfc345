"""Who has won, if anybody."""

from actors.pong.court import LEFT, RIGHT, Side
from actors.pong.settings import Settings


def winner(settings: Settings, score: tuple[int, int]) -> Side | None:
    """Return the side that has won, None if neither has; ``score`` is (left, right).

    It has won with ``settings.points`` points and, if ``win_by_two``, a lead of at least two.
    """
    left, right = score
    if max(left, right) < settings.points:
        return None
    lead = left - right
    if settings.win_by_two and -2 < lead < 2:
        return None
    return LEFT if lead > 0 else RIGHT


def add(score: tuple[int, int], side: Side) -> tuple[int, int]:
    """Return the score (left, right) after a point for ``side``."""
    left, right = score
    return (left + 1, right) if side < 0 else (left, right + 1)

"""Who has won, if anybody."""

from actors.pong.court import LEFT, RIGHT, Side
from actors.pong.settings import Settings


def winner(settings: Settings, score: tuple[int, int]) -> Side | None:
    """Return the side that has won the set, None if neither has; ``score`` is (left, right).

    It has won with ``settings.points`` points and, if ``win_by_two``, a lead of at least two.
    """
    left, right = score
    if max(left, right) < settings.points:
        return None
    lead = left - right
    if settings.win_by_two and -2 < lead < 2:
        return None
    return LEFT if lead > 0 else RIGHT


def decided(settings: Settings, sets: tuple[int, int]) -> bool:
    """Whether a side has won most of the sets (left, right), and so the match."""
    return 2 * max(sets) > settings.sets


def result(settings: Settings, score: tuple[int, int], sets: tuple[int, int]) -> tuple[int, int]:
    """Return what is kept of a match (left, right): its sets, or its points if it has but one."""
    return score if settings.sets == 1 else sets


def add(score: tuple[int, int], side: Side) -> tuple[int, int]:
    """Return the score (left, right) after a point (or a set) for ``side``."""
    left, right = score
    return (left + 1, right) if side < 0 else (left, right + 1)

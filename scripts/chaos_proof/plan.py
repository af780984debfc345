"""What a run will do, drawn from its seed: how many points win a match, what breaks when."""

import random
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

SABOTAGES = ("skip-commit", "double-result", "drop-frame", "forget-line")
AT_ONCE, AT_ONCE_ON_NODES = 25, 8
"""Matches that are played side by side; the others wait. Several nodes take more of the machine."""
FEWEST_POINTS, MOST_POINTS = 3, 21
POINTS_A_KILL = 1.5
"""Points in all matches together, per kill: so many that play goes on at each kill."""
AT_THE_INSTANT = 0.06
"""Many kills come within this many seconds after news: what was just told must be durable."""
IN_A_RALLY = 3.0
WHILE_IT_STARTS = 1.0
QUICK_LIMIT, QUICK_LIMIT_ON_NODES = 36.0, 60.0
SLOWLY, PART, ANSWER = 3.0, 0.8, 0.2
"""Seconds between two lines of a bot, or less: all are said in this part of the patience, if an
answer takes so many seconds."""

When = Literal["point", "rally", "result", "start"]
Break = Literal["close", "reset", "freeze"]


@dataclass(frozen=True)
class Kill:
    """A kill ``delay`` seconds after a moment, once ``points`` points have been told in all.

    ``when`` names the moment: the next ``point`` or ``result`` that is told, any moment in a
    ``rally``, or the ``start`` after the previous kill.
    """

    when: When
    points: int
    delay: float


@dataclass(frozen=True)
class Fault:
    """Breaks a bot's link after ``after`` seconds; a freeze lasts ``lasting`` seconds."""

    after: float
    kind: Break
    lasting: float = 0.0


@dataclass(frozen=True)
class Plan:
    """A run of ``matches`` matches to ``points`` points, with faults for each of the bots.

    After ``patience`` seconds no link is broken any more and no bot defends, so that the matches
    end. After ``limit`` seconds the run is over in any case.

    Each bot says ``lines`` lines in the lobby and as many to its opponent, one after the other,
    with a ``pause`` of about so many seconds between two. ``at_once`` matches are played side by
    side.
    """

    matches: int
    kills: Sequence[Kill]
    points: int
    faults: Sequence[Sequence[Fault]]
    patience: float
    limit: float
    lines: int
    pause: float
    at_once: int


def plan(
    matches: int, kills: int, seed: int, lines: int = 0, *, quick: bool, several: bool = False
) -> Plan:
    """Draw a run; the same arguments give the same run."""
    chance = random.Random(f"{seed} kills")
    enough = -(-int(POINTS_A_KILL * kills) // matches)
    points = (3 if several else 2) if quick else max(FEWEST_POINTS, min(enough, MOST_POINTS))
    longest = 60.0 + 15.0 * kills + 3.0 * matches * points
    patience = 14.0 if quick else longest
    limit = patience + 30.0 + 10.0 * kills + 8.0 * points
    if quick:
        limit = QUICK_LIMIT_ON_NODES if several else QUICK_LIMIT
    each = -(-lines // (4 * matches))
    told = sorted(chance.randint(1, max(1, matches * points - 2)) for _ in range(kills))
    return Plan(
        matches,
        [_kill(chance, at, alone=quick or not n) for n, at in enumerate(told)],
        points,
        [_faults(random.Random(f"{seed} faults {n}"), n, quick=quick) for n in range(2 * matches)],
        patience,
        limit,
        each,
        min(SLOWLY, max(0.0, PART * patience / max(1, each) - ANSWER)),
        AT_ONCE_ON_NODES if several else AT_ONCE,
    )


def _kill(chance: random.Random, points: int, *, alone: bool) -> Kill:
    """Draw a kill. If not ``alone``, it may come soon after another one, or late in the run."""
    kinds: tuple[When, ...] = ("point", "point", "rally", "result", "start")
    when = chance.choice(kinds[:3] if alone else kinds)
    longest = {"rally": IN_A_RALLY, "start": WHILE_IT_STARTS}.get(when, AT_THE_INSTANT)
    return Kill(when, points, chance.uniform(0.0, longest))


def _faults(chance: random.Random, number: int, *, quick: bool) -> list[Fault]:
    """Draw the faults of a bot; together they take far less than the grace budget of a match."""
    kinds: tuple[Break, ...] = ("close", "reset", "freeze")
    if quick:
        return [Fault(chance.uniform(0.5, 4.0), kinds[number // 2 % 3], 1.0)] * (number % 2)
    gaps = [chance.uniform(0.5, 10.0), chance.uniform(8.0, 25.0), chance.uniform(8.0, 25.0)]
    return [Fault(gap, chance.choice(kinds), chance.uniform(0.5, 5.0)) for gap in gaps]

"""Plays tournaments with results by lot: no-shows, withdrawals, late entrants and all."""

from collections.abc import Sequence
from random import Random
from typing import Any

import msgspec
from msgspec import Struct

from actors.tournament.formats.draw import Drawn, Entrant, Outcome, Seed, resolve
from actors.tournament.formats.format import Shape, draw_all, next_round, standings


class Odds(Struct, frozen=True):
    """How probable things are with each pairing.

    ``upset``: the better seed loses; ``walkover``: one does not come; ``nobody``: both do not;
    ``leaves``: one leaves the tournament; ``thrown_out``: who leaves is disqualified.
    """

    upset: float = 0.3
    walkover: float = 0.0
    nobody: float = 0.0
    leaves: float = 0.0
    thrown_out: float = 0.0


CALM = Odds()
WILD = Odds(0.4, 0.1, 0.05, 0.08, 0.03)


class Played(Struct):
    """A tournament as far as it has been played."""

    shape: Shape
    size: int
    drawn: tuple[Drawn, ...] = ()
    outcomes: dict[str, Outcome] = {}
    gone: frozenset[Seed] = frozenset()
    disqualified: frozenset[Seed] = frozenset()
    steps: int = 0


def play(
    shape: Shape, size: int, random: Random, odds: Odds = CALM, late: int = 0, stop: float = 0.0
) -> Played:
    """Play it to its end, or stop before each pairing with a probability.

    Of ``size`` entrants so many come ``late``, after the first round.
    """
    played = Played(shape, size - late)
    played.drawn = draw_all(shape, played.size)
    while True:
        slots = resolve(played.drawn, played.outcomes)
        ready = [key for key, found in slots.items() if found.state == "ready"]
        for key in random.sample(ready, random.randint(min(1, len(ready)), len(ready))):
            if random.random() < stop:
                return played
            left, right = slots[key].sides
            assert left is not None
            assert right is not None
            end(played, key, (left, right), random, odds)
        if ready:
            continue
        drawn = next_round(shape, played.size, played.drawn, played.outcomes, played.gone)
        if drawn is None:
            return played
        played.drawn += drawn
        played.size = size


def end(
    played: Played, key: str, sides: tuple[Seed, Seed], random: Random, odds: Odds = CALM
) -> None:
    """End a pairing: whoever is gone has lost it, else it is drawn by lot."""
    played.steps += 1
    there = [seed not in played.gone for seed in sides]
    if not all(there):
        winner = (0 if there[0] else 1) if any(there) else None
        played.outcomes[key] = Outcome(winner, "withdrawn")
        return
    loser = random.choice((0, 1))
    if random.random() < odds.leaves:
        thrown_out = random.random() < odds.thrown_out
        cause = "disqualified" if thrown_out else "withdrawn"
        played.gone |= {sides[loser]}
        played.disqualified |= {sides[loser]} if thrown_out else set()
        played.outcomes[key] = Outcome(1 if loser == 0 else 0, cause)
    elif random.random() < odds.nobody:
        played.outcomes[key] = Outcome(None, "double_no_show")
    elif random.random() < odds.walkover:
        played.outcomes[key] = Outcome(1 if loser == 0 else 0, "walkover")
    else:
        played.outcomes[key] = result(sides, random, odds, played.shape.best_of)


def result(sides: tuple[Seed, Seed], random: Random, odds: Odds, best_of: int) -> Outcome:
    """Return the outcome of a pairing that was played."""
    better = 0 if sides[0] < sides[1] else 1
    winner = better if random.random() >= odds.upset else 1 - better
    games, points = (best_of // 2 + 1, random.randint(0, best_of // 2)), (11, random.randint(0, 9))
    if winner == 0:
        return Outcome(0, "played", games, points)
    return Outcome(1, "played", (games[1], games[0]), (points[1], points[0]))


def export(played: Played) -> dict[str, Any]:
    """Return a tournament in the form that the referee reads."""
    ranking = standings(
        played.shape, played.size, played.drawn, played.outcomes, played.disqualified
    )
    whole = {
        "size": played.size,
        "drawn": played.drawn,
        "outcomes": played.outcomes,
        "disqualified": sorted(played.disqualified),
        "standings": ranking,
    }
    return msgspec.json.decode(msgspec.json.encode(msgspec.to_builtins(played.shape) | whole))


def entrants(pairing: Drawn) -> list[Seed]:
    """Return who is in a pairing from its draw."""
    return [side.seed for side in pairing.sides if isinstance(side, Entrant)]


def last_round(drawn: Sequence[Drawn]) -> list[Drawn]:
    """Return the pairings of the round drawn last."""
    number = max(pairing.round for pairing in drawn)
    return [pairing for pairing in drawn if pairing.round == number]

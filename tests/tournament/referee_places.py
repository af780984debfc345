"""How the referee ranks: from the rules as they are written down, not from the product's code."""

from collections.abc import Collection
from fractions import Fraction
from typing import Any

Places = list[tuple[Any, int]]
"""For each entrant what ranks them, the greater first, and their seed."""


def was_played(outcome: dict[str, Any] | None) -> bool:
    """Whether two entrants have met."""
    if outcome is None:
        return False
    return outcome["cause"] in {"played", "set", "lot"} or sum(outcome.get("games", (0, 0))) > 0


def numbered(places: Places, out: set[int]) -> dict[int, int]:
    """Return the place of each seed; ``out`` share the last."""
    ranked = [(key, seed) for key, seed in places if seed not in out]
    result = {seed: 1 + sum(other > key for other, _ in ranked) for key, seed in ranked}
    return result | dict.fromkeys(out, len(ranked) + 1)


def of_elimination(replay: Any, size: int, *, double: bool) -> Places:
    """Rank by when somebody was last there; on the winners' side that is when the losers play."""
    finals = [p for p in replay.drawn if p["part"] != "third" and any_there(replay, p)]
    champion = replay.winner[finals[-1]["key"]] if finals else None
    third = {replay.winner[p["key"]] for p in replay.drawn if p["part"] == "third"}
    result: Places = []
    for seed in range(size):
        last = max(when(p, double=double) for p in replay.of(seed) if p["part"] != "third")
        result.append(((seed == champion, last, seed in third), seed))
    return result


def any_there(replay: Any, pairing: dict[str, Any]) -> bool:
    """Whether a pairing had anybody in it."""
    return any(seed is not None for seed in replay.sides[pairing["key"]])


def when(pairing: dict[str, Any], *, double: bool) -> int:
    """Return a number that grows with the stage at which the losers of a pairing are out."""
    if pairing["part"] in {"final", "reset"}:
        return 1000
    if double and pairing["part"] == "main":
        return max(1, 2 * (pairing["round"] - 1))
    return pairing["round"]


def of_table(replay: Any, size: int, *, swiss: bool) -> Places:
    """Rank by points, Buchholz of Swiss, direct encounter, games and points of games."""
    rounds = max((pairing["round"] for pairing in replay.drawn), default=0)
    table = Table(replay, size, rounds)
    keys: dict[int, tuple[Any, ...]] = {}
    for seed in range(size):
        own: tuple[Any, ...] = (table.points(seed),)
        keys[seed] = own + (table.buchholz(seed) if swiss else ())
    result: Places = []
    for seed in range(size):
        tied = {other for other in keys if keys[other] == keys[seed]}
        encounter = table.encounter(seed, tied, swiss=swiss)
        differences = table.difference(seed, "games"), table.difference(seed, "points")
        result.append(((*keys[seed], encounter, *differences), seed))
    return result


class Table:
    """Sums over the rounds of one entrant or another."""

    def __init__(self, replay: Any, size: int, rounds: int) -> None:
        self.replay, self.rounds = replay, rounds
        self.rows: dict[int, dict[int, str]] = {
            seed: {p["round"]: p["key"] for p in replay.of(seed)} for seed in range(size)
        }

    def points(self, seed: int, against: Collection[int | None] | None = None) -> int:
        """Return how many rounds somebody has won, of all or against some."""
        return sum(
            self.replay.winner[key] == seed
            for key in self.rows[seed].values()
            if against is None or self.opponent(seed, key) in against
        )

    def opponent(self, seed: int, key: str) -> int | None:
        """Return whom somebody was drawn to meet."""
        left, right = self.replay.sides[key]
        return right if left == seed else left

    def played(self, key: str) -> bool:
        """Whether the two of a pairing have met."""
        return was_played(self.replay.outcomes.get(key))

    def difference(self, seed: int, what: str) -> int:
        """Return own games, or points of games, less the opponents'."""
        total = 0
        for key in self.rows[seed].values():
            outcome = self.replay.outcomes.get(key)
            if outcome is not None:
                own = self.replay.sides[key].index(seed)
                total += outcome[what][own] - outcome[what][1 - own]
        return total

    def encounter(self, seed: int, tied: set[int], *, swiss: bool) -> tuple[int, ...]:
        """Return the points against those who are tied, and again against whom that leaves."""
        if len(tied) < 2:
            return ()
        if swiss and not all(self.met(a) >= tied - {a} for a in tied):
            return ()
        points = {a: self.points(a, tied) for a in tied}
        left = {a for a in tied if points[a] == points[seed]}
        if left == tied:
            return (points[seed],)
        return points[seed], *self.encounter(seed, left, swiss=swiss)

    def met(self, seed: int) -> set[int | None]:
        """Return whom somebody has met by play."""
        keys = self.rows[seed].values()
        return {self.opponent(seed, key) for key in keys if self.played(key)}

    def chosen(self, seed: int, number: int) -> bool:
        """Whether somebody did not play a round by their own choice (C.07, 16.1)."""
        key = self.rows[seed].get(number)
        if key is None:
            return True
        return not self.played(key) and self.replay.winner[key] != seed

    def for_others(self, seed: int) -> Fraction:
        """Return what somebody counts for opponents (16.3)."""
        total, number = Fraction(self.points(seed)), self.rounds
        while number > 0 and self.chosen(seed, number):
            total += Fraction(1, 2) if number not in self.rows[seed] else 0
            number -= 1
        return total

    def buchholz(self, seed: int) -> tuple[Fraction, Fraction]:
        """Return Buchholz with one value cut, and whole (8.1, 14.1, 16.4, 16.5)."""
        own, values = Fraction(self.points(seed)), dict[int, Fraction]()
        for number in range(1, self.rounds + 1):
            key = self.rows[seed].get(number)
            other = None if key is None else self.opponent(seed, key)
            if key is None or other is None:
                values[number] = min(own, Fraction(self.rounds, 2))
            elif self.played(key):
                values[number] = self.for_others(other)
            else:
                values[number] = min(own, self.for_others(other))
        chosen = [value for number, value in values.items() if self.chosen(seed, number)]
        whole = sum(values.values(), Fraction(0))
        return whole - min(chosen or values.values(), default=Fraction(0)), whole

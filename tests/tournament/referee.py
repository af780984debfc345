"""A referee: checks a finished tournament, and shares no code with what ran it.

``python -m tests.tournament.referee FILE`` reads the JSON of a tournament and names all its faults:

- ``format``, ``third``, ``reset``, ``rounds``, as in `actors.tournament.formats.format.Shape`;
- ``size``: how many entrants there are; they have the seeds 0, 1, …;
- ``drawn``: a list of pairings; ``outcomes``: key of a pairing → how it ended;
- ``disqualified``: a list of seeds;
- ``standings``: a list with ``seed`` and ``place``, and ``points`` for round robin and Swiss.
"""

import json
import sys
from collections import Counter
from collections.abc import Iterator
from itertools import combinations
from pathlib import Path
from typing import Any

from tests.tournament import referee_places

MOST = {"single": 256, "double": 128, "robin": 32, "swiss": 256}
LEAVES = {"withdrawn", "disqualified"}
Pair = tuple[int | None, int | None]


class Replay:
    """Goes through the pairings in their order: who was in them, and who won."""

    def __init__(self, tournament: dict[str, Any]) -> None:
        self.faults: list[str] = []
        self.drawn: list[dict[str, Any]] = tournament["drawn"]
        self.outcomes: dict[str, dict[str, Any]] = tournament["outcomes"]
        self.sides: dict[str, Pair] = {}
        self.winner: dict[str, int | None] = {}
        self.loser: dict[str, int | None] = {}
        self.byes = set[str]()
        for pairing in self.drawn:
            if pairing["key"] in self.sides:
                self.faults.append(f"{pairing['key']} is there twice")
            self._pairing(pairing)
        unknown = self.outcomes.keys() - self.sides.keys()
        self.faults += [f"{key} has an outcome and was not drawn" for key in unknown]

    def _who(self, key: str, source: dict[str, Any]) -> int | None:
        match source["type"]:
            case "entrant":
                return source["seed"]
            case "bye":
                return None
            case "winner" | "loser" as kind:
                before = self.winner if kind == "winner" else self.loser
                if source["pairing"] not in before:
                    self.faults.append(f"{key} comes before its source {source['pairing']}")
                return before.get(source["pairing"])
        raise ValueError(source)

    def _pairing(self, pairing: dict[str, Any]) -> None:
        key, outcome = pairing["key"], self.outcomes.get(pairing["key"])
        left, right = (self._who(key, source) for source in pairing["sides"])
        only_if = pairing.get("only_if")
        if only_if is not None:
            needed = self.winner[only_if]
            if needed is None or needed != self.sides[only_if][1]:
                left = right = None
        self.sides[key] = left, right
        self.winner[key] = self.loser[key] = None
        if left is None or right is None:
            self.winner[key] = right if left is None else left
            if outcome is not None and outcome["cause"] not in {"bye", "walkover"}:
                self.faults.append(f"{key} has an outcome, but not two entrants")
            return
        if outcome is None:
            self.faults.append(f"{key} has no outcome")
            return
        if left == right:
            self.faults.append(f"{key}: {left} meets themselves")
        if outcome["winner"] is None:
            if outcome["cause"] in {"played", "walkover", "bye"}:
                self.faults.append(f"{key} is {outcome['cause']} and nobody has won")
            return
        side = outcome["winner"]
        self.winner[key] = (left, right)[side]
        self.loser[key] = None if outcome["cause"] in LEAVES else (left, right)[1 - side]

    def of(self, seed: int, part: str | None = None) -> Iterator[dict[str, Any]]:
        """Yield the pairings somebody was in."""
        for pairing in self.drawn:
            if seed in self.sides[pairing["key"]] and part in {None, pairing["part"]}:
                yield pairing


def faults(tournament: dict[str, Any]) -> list[str]:
    """Return what is wrong with a finished tournament; nothing, if all is right."""
    replay = Replay(tournament)
    size, format_ = tournament["size"], tournament["format"]
    found = replay.faults
    if not 2 <= size <= MOST[format_]:
        found.append(f"{size} entrants are not allowed")
    found += _once_a_round(replay)
    if format_ in {"single", "double"}:
        found += _elimination(replay, size, lives=1 if format_ == "single" else 2)
        places = referee_places.of_elimination(replay, size, double=format_ == "double")
    elif format_ == "robin":
        found += _robin(replay, size)
        places = referee_places.of_table(replay, size, swiss=False)
    else:
        found += _swiss(replay, size, tournament.get("rounds"))
        places = referee_places.of_table(replay, size, swiss=True)
    out = set(tournament.get("disqualified", ()))
    right = referee_places.numbered(places, out)
    said = {row["seed"]: row["place"] for row in tournament["standings"]}
    if len(said) != len(tournament["standings"]) or said.keys() != set(range(size)):
        found.append("not everybody is in the standings once")
    wrong = [seed for seed in right if said.get(seed) != right[seed]]
    found += [f"{seed} has place {said.get(seed)}, not {right[seed]}" for seed in wrong]
    return found


def _once_a_round(replay: Replay) -> list[str]:
    times = Counter(
        (pairing["part"], pairing["round"], seed)
        for pairing in replay.drawn
        for seed in replay.sides[pairing["key"]]
        if seed is not None
    )
    return [f"{seed} is twice in {part} {n}" for (part, n, seed), c in times.items() if c > 1]


def _elimination(replay: Replay, size: int, *, lives: int) -> list[str]:
    """Everybody begins once, nobody plays on who is out, and all but one are out."""
    sources = [source for pairing in replay.drawn for source in pairing["sides"]]
    begun = Counter(source["seed"] for source in sources if source["type"] == "entrant")
    found = [f"{seed} begins {begun[seed]} times" for seed in range(size) if begun[seed] != 1]
    feeds = Counter(s["pairing"] for s in sources if s["type"] == "winner")
    found += [f"who wins {key} goes on {n} times" for key, n in feeds.items() if n > 1]
    byes = [p for p in replay.drawn if any(s["type"] == "bye" for s in p["sides"])]
    seeds = sorted(s["seed"] for p in byes for s in p["sides"] if s["type"] == "entrant")
    if seeds != list(range((1 << (size - 1).bit_length()) - size)):
        found.append("byes are not those of the top seeds")
    for seed in range(size):
        losses = 0
        for pairing in replay.of(seed):
            if losses >= lives and pairing["part"] != "third":
                found.append(f"{seed} is in {pairing['key']}, though out")
            losses += replay.winner[pairing["key"]] != seed and pairing["part"] != "third"
    return found


def _robin(replay: Replay, size: int) -> list[str]:
    met = Counter(tuple(sorted(pair, key=str)) for pair in replay.sides.values())
    pairs = {tuple(sorted(pair, key=str)) for pair in combinations(range(size), 2)}
    if met.keys() != pairs or max(met.values()) > 1:
        return ["not everybody meets everybody once"]
    return []


def _swiss(replay: Replay, size: int, rounds: int | None) -> list[str]:
    """There are not too many rounds, and who is there is paired in each."""
    found = _repeated(replay)
    played = max((pairing["round"] for pairing in replay.drawn), default=0)
    if played > (rounds or size):
        found.append(f"{played} rounds are too many")
    there = {seed: [pairing["round"] for pairing in replay.of(seed)] for seed in range(size)}
    for seed, own in there.items():
        if own and own != list(range(own[0], own[0] + len(own))):
            found.append(f"{seed} sat out between rounds {own}")
    for number in range(1, played + 1):
        alone = [p for p in replay.drawn if p["round"] == number and None in replay.sides[p["key"]]]
        if len(alone) != sum(number in own for own in there.values()) % 2:
            found.append(f"round {number} has {len(alone)} byes")
    return found


def _repeated(replay: Replay) -> list[str]:
    """Nobody meets twice or has two byes without a mark."""
    found: list[str] = []
    met, byes = set[frozenset[int]](), set[int]()
    for pairing in replay.drawn:
        key, marked = pairing["key"], pairing.get("repeated", False)
        present = [seed for seed in replay.sides[key] if seed is not None]
        again = frozenset(present) in met if len(present) == 2 else present[0] in byes
        if again != marked:
            found.append(f"{key} is {'' if again else 'not '}repeated, and marked otherwise")
        if len(present) == 1:
            byes.add(present[0])
        elif referee_places.was_played(replay.outcomes.get(key)):
            met.add(frozenset(present))
    return found


def main(path: str) -> int:
    """Name the faults of the tournament in a file; return 1 if there are any."""
    named = faults(json.loads(Path(path).read_text()))
    print("\n".join(named) or "no faults")
    return 1 if named else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))

"""The book of what all pages were told, by all processes: nobody may be told anything else."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from tests.simulation.match_rules import MatchRules
    from tests.simulation.sockets import Frame
    from tests.simulation.world import World

Score = tuple[int, int]


class Book:
    """Points and results by match."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._void: dict[str, tuple[int, int]] = {}
        self._points: dict[tuple[str, int], tuple[Any, ...]] = {}
        self._best: dict[str, Score] = {}
        self._results: dict[str, tuple[Any, ...]] = {}
        self.lost_to_fault: set[str] = set()

    def point(
        self, rules: MatchRules, process: int, score: Score, side: int, time: float, serve: Frame
    ) -> None:
        """Note that a page was told of a point; check that no page was told otherwise."""
        last, total = self._void.get(rules.match, (0, 0))
        if process <= last and sum(score) > total:
            return  # its process had said that it was not saved, and died while it was under way
        flight = tuple(value for name, value in serve.items() if name != "window")
        told = (score, side, time, flight)
        before = self._points.setdefault((rules.match, sum(score)), told)
        if before != told:
            rules.broken(f"this point was told as {before} before, now as {told}")
        if sum(score) > sum(self._best.get(rules.match, (0, 0))):
            self._best[rules.match] = score

    def least(self, match: str, known: Score) -> Score:
        """Return the lowest score with which this match may be shown."""
        best = self._best.get(match, (0, 0))
        return known if sum(known) <= sum(best) else best

    def take_back(self, match: str, process: int, score: Score) -> None:
        """Make the points after ``score`` void: a process said they were not saved, and died."""
        self._void[match] = (process, sum(score))
        for key in [key for key in self._points if key[0] == match and key[1] > sum(score)]:
            del self._points[key]
        self._best[match] = score

    def result(self, rules: MatchRules, cause: str, winner: int, score: Score, time: float) -> None:
        """Note that a page was told how a match ended; check that no page was told otherwise."""
        told = (cause, winner, score, time)
        before = self._results.setdefault(rules.match, told)
        if before != told:
            rules.broken(f"its end was told as {before} before, now as {told}")
        stored = self._world.result_in_store(rules.match)
        if stored != told:
            rules.broken(f"its end was told as {told}, but the store has {stored}")

"""Checks that no point is lost once a bot has been told of it."""

from typing import Any

from chaos_proof.findings import Findings
from chaos_proof.tales import Line, Run, Tale

Score = tuple[int, int]


def check_points(run: Run, findings: Findings) -> int:
    """Check the scores of every match; return how many different points were told."""
    told = 0
    for match, tales in run.matches().items():
        points = _Points(match, findings)
        for tale in tales:
            points.follow(tale)
        answer = run.answers.get(match, {}).get("answer")
        points.compare(answer["result"] if answer else None)
        told += len(points.told)
    return told


class _Points:
    """The points of one match. ``told`` has the scores told with the n-th point; one is right."""

    def __init__(self, match: str, findings: Findings) -> None:
        self.told: dict[int, set[Score]] = {}
        self._match, self._findings = match, findings
        self._lost: set[int] = set()

    def follow(self, tale: Tale) -> None:
        """Go through what one bot was shown, in order."""
        known: Score = (0, 0)
        whole = True  # the bot cannot have missed a frame of the match
        heard: set[int] = set()
        unsaved = 0  # how many of the last points it was told not to count on
        for at, frame in tale.heard("welcome", "match", "point", "unsaved", "finished"):
            if frame["t"] == "welcome":
                whole = whole and frame["resumed"]
            elif frame["t"] == "unsaved":
                unsaved = frame["points"]
            elif frame["match"] == self._match and "score" in frame:
                score, where = _score(frame), f"{tale.name} at {at:.3f}"
                if _back(known, score) and sum(known) - sum(score) <= unsaved:
                    heard = self._forget(sum(score), heard)
                elif _back(known, score):
                    self._lose(f"{where}: {known} became {score}", sum(score), sum(known))
                    heard = {n for n in heard if n <= sum(score)}
                elif whole and (skipped := sum(score) - sum(known) - _steps(frame)) > 0:
                    self._note("points_skipped", f"{where}: {known} became {score}", skipped)
                if frame["t"] == "point":
                    self._hear(sum(score), score, heard, where)
                known, whole = score, whole or frame["t"] == "match"
                unsaved = frame.get("unsaved", unsaved)

    def compare(self, result: Line | None) -> None:
        """Compare what both bots were told, with each other and with the result, if any."""
        for n, scores in sorted(self.told.items()):
            if len(scores) > 1:
                self._lose(f"point {n} was told as {sorted(scores)}", n - 1, n)
            if result is not None and any(_back(score, _score(result)) for score in scores):
                self._lose(f"{scores} is not in the result {result['score']}", n - 1, n)

    def _hear(self, n: int, score: Score, heard: set[int], where: str) -> None:
        if n in heard:
            self._note("points_double", f"{where}: {score} came again")
        heard.add(n)
        self.told.setdefault(n, set()).add(score)

    def _forget(self, last: int, heard: set[int]) -> set[int]:
        """Forget what came after the point ``last`` and was told as not stored."""
        self.told = {n: scores for n, scores in self.told.items() if n <= last}
        return {n for n in heard if n <= last}

    def _lose(self, words: str, after: int, until: int) -> None:
        """Note that the points from ``after`` + 1 to ``until`` are lost; count each point once."""
        lost = {*range(after + 1, until + 1)} or {until}
        new = lost - self._lost
        self._lost |= lost
        if new:
            self._note("points_lost", words, len(new))

    def _note(self, loss: str, words: str, times: int = 1) -> None:
        self._findings.add(loss, f"{self._match}: {words}", times)


def _score(frame: Any) -> Score:
    left, right = frame["score"]
    return left, right


def _steps(frame: Line) -> int:
    """Return by how much a frame may raise the score: ``finished`` never brings a new point."""
    return 0 if frame["t"] == "finished" else 1


def _back(known: Score, score: Score) -> bool:
    return score[0] < known[0] or score[1] < known[1]

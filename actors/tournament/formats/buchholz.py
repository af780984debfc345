"""Buchholz: how strong somebody's opponents were, by the rules of FIDE for rounds without play.

Articles of C.07, "Play-Off and Tie-Break Regulations", in force from 1 March 2026
(handbook.fide.com/chapter/TieBreakRegulations032026): 8.1 and 14.1 (Buchholz, cut 1), 16 (unplayed
rounds). A round without play is voluntary (16.1) if the entrant was absent or missed it, and is not
if the opponent did not come or there was none. Before the tournament has ended "all rounds" are
those drawn so far.
"""

from collections.abc import Sequence

from actors.tournament.formats.history import History, Record

VOLUNTARY = {"missed", "absent"}
DRAW = 0.5


def buchholz(records: History) -> list[tuple[float, float]]:
    """Return for each entrant Buchholz with the least contribution cut, and Buchholz.

    If there are voluntary rounds, the least contribution of these is cut (16.5).
    """
    adjusted = [adjusted_score(own) for own in records]
    rounds = max((own[-1].round for own in records if own), default=0)
    result: list[tuple[float, float]] = []
    for own in records:
        score = sum([record.score for record in own])
        values = [_value(record, score, adjusted, rounds) for record in own]
        voluntary = [v for v, r in zip(values, own, strict=True) if r.kind in VOLUNTARY]
        whole = sum(values)
        cut = min(voluntary or values, default=0.0)
        result.append((whole - cut, whole))
    return result


def adjusted_score(own: Sequence[Record]) -> float:
    """Return what an entrant counts for opponents (16.3).

    Rounds at the end in which they were absent, and after which they only missed rounds, count as
    draws: their opponents shall not suffer because they left.
    """
    score, gone = 0.0, True
    for record in reversed(own):
        gone = gone and record.kind in VOLUNTARY
        score += DRAW if gone and record.kind == "absent" else record.score
    return score


def _value(record: Record, score: float, adjusted: Sequence[float], rounds: int) -> float:
    """Return what a round contributes; without play it is a dummy opponent's score (16.4).

    The dummy has the entrant's own score, but no more than the opponent who was drawn (16.4.1), or
    than half a point for each round if there was none (16.4.2).
    """
    if record.opponent is None:
        return min(score, DRAW * rounds)
    opponent = adjusted[record.opponent]
    return opponent if record.kind in {"won", "lost"} else min(score, opponent)

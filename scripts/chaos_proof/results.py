"""Checks that each match has exactly one result, and that its bots and the API agree on it."""

from collections import Counter

from chaos_proof.findings import Findings
from chaos_proof.tales import Line, Run, Tale


def check_results(run: Run, matches: int, points: int, findings: Findings) -> Counter[str]:
    """Check all ``matches`` matches to ``points`` points; return how often each cause ended one."""
    found = run.matches()
    causes: Counter[str] = Counter()
    for match, tales in found.items():
        line = run.answers.get(match, {"status": 0, "answer": None})
        if line["status"] == 404:
            findings.add("matches_missing", f"{match}: the API does not know it")
        result = line["answer"]["result"] if line["answer"] else None
        if result is None:
            findings.add("results_missing", f"{match}: the API has no result")
            continue
        causes[result["cause"]] += 1
        _rules(match, result, points, findings)
        _bots(match, result, tales, findings)
    if len(found) < matches:
        findings.add("matches_missing", f"{len(found)} of {matches}", matches - len(found))
    return causes


def _rules(match: str, result: Line, points: int, findings: Findings) -> None:
    """Check a result: no bot resigns or stays away too long, so each match is played to its end."""
    left, right = result["score"]
    winner = 1 if right > left else -1
    if result["cause"] != "played":
        findings.add("results_unfair", f"{match}: {result['cause']}")
    elif max(left, right) != points or left == right or result["winner"] != winner:
        findings.add("results_differ", f"{match}: {result} in a match to {points}")


def _bots(match: str, result: Line, tales: list[Tale], findings: Findings) -> None:
    for tale in tales:
        told = [frame for _, frame in tale.heard("finished") if frame["match"] == match]
        shown = [frame for _, frame in tale.heard("match") if _ended(frame, match)]
        asked = [line["answer"]["result"] for line in _asked(tale, match)]
        if len(told) > 1:
            findings.add("results_double", f"{match}: {tale.name}", len(told) - 1)
        known = [_told(frame) for frame in (*told, *shown)] + [_read(known) for known in asked]
        if not known:
            findings.add("results_missing", f"{match}: {tale.name} was not told")
        if any(one != _read(result) for one in known):
            findings.add("results_differ", f"{match}: {tale.name} {known}, the API {result}")


def _ended(frame: Line, match: str) -> bool:
    """Tell whether a match is shown that is over, and whose end is stored."""
    return frame["match"] == match and frame["phase"] == "finished" and not frame["unsaved"]


def _asked(tale: Tale, match: str) -> list[Line]:
    """Return what the API said about a match when a bot had lost it."""
    return [
        line
        for line in tale.lines
        if line["is"] == "asked" and line["answer"] and line["answer"]["id"] == match
    ]


def _told(frame: Line) -> tuple:
    return frame["cause"], frame["winner"], frame.get("score"), frame["time"]


def _read(result: Line | None) -> tuple | None:
    if result is None:
        return None
    return result["cause"], result["winner"], result["score"], result["seconds"]

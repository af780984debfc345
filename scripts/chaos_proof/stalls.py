"""Checks how several nodes stood what was done to them: who took over when, who stood still."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import Any

from chaos_proof.findings import Findings
from chaos_proof.tales import Line, Run, Tale

TAKEN_WITHIN = 5.0
"""Seconds within which others have what a lost node had."""
AFTERWARDS = 3.0
"""Seconds after a harm was made good in which its matches are looked at too."""
MOTION = "match", "countdown", "flight", "point", "finished"


def check_nodes(run: Run, findings: Findings) -> dict[str, Any]:
    """Check takeovers and fences; return the figures."""
    took = [line["seconds"] for line in run.notes if line["is"] == "taken"]
    for seconds in took:
        if seconds > TAKEN_WITHIN:
            findings.add("takeovers_late", f"{seconds:.2f} s")
    for line in run.notes:
        if line["is"] == "unfenced":
            findings.add("nodes_unfenced", f"{line['node']}: {line['why']}")
    stalls = stalls_of(run)
    return {
        "harms": len(run.harms),
        "nodes_ended_alone": sum(line["is"] == "ended alone" for line in run.notes),
        "in_transactions": sum(line["is"] == "in a transaction" for line in run.notes),
        "takeover_ms": [round(1000.0 * seconds) for seconds in sorted(took)],
        "stall_ms": {kind: spread(values) for kind, values in sorted(stalls.items())},
    }


def stalls_of(run: Run) -> dict[str, list[float]]:
    """Return for each kind of harm how long each match in play stood still at a page, in ms.

    A countdown is no standstill. Matches of bots whose own links were broken then do not count.
    """
    found = defaultdict[str, list[float]](list)
    for harm in run.harms:
        begun, end = harm["begun"], harm["at"] + AFTERWARDS
        for tales in run.matches().values():
            if not run.disturbed({tale.name for tale in tales}, begun, end):
                stalls = [
                    stall for tale in tales if (stall := _stall(tale, begun, end)) is not None
                ]
                if stalls:
                    found[harm["kind"]].append(1000.0 * max(stalls))
    return found


def _stall(tale: Tale, begun: float, end: float) -> float | None:
    """Return the longest standstill at a page; None if it was not in play all the time."""
    gaps = [*_gaps(tale, begun, end)]
    return max(gaps) if gaps else None


def _gaps(tale: Tale, begun: float, end: float) -> Iterator[float]:
    last, playing = begun, False
    for at, frame in tale.heard(*MOTION):
        if at > end:
            break
        if at > begun and playing:
            yield max(0.0, at - max(last, begun))
        playing = frame["t"] != "finished" and frame.get("phase") not in {"waiting", "finished"}
        last = max(at, _starts(frame))


def _starts(frame: Line) -> float:
    """Return when play goes on after a countdown."""
    return (frame.get("starts") or 0.0) / 1000.0


def spread(values: Sequence[float]) -> dict[str, Any]:
    """Return the median and the 99th percentile of some values, and how many there are."""
    ordered = sorted(values)
    if not ordered:
        return {"p50": None, "p99": None, "count": 0}
    at = [ordered[min(len(ordered) - 1, int(len(ordered) * share))] for share in (0.5, 0.99)]
    return {"p50": round(at[0]), "p99": round(at[1]), "count": len(ordered)}

"""Checks a run from its books alone. It uses no code of the server."""

from pathlib import Path
from typing import Any

from chaos_proof.findings import Findings
from chaos_proof.frames import check_frames
from chaos_proof.lines import check_lines
from chaos_proof.points import check_points
from chaos_proof.restarts import check_restarts
from chaos_proof.results import check_results
from chaos_proof.stalls import check_nodes, spread
from chaos_proof.tales import load


def check(folder: Path, matches: int, points: int) -> tuple[dict[str, Any], Findings]:
    """Return the figures of a run and the losses that were found.

    ``matches`` is how many matches the plan had, ``points`` how many points win one.
    """
    run, findings = load(folder), Findings()
    check_frames(run, findings)
    told = check_points(run, findings)
    causes = check_results(run, matches, points, findings)
    restarts = check_restarts(run, findings)
    answered, told_lines = check_lines(folder, findings)
    nodes = check_nodes(run, findings) if run.harms else {}
    return {
        "kills": len(run.kills),
        "matches": len(run.matches()),
        "points": told,
        "faults": len(run.faults),
        "lines": answered,
        "lines_told": told_lines,
        **findings.counts,
        "causes": dict(causes),
        "ready_ms": spread(run.ready_ms),
        "resume_ms": spread(restarts.resume_ms),
        "resume_in_a_row_ms": spread(restarts.resume_in_a_row_ms),
        "rewind_ms": spread(restarts.rewind_ms),
        **nodes,
    }, findings

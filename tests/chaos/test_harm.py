"""What is done to several nodes is drawn from a seed, and what it does to matches is measured."""

from typing import Any

from chaos_proof.findings import Findings
from chaos_proof.harm import KINDS, draw, kinds_of
from chaos_proof.stalls import check_nodes
from chaos_proof.tales import Run, Tale

MATCH = "m1"


def test_the_same_seed_draws_the_same_and_every_kind_comes() -> None:
    drawn = draw(KINDS, len(KINDS), 3, 1)
    assert drawn == draw(KINDS, len(KINDS), 3, 1)
    assert drawn != draw(KINDS, len(KINDS), 3, 2)
    assert {harm.kind for harm in drawn} == {*KINDS}
    assert {harm.node for harm in drawn} == {0, 1, 2}


def test_an_upgrade_stops_one_node_after_the_other() -> None:
    drawn = draw(kinds_of(quick=True, upgrade=True), 3, 3, 1)
    assert [harm.kind for harm in drawn] == ["stop"] * 3
    assert {harm.node for harm in drawn} == {0, 1, 2}


def _run(*frames: dict[str, Any], notes: list[dict[str, Any]] | None = None) -> Run:
    lines = [{"at": frame.pop("at"), "is": "heard", "frame": frame} for frame in frames]
    matched = {"at": 0.0, "is": "heard", "frame": {"t": "matched", "match": MATCH}}
    harm = {"begun": 10.0, "at": 15.0, "kind": "kill"}
    return Run(tales=[Tale("host 1", 1, [matched, *lines])], harms=[harm], notes=notes or [])


def test_a_standstill_is_what_a_page_sees_but_for_the_countdown() -> None:
    run = _run(
        {"at": 9.5, "t": "flight"},
        {"at": 14.0, "t": "match", "match": MATCH, "phase": "countdown", "starts": 17_000.0},
        {"at": 17.5, "t": "flight"},
    )
    figures = check_nodes(run, Findings())
    assert figures["stall_ms"] == {"kill": {"p50": 4000, "p99": 4000, "count": 1}}


def test_a_late_takeover_and_a_node_that_goes_on_are_found() -> None:
    taken = {"is": "taken", "seconds": 5.01}
    unfenced = {"is": "unfenced", "node": "a", "why": "it was given up"}
    findings = Findings()
    check_nodes(_run(notes=[taken, unfenced]), findings)
    assert findings.counts["takeovers_late"] == 1
    assert findings.counts["nodes_unfenced"] == 1

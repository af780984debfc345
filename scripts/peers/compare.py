"""Compares Rally with its peers in one run: one search for each, interleaved, and the report."""

import json
from collections.abc import Sequence
from typing import Any

import msgspec

from peers.measure import Figures, measure
from peers.search import Search
from peers.systems import System

ROWS = (
    ("max_matches", "matches at once, p99 below 100 ms", "{:.0f}"),
    ("cpu_ms_per_match_second", "CPU ms per match-second, at that many", "{:.3f}"),
    ("p50_ms", "delay p50, ms", "{:.2f}"),
    ("p99_ms", "delay p99, ms", "{:.1f}"),
    ("half_p50_ms", "delay p50 at half of it, ms", "{:.2f}"),
    ("half_p99_ms", "delay p99 at half of it, ms", "{:.1f}"),
    ("kib_per_match", "memory of a match, KiB", "{:.0f}"),
    ("messages_out_per_second", "messages to the server, 1/s", "{:.0f}"),
    ("messages_in_per_second", "messages from the server, 1/s", "{:.0f}"),
    ("bytes_out_per_second", "bytes to the server, 1/s", "{:.0f}"),
    ("bytes_in_per_second", "bytes from the server, 1/s", "{:.0f}"),
    ("client_core", "load client, share of its core", "{:.2f}"),
    ("others_core", "other programs, share of a core", "{:.2f}"),
)


def compare(systems: Sequence[System], seconds: float) -> dict[str, dict[str, Any]]:
    """Measure all systems by turns, step by step; return the figures by the system's name."""
    for system in systems:
        print(f"{system.name}:", *system.settings, sep="\n    ")
    searches = {system.name: Search(system.first) for system in systems}
    while any(search.next() for search in searches.values()):
        for system in systems:
            search = searches[system.name]
            if (matches := search.next()) is not None:
                search.tell(step(system, matches, seconds))
    halves = {
        system.name: step(system, searches[system.name].max_matches // 2, seconds)
        for system in systems
        if searches[system.name].max_matches > 1
    }
    return {name: _result(search, halves.get(name)) for name, search in searches.items()}


def step(system: System, matches: int, seconds: float) -> Figures:
    """Measure once; again if it failed while other programs used the cores."""
    figures = _shown(system, measure(system, matches, seconds))
    if not figures.passed and figures.disturbed:
        figures = _shown(system, measure(system, matches, seconds))
    return figures


def _shown(system: System, figures: Figures) -> Figures:
    verdict = ", ".join([*(figures.failures or ["holds"]), *figures.remarks])
    print(
        f"{system.name:>9} {figures.matches:5} matches: p50 {figures.p50_ms:6.2f} ms, "
        f"p99 {figures.p99_ms:6.1f} ms, {figures.cpu_ms_per_match_second:6.3f} CPU ms "
        f"per match-second, {figures.server_core:4.0%} of a core: {verdict}",
        flush=True,
    )
    return figures


def _result(search: Search, half: Figures | None) -> dict[str, Any]:
    """Return the figures of a system, and whether the load client or other programs limited it."""
    best = {} if search.best is None else msgspec.to_builtins(search.best)
    worst = search.worst
    return {
        "max_matches": search.max_matches,
        **{name: value for name, value in best.items() if name not in ("matches", "failures")},
        "half_p50_ms": None if half is None else half.p50_ms,
        "half_p99_ms": None if half is None else half.p99_ms,
        "limited_by_client": worst is not None and worst.limited_by_client,
        "disturbed": worst is not None and worst.disturbed,
    }


def report(results: dict[str, dict[str, Any]], *, as_json: bool) -> None:
    """Print the table and the ratios, and, if asked, the JSON as the last line."""
    print("\n" + " " * 40 + "".join(f"{name:>12}" for name in results))
    for key, words, form in ROWS:
        cells = (result.get(key) for result in results.values())
        print(
            f"{words:<40}" + "".join(f"{'-' if c is None else form.format(c):>12}" for c in cells)
        )
    ratios = {
        f"rally_to_{name}": results["rally"]["max_matches"] / result["max_matches"]
        for name, result in results.items()
        if name != "rally" and result["max_matches"]
    }
    for name, ratio in ratios.items():
        print(f"{name.replace('_', ' ')}: {ratio:.2f} times the matches")
    for name, result in results.items():
        if result["limited_by_client"]:
            print(f"{name}: limited by the load client, it may hold more")
        if result["disturbed"]:
            print(f"{name}: other programs were busy on the two cores, it may hold more")
    if as_json:
        print(json.dumps({**results, "ratios": ratios}))

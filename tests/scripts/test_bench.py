"""A small run of the bench: the figures fit together, and the last line is JSON."""

import json
import subprocess
import sys
from pathlib import Path

BENCH = Path(__file__).resolve().parents[2] / "scripts" / "bench"


def test_a_small_run_prints_figures_that_hang_together():
    command = [sys.executable, str(BENCH), "--json", "--matches", "20", "--seconds", "2"]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    *table, last = done.stdout.splitlines()
    assert "20 matches" in table[0]
    figures = json.loads(last)
    assert figures["match_seconds"] == 40.0  # all matches were in play
    assert 300 <= figures["inputs"] <= 330  # 20 matches, 2 players, 4 a second, 2 seconds
    assert figures["frames"] > figures["inputs"]  # the opponent sees each key move
    assert figures["messages"] > figures["inputs"]  # to the match; the opponent needs no turn
    assert figures["dead_letters"] == 0
    parts = figures["decode_ms"] + figures["actors_ms"] + figures["sqlite_ms"]
    assert abs(parts - figures["cpu_ms_per_match_second"]) < 0.001
    assert min(figures["decode_ms"], figures["actors_ms"], figures["sqlite_ms"]) > 0.0

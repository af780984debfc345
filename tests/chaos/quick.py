"""Runs scripts/chaos --quick, as somebody at a terminal would."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

CHAOS = [sys.executable, str(Path(__file__).resolve().parents[2] / "scripts" / "chaos")]


def run(*arguments: str) -> tuple[int, dict[str, Any], str]:
    """Run it; return the exit code, the figures, and the output on stderr."""
    done = subprocess.run(
        [*CHAOS, "--quick", "--json", *arguments],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.stdout, done.stderr
    return done.returncode, json.loads(done.stdout.splitlines()[-1]), done.stderr

"""The server as a process of its own, as an operator starts it."""

import os
import re
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from tests.gateway.client import Client
from tests.programs import program

COMMAND = [sys.executable, "-m", "gateway.main"]
ROOT = Path(__file__).resolve().parents[2]
QUIET = {name: value for name, value in os.environ.items() if not name.startswith("RALLY_")}


@contextmanager
def serving(
    data: Path, *more: str, before: Sequence[str] = (), module: str = "gateway.main"
) -> Iterator[tuple[subprocess.Popen[str], Client]]:
    """Run the server on a free port until the block ends; ``before`` precedes its command."""
    start = [sys.executable, "-m", module]
    command = [*before, *start, "--port", "0", "--data", str(data), *more]
    pipe = subprocess.PIPE
    with program(command, cwd=ROOT, env=QUIET, stdout=pipe, stderr=pipe, text=True) as process:
        assert process.stdout is not None
        ready = process.stdout.readline()
        match = re.fullmatch(r"Rally is ready at http://127\.0\.0\.1:(\d+)\n", ready)
        assert match, process.communicate()
        yield process, Client(int(match[1]))

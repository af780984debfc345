"""The search for secrets in the logs finds a secret."""

import logging
import re
import subprocess
import sys
from pathlib import Path

import pytest
import structlog

from tests.logged import Log, leaks

ROOT = Path(__file__).parents[1]


def test_what_is_logged_is_searched(tmp_path: Path):
    leaked = "made up for this test"
    (tmp_path / "server.log").write_text(f"fine\nx {leaked}\n")
    log = Log()
    log.install()
    try:
        structlog.get_logger("a").info("fine", user="x")
        structlog.get_logger("a").info("request", header=leaked)
        logging.getLogger("b").warning("a %s b", leaked)
    finally:
        log.remove()
    assert len(leaks(log.lines, iter([tmp_path / "server.log"]), {leaked})) == 3


PROGRAM = """
import sys
sys.stderr.isatty = lambda: {terminal}
from structlog import get_logger
from gateway.process import log
log.configure("info")
get_logger("gateway.a").info("request", path="/\\x1b[2J\\n\\u202e")
try:
    local = "made" + " up for this test"
    raise ValueError(1)
except ValueError as error:
    get_logger("gateway.a").error("failed", exc_info=error)
"""


@pytest.mark.parametrize("terminal", [True, False])
def test_what_a_stranger_wrote_neither_moves_a_terminal_nor_begins_a_line(terminal: bool):
    program = [sys.executable, "-c", PROGRAM.format(terminal=terminal)]
    done = subprocess.run(program, cwd=ROOT, capture_output=True, text=True, check=True)
    [line] = [line for line in done.stderr.splitlines() if "request" in line]
    assert re.search(r"(\\x1b|\\u001b)\[2J\\n\\u202e", line)
    assert "ValueError" in done.stderr
    assert "made up" not in done.stderr

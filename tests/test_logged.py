"""The search for secrets in the logs finds one."""

import logging
from pathlib import Path

import structlog

from tests.logged import Log, leaks


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

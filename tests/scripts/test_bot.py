"""The example bot against the real server: two of them meet and play a match to its end."""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import AbstractContextManager
from pathlib import Path

import pytest

from tests.e2e.server import ROOT, Process, serving
from tests.programs import program

BOT = [sys.executable, str(ROOT / "scripts" / "bot")]


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Process]:
    with serving(tmp_path / "data") as server:
        yield server


def start(server: Process, *arguments: str) -> AbstractContextManager[subprocess.Popen[str]]:
    command = [*BOT, "--site", server.url, *arguments]
    return program(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)


def test_two_bots_play_a_match(server: Process):
    with start(server, "--name", "Ada", "--open", "--points", "1") as host:
        assert host.stdout is not None
        game = host.stdout.readline().split()[1]
        with start(server, "--name", "Bob", "--join", game) as guest:
            heard = host.communicate()[0], guest.communicate()[0]
    assert [host.returncode, guest.returncode] == [0, 0], heard
    results = sorted(lines.splitlines()[-1] for lines in heard)
    assert results[0].startswith("lost ")
    assert results[1].startswith("won ")
    assert all(line.endswith("(played)") for line in results)


def test_a_game_that_is_gone_is_no_match(server: Process):
    with start(server, "--join", "nothing") as bot:
        assert "no_such_game" in bot.communicate()[0]
    assert bot.returncode == 1


def test_help():
    done = subprocess.run([*BOT, "--help"], capture_output=True, text=True, check=True)
    assert "--join GAME" in done.stdout

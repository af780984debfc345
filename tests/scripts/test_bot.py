"""The example bots against the real server: they play a match to its end."""

import json
import re
import subprocess
import sys
import sysconfig
from collections.abc import Iterator
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any

import pytest
import requests

from tests.e2e.server import ROOT, Process, serving
from tests.patience import STUCK
from tests.programs import program

BOT = [sys.executable, str(ROOT / "scripts" / "bot")]
NODE = Path(sysconfig.get_path("purelib")) / "playwright" / "driver" / "node"
EXAMPLE = ROOT / "docs" / "examples" / "bot.mjs"
PROTOCOL = (ROOT / "docs" / "protocol.md").read_text()


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


def test_a_bot_with_a_token_plays_the_machine(server: Process, tmp_path: Path):
    person = requests.Session()
    person.headers["Origin"] = server.url

    def post(path: str, body: dict[str, Any]) -> dict[str, Any]:
        answer = person.post(f"{server.url}/api/v1/{path}", json=body, timeout=STUCK)
        assert answer.status_code == 201, answer.text
        return answer.json()

    about = {"name": "ada", "display_name": "Ada", "email": "ada@example.org"}
    made = post("register", about | {"password": "correct horse"})
    person.headers["Authorization"] = f"Bearer {made['access_token']}"
    proof = {"password": "correct horse"}
    person.post(f"{server.url}/api/v1/account/prove", json=proof, timeout=STUCK)
    bot = post("account/bots", {"display_name": "Robo"})["id"]
    token = post("account/tokens", {"name": "here", "scopes": ["play"], "bot": bot})["text"]
    file = tmp_path / "token"
    file.write_text(token + "\n")
    with start(server, "--token", str(file), "--ai", "easy", "--points", "1") as running:
        heard = running.communicate()[0].splitlines()
    assert running.returncode == 0, heard
    match = heard[0].split()[1]
    played = person.get(f"{server.url}/api/v1/matches/{match}", timeout=STUCK).json()
    assert played["result"]["cause"] == "played"
    assert [player["id"] for player in played["players"] if player["id"]] == [bot]
    file.write_text(token[:-1])
    with start(server, "--token", str(file)) as running:
        assert "cannot sign in" in running.communicate()[0]
    assert running.returncode == 1


def test_a_game_that_is_gone_is_no_match(server: Process):
    with start(server, "--join", "nothing") as bot:
        assert "no_such_game" in bot.communicate()[0]
    assert bot.returncode == 1


def test_help():
    done = subprocess.run([*BOT, "--help"], capture_output=True, text=True, check=True)
    assert "--join GAME" in done.stdout


def test_the_example_in_javascript_plays_the_machine(server: Process):
    command = [NODE, EXAMPLE, server.url, "easy", "1"]
    pipe = subprocess.PIPE
    with program(command, stdout=pipe, stderr=subprocess.STDOUT, text=True) as bot:
        heard = bot.communicate()[0].splitlines()
    assert heard in (["1:0", "won played"], ["0:1", "not won played"])
    assert bot.returncode == (0 if heard[0] == "1:0" else 2)


def test_the_session_with_curl_plays_the_machine(server: Process):
    """It runs the commands of docs/protocol.md as they are written there."""
    (commands,) = re.findall(r"```sh\n(.*?)```", PROTOCOL, re.DOTALL)
    assert commands.startswith("site=http://127.0.0.1:8000\n")
    session = commands.replace("http://127.0.0.1:8000", server.url, 1)
    pipe = subprocess.PIPE
    with program(["sh", "-ec", session], stdout=pipe, stderr=pipe, text=True) as run:
        out, err = run.communicate()
    assert (run.returncode, err) == (0, "")
    result = json.loads(out)["result"]
    assert result["cause"] == "played"
    assert sorted(result["score"]) == [0, 1]

"""Tournaments of bots on a server that is killed: the referee finds no fault in the end."""

import json
import signal
import sys
import time
from pathlib import Path
from typing import Any
from urllib.error import URLError
from urllib.request import Request, urlopen

import pytest

from tests.e2e.server import Process
from tests.patience import patience
from tests.programs import program
from tests.tournament.referee import faults

BOTS = Path(__file__).with_name("cup_bots.py")
CUP = "t.killed"
ENDS_WITHIN = patience(90.0)


def ask(server: Process, method: str, path: str, body: Any, token: str | None = None) -> Any:
    """Send a request; return the JSON of its answer."""
    headers = {"Content-Type": "application/json", "Origin": server.url}
    if token is not None:
        headers["Authorization"] = f"Bearer {token}"
    data = None if body is None else json.dumps(body).encode()
    with urlopen(Request(server.url + path, data, headers, method=method)) as answer:  # noqa: S310 - our own server
        said = answer.read()
    return json.loads(said) if said else None


def shown(server: Process) -> dict[str, Any]:
    """Return the tournament as everybody may see it."""
    return ask(server, "GET", f"/api/v1/tournaments/{CUP}", None)


def over(view: dict[str, Any]) -> int:
    """Count the pairings that have been played."""
    return sum(1 for one in view["pairings"] if one["state"] == "over" and one["matches"])


def as_played(view: dict[str, Any]) -> dict[str, Any]:
    """Return the tournament in the form that the referee reads."""
    seeds = {entrant["number"]: entrant["seed"] - 1 for entrant in view["entrants"]}
    plan = view["head"]["plan"]
    drawn = [
        {
            "key": one["key"],
            "part": one["part"],
            "round": one["round"],
            "table": one["table"],
            "sides": [_source(one, side, seeds) for side in (0, 1)],
            "only_if": "gf" if one["part"] == "reset" else None,
            "repeated": one["rematch"],
        }
        for one in view["pairings"]
    ]
    outcomes = {
        one["key"]: one["outcome"]
        for one in view["pairings"]
        if one["state"] == "over" and one["outcome"]["cause"] != "bye"
    }
    standings = [{**one, "seed": seeds[one["entrant"]]} for one in view["standings"]]
    rest = {name: plan[name] for name in ("format", "third", "reset", "rounds")}
    size = len(seeds)
    return rest | {
        "size": size,
        "drawn": drawn,
        "outcomes": outcomes,
        "disqualified": [],
        "standings": standings,
    }


def _source(one: dict[str, Any], side: int, seeds: dict[int, int]) -> dict[str, Any]:
    feed, number = one["feeds"][side], one["entrants"][side]
    if feed is not None:
        return {"type": "winner" if feed[1] else "loser", "pairing": feed[0]}
    return {"type": "bye"} if number is None else {"type": "entrant", "seed": seeds[number]}


@pytest.mark.parametrize(("format_", "size"), [("double", 5), ("swiss", 6)])
def test_a_killed_server_finishes_its_tournament(tmp_path: Path, format_: str, size: int):
    server = Process(tmp_path / "data")
    try:
        token = ask(server, "POST", "/api/v1/guest", {"name": "Host"})["access_token"]
        plan = {
            "name": "Killed",
            "format": format_,
            "most": size,
            "start": "full",
            "settings": {"points": 1},
        }
        ask(server, "PUT", f"/api/v1/tournaments/{CUP}", plan, token)
        with program([sys.executable, BOTS, server.url, CUP, str(size)]):
            view = _through_kills(server, kills=2)
    finally:
        server.stop()
    assert view["head"]["phase"] == "over"
    assert faults(as_played(view)) == []
    aliases = {entrant["number"]: entrant["alias"] for entrant in view["entrants"]}
    assert aliases[view["standings"][0]["entrant"]] == "Bot 1"
    causes = {one["outcome"]["cause"] for one in view["pairings"] if one["outcome"]}
    assert causes <= {"played", "bye"}, "nobody has lost by the server's fault"


def _through_kills(server: Process, kills: int) -> dict[str, Any]:
    """Kill the server each time that two more pairings are over; return the end."""
    end = time.monotonic() + ENDS_WITHIN
    killed = 0
    while time.monotonic() < end:
        try:
            view = shown(server)
        except (URLError, ConnectionError):
            continue
        if view["head"]["phase"] in {"over", "cancelled"}:
            assert killed == kills, "it was over too soon"
            return view
        if killed < kills and over(view) > 2 * killed:
            server.stop(signal.SIGKILL)
            server.start()
            killed += 1
        time.sleep(0.1)
    pytest.fail(f"it does not end: {shown(server)['pairings']}")

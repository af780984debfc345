"""If nobody can read a snapshot, its match is settled once, and its players are free."""

import re
import sqlite3
import subprocess
from pathlib import Path
from typing import Any

import trio

from actors.core.shards import key_of
from tests.gateway.client import Client, Page
from tests.gateway.process import serving
from tests.patience import STUCK

RUINED = b'{"mode": 7}'
FAULT = re.compile(r"cannot be restored")


async def _play(ada: Client, bob: Client) -> str:
    """Let two play until the first point; return the match's id."""
    async with ada.socket() as left, bob.socket() as right:
        for page in (left, right):
            await page.hello()
        await left.send(t="open", id="r1", settings={"points": 11})
        game = (await left.attend("ok"))["game"]
        await right.send(t="join", id="r2", game=game)
        match = (await right.attend("matched"))["match"]
        for page in (left, right):
            await page.send(t="enter", match=match)
        with trio.fail_after(STUCK):
            async with trio.open_nursery() as nursery:
                nursery.start_soon(left.attend, "point")
                nursery.start_soon(right.attend, "point")
        return match


def _ruin(data: Path, match: str) -> None:
    with sqlite3.connect(data / "rally.sqlite3") as connection:
        query = "UPDATE snapshots SET data = ? WHERE actor = ?"
        assert connection.execute(query, (RUINED, key_of(f"match/{match}"))).rowcount == 1
    connection.close()


def _left(data: Path, match: str) -> list[int]:
    """How many rows the journal has of a match, without its segments."""
    key, tables = key_of(f"match/{match}"), ("snapshots", "tails", "letters")
    with sqlite3.connect(data / "rally.sqlite3") as connection:
        query = "SELECT count(*) FROM {} WHERE actor = ?"  # the names are ours
        found = [connection.execute(query.format(table), (key,)).fetchone()[0] for table in tables]
    connection.close()
    return found


async def _is_free(page: Page) -> None:
    """Wait until a player may offer a game: a match is started a few times before it is settled."""
    with trio.fail_after(STUCK):
        while True:
            await page.send(t="open", id=f"r{trio.current_time()}")
            answer = await page.attend("ok", "error")
            if answer["t"] == "ok":
                break
            assert answer["code"] == "already_playing"
            await trio.sleep(0.1)
    await page.send(t="close", id="r2", game=answer["game"])
    assert (await page.attend("ok", "error"))["t"] == "ok"


async def _killed(process: subprocess.Popen[str]) -> str:
    """Kill the process; return what it printed on stderr."""
    process.kill()
    _, said = await trio.to_thread.run_sync(process.communicate)
    return said


async def test_a_ruined_snapshot_is_settled_once_and_frees_its_players(tmp_path: Path):
    with serving(tmp_path) as (process, ada):
        bob = Client(ada.port)
        await ada.guest("Ada")
        await bob.guest("Bob")
        match = await _play(ada, bob)
        await _killed(process)
    _ruin(tmp_path, match)
    results: list[Any] = []
    for start in range(2):
        with serving(tmp_path) as (process, again):
            clients = [Client(again.port) for _ in range(2)]
            for client, known in zip(clients, (ada, bob), strict=True):
                client.cookie = known.cookie
            async with clients[0].socket() as left, clients[1].socket() as right:
                for page in (left, right):
                    assert (await page.hello())["match"] is None
                    await _is_free(page)
            results.append((await clients[0].get(f"/api/v1/matches/{match}")).json()["result"])
            assert _left(tmp_path, match) == [0, 0, 0]
            said = await _killed(process)
        assert len(FAULT.findall(said)) == (1 if start == 0 else 0), said
    assert results[0]["cause"] == "server_fault"
    assert results == results[:1] * 2

"""Data of every earlier schema is migrated: nothing is missing, and play goes on."""

import json
import shutil
import sqlite3
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, closing
from pathlib import Path

import pytest
import trio

from gateway.main import Running, serve
from gateway.start.options import Options
from store.sqlite import FILE, open_sqlite
from tests.gateway.client import Client
from tests.gateway.conftest import port_of
from tests.patience import STUCK

FOLDERS = sorted((Path(__file__).parents[1] / "fixtures").glob("data-*"))


def test_there_are_some():
    assert FOLDERS


@pytest.mark.parametrize("kept", FOLDERS, ids=lambda folder: folder.name)
async def test_data_of_an_earlier_version_are_all_there(kept: Path, tmp_path: Path):
    folder = tmp_path / "data"
    shutil.copytree(kept, folder)
    about = json.loads((kept / "about.json").read_text())
    _renew_sessions(folder)
    finished, unfinished = about["finished"], about["unfinished"]
    assert await _games(folder) == [about["game"]]
    async with _serving(folder) as client:
        if "token" in about:
            client.cookie = f"rally_refresh={about['token']}"  # until schema 7 without a port
            assert (await client.refresh()).status == 200
            assert (await client.get("/api/v1/me")).json()["player"] == about["player"]
        login = {"name": about["name"], "password": about["password"]}
        assert (await client.post("/api/v1/login", login)).status == 200
        me = (await client.get("/api/v1/me")).json()["player"]
        assert me["id"] == about["player"]["id"]
        result = (await client.get(f"/api/v1/matches/{finished['match']}")).json()["result"]
        assert {key: result[key] for key in ("cause", "winner", "score")} == {
            key: finished[key] for key in ("cause", "winner", "score")
        }
        if "avatar" in about:  # until schema 28 a file
            for size in (64, 256):
                image = await client.get(f"/api/v1/avatars/{about['avatar']}/{size}")
                assert (image.status, image.body[8:12]) == (200, b"WEBP")
            assert not (folder / "avatars").exists()
        if "friends" in about:
            friends = (await client.get("/api/v1/friends")).json()["friends"]
            assert [friend["player"]["id"] for friend in friends] == [about["friends"]]
            blocks = (await client.get("/api/v1/blocks")).json()["blocks"]
            assert [block["player"]["id"] for block in blocks] == [about["blocks"]]
        async with client.socket() as page:
            with trio.fail_after(STUCK):
                assert (await page.hello())["match"] == unfinished["match"]
                await page.send(t="enter", match=unfinished["match"])
                shown = await page.attend("match")
                assert shown["score"] == unfinished["score"]
                assert shown["phase"] == "countdown"
                await page.send(t="watch_lobby", on=True)
                while (await page.attend("playing"))["playing"] != 1:
                    pass  # the parts of the seats have not told each other yet
                score = (await page.attend("point"))["score"]
                assert sum(score) == sum(unfinished["score"]) + 1
                await page.send(t="resign", id="r1", match=unfinished["match"])
                assert (await page.attend("finished"))["cause"] == "resigned"
                while (await page.attend("playing"))["playing"] != 0:
                    pass
                await page.send(t="ai", id="r2")
                await page.attend("matched")


@asynccontextmanager
async def _serving(folder: Path) -> AsyncIterator[Client]:
    """Run a server in this process: one of its own for each version would cost seconds."""
    async with trio.open_nursery() as nursery:
        running: Running = await nursery.start(serve, Options(port=0, data=folder))
        yield Client(port_of(running))
        running.stop.set()


async def _games(folder: Path) -> list[str]:
    """What is offered, as the store has it: no list shows it before the host is back."""
    async with open_sqlite(folder) as store:
        kept = (await store.journal.recover(["games"]))["games"].snapshot
    assert kept is not None
    return [*json.loads(kept.data)["games"]]


def _renew_sessions(folder: Path) -> None:
    """Renew the sessions, as the folder is older than sessions last."""
    with closing(sqlite3.connect(folder / FILE)) as database, database:
        columns = [row[1] for row in database.execute("PRAGMA table_info(sessions)")]
        assert "expires_at" in columns
        database.execute("UPDATE sessions SET expires_at = ?", (int(time.time() + 9e6) * 1000,))

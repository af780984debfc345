"""A stop in good order: pages hear why, nothing new begins, and it ends in time, whatever hangs."""

import json
import signal
import subprocess
import time
from pathlib import Path

import trio

from gateway.main import Running
from tests.gateway.client import STUCK, Client, Page, deaf_socket
from tests.gateway.process import serving
from tests.postgres_server import PostgresServer

WITHIN = 3.0


async def _playing(page: Page) -> str:
    """Play a match against nobody in particular."""
    await page.hello()
    await page.send(t="local", id="r1", settings={"points": 21})
    match = (await page.attend("matched"))["match"]
    await page.send(t="enter", match=match)
    await page.attend("flight", "point")
    return match


async def _ends(process: subprocess.Popen[str], began: float) -> str:
    """See it end in time; return what it logged."""
    _, err = await trio.to_thread.run_sync(process.communicate)
    assert time.monotonic() - began < WITHIN
    return err


async def test_matches_pause_for_a_restart_and_go_on_after_it(tmp_path: Path):
    with trio.fail_after(4 * STUCK):
        with serving(tmp_path) as (process, client):
            await client.guest()
            with deaf_socket(client):
                async with client.socket() as page:
                    match = await _playing(page)
                    began = time.monotonic()
                    process.send_signal(signal.SIGTERM)
                    pause = await page.attend("pause")
                    assert await page.close_code() == 1012
                await _ends(process, began)
        assert process.returncode == 0
        assert {a["why"] for a in pause["away"]} == {"server_stopping"}
        assert {a["budget"] for a in pause["away"]} == {30_000}
        with serving(tmp_path) as (_, again):
            again.cookie = client.cookie
            async with again.socket() as page:
                assert (await page.hello())["match"] == match
                await page.send(t="enter", match=match)
                shown = await page.attend("match")
                assert (shown["phase"], shown["time"]) == ("countdown", pause["time"])
                assert {player["budget"] for player in shown["players"]} == {30_000}
                await page.attend("point")


async def test_nothing_new_begins_while_it_stops(server: Running, client: Client):
    await client.guest()
    async with client.socket() as page:
        await page.hello()
        server.services.stopping = True
        for number, request in enumerate(
            [
                {"t": "queue"},
                {"t": "ai", "level": "easy"},
                {"t": "local"},
                {"t": "open"},
                {"t": "join", "game": "g1"},
            ]
        ):
            await page.send(id=f"r{number}", **request)
            error = await page.frame("error")
            assert (error["code"], error["id"]) == ("stopping", f"r{number}")
        await page.send(t="unqueue", id="last")
        assert (await page.frame("ok", "error"))["t"] == "ok"
        answer = await client.post("/api/v1/guest", {"name": "Bob"})
        assert (answer.status, answer.json()["type"]) == (503, "urn:rally:problem:stopping")
        assert int(answer.headers["retry-after"]) > 0
        assert (await client.get("/readyz")).status == 503
        assert (await client.get("/api/v1/me")).status == 200


async def test_a_database_that_hangs_does_not_hold_up_the_stop(
    own_postgres: PostgresServer, tmp_path: Path
):
    store = ("--store", own_postgres.url)
    with trio.fail_after(4 * STUCK), serving(tmp_path, *store) as (process, client):
        await client.guest()
        async with client.socket() as page:
            match = await _playing(page)
            with own_postgres.frozen():
                began = time.monotonic()
                process.send_signal(signal.SIGTERM)
                assert (await page.attend("pause"))["match"] == match
                assert await page.close_code() == 1012
                err = await _ends(process, began)
        said = [json.loads(line) for line in err.splitlines()]
        assert process.returncode == 1
        assert said[-1]["event"] == "the stop took too long and was cut short"
        with serving(tmp_path, *store) as (_, again):
            again.cookie = client.cookie
            async with again.socket() as page:
                assert (await page.hello())["match"] == match

"""A stop in order: pages hear why, nothing new begins, and it ends in time, whatever hangs."""

import json
import signal
import subprocess
import time
from pathlib import Path

import pytest
import trio

from gateway.main import Running
from tests.claims import Claim
from tests.gateway.client import Client, Page, deaf_socket
from tests.gateway.half_dead import KINDS, Peer
from tests.gateway.process import serving
from tests.patience import STUCK
from tests.postgres_server import PostgresServer

WITHIN = 3.0


async def _playing(page: Page) -> str:
    """Begin a match at one keyboard; return its id."""
    await page.hello()
    await page.send(t="local", id="r1", settings={"points": 21})
    match = (await page.attend("matched"))["match"]
    await page.send(t="enter", match=match)
    await page.attend("flight", "point")
    return match


async def _ends(process: subprocess.Popen[str], began: float, claim: Claim) -> str:
    """Check that the process ends in time; return what it logged."""
    _, err = await trio.to_thread.run_sync(process.communicate)
    claim("seconds of a stop", time.monotonic() - began, WITHIN)
    return err


@pytest.mark.claims_seconds
async def test_matches_pause_for_a_restart_and_go_on_after_it(tmp_path: Path, claim: Claim):
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
                await _ends(process, began, claim)
        claim("exit code of a stop", abs(process.returncode), 1)
        assert {a["why"] for a in pause["away"]} == {"server_stopping"}
        assert {a["budget"] for a in pause["away"]} <= {*range(39_000, 40_001)}  # 10 s to return
        with serving(tmp_path) as (_, again):
            again.cookie = client.cookie
            async with again.socket() as page:
                assert (await page.hello())["match"] == match
                await page.send(t="enter", match=match)
                shown = await page.attend("match")
                assert (shown["phase"], shown["time"]) == ("countdown", pause["time"])
                assert {player["budget"] for player in shown["players"]} == {30_000}
                await page.attend("point")


@pytest.mark.claims_seconds
async def test_200_half_dead_peers_do_not_hold_up_the_end(tmp_path: Path, claim: Claim):
    """With a real process; `test_half_dead.py` does the same with a virtual clock."""
    with trio.fail_after(4 * STUCK), serving(tmp_path) as (process, client):
        await client.guest()
        kinds = (list(KINDS.values()) * 200)[:200]
        peers = [await trio.to_thread.run_sync(Peer, kind, client) for kind in kinds]
        assert (await client.get("/healthz")).status == 200
        began = time.monotonic()
        process.send_signal(signal.SIGTERM)
        err = await _ends(process, began, claim)
        claim("exit code of a stop", abs(process.returncode), 1)
        assert "Traceback" not in err
        for peer in peers:
            peer.close()


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


@pytest.mark.claims_seconds
async def test_a_database_that_hangs_does_not_hold_up_the_stop(
    own_postgres: PostgresServer, tmp_path: Path, claim: Claim
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
                err = await _ends(process, began, claim)
        said = [json.loads(line) for line in err.splitlines()]
        assert process.returncode == 1
        assert said[-1]["event"] == "the stop took too long and was cut short"
        with serving(tmp_path, *store) as (_, again):
            again.cookie = client.cookie
            async with again.socket() as page:
                assert (await page.hello())["match"] == match

"""The server as a process: the ready line, the stop, and reasons why it does not start."""

import signal
import socket
import sqlite3
import subprocess
import time
from pathlib import Path

import pytest
import trio

from tests.claims import Claim
from tests.gateway.client import Client, deaf_socket
from tests.gateway.process import COMMAND, QUIET, ROOT, serving
from tests.patience import STUCK


@pytest.mark.claims_seconds
@pytest.mark.parametrize("stop", [signal.SIGTERM, signal.SIGINT])
async def test_a_stop_tells_the_pages_and_ends_within_three_seconds(
    tmp_path: Path, stop: int, claim: Claim
):
    with serving(tmp_path) as (process, client):
        await client.guest()
        with deaf_socket(client):
            async with client.socket() as page:
                await page.hello()
                began = time.monotonic()
                process.send_signal(stop)
                with trio.fail_after(STUCK):
                    assert await page.close_code() == 1012
                out, err = await trio.to_thread.run_sync(process.communicate)
                claim("seconds of a stop", time.monotonic() - began, 3.0)
        claim("exit code of a stop", abs(process.returncode), 1)
        assert out == ""
        assert "Traceback" not in err


async def test_a_session_outlives_the_process(tmp_path: Path):
    with serving(tmp_path) as (process, client):
        player = await client.guest()
        process.kill()
    with serving(tmp_path) as (_, again):
        again.token = client.token
        assert (await again.get("/api/v1/me")).json()["player"] == player


@pytest.mark.parametrize("kind", ["folder", "database"])
async def test_a_match_outlives_a_process_that_is_killed(
    request: pytest.FixtureRequest, tmp_path: Path, kind: str
):
    store = () if kind == "folder" else ("--store", request.getfixturevalue("database"))
    with serving(tmp_path, *store) as (process, client):
        await client.guest()
        async with client.socket() as page:
            await page.hello()
            await page.send(t="local", id="r1", settings={"points": 2})
            match = (await page.attend("matched"))["match"]
            await page.send(t="enter", match=match)
            with trio.fail_after(STUCK):
                await page.attend("point")  # nobody presses a key, so it comes soon after the serve
            process.kill()
            await trio.to_thread.run_sync(process.wait)
    with serving(tmp_path, *store) as (_, again):
        again.cookie = client.cookie
        async with again.socket() as page:
            with trio.fail_after(STUCK):
                assert (await page.hello())["match"] == match
                await page.send(t="enter", match=match)
                shown = await page.attend("match")
                assert sum(shown["score"]) == 1
                assert shown["phase"] == "countdown"
                finished = await page.attend("finished")
        assert (max(finished["score"]), finished["cause"]) == (2, "played")
        stored = (await again.get(f"/api/v1/matches/{match}")).json()
        assert stored["result"]["score"] == finished["score"]
        assert stored["result"]["pauses"] == finished["pauses"]
        assert {pause["why"] for pause in finished["pauses"]} == {"server_restarted"}


async def test_it_is_alive_and_ready(client: Client):
    assert (await client.get("/healthz", origin=None)).status == 200
    assert (await client.get("/readyz", origin=None)).status == 200


def _refused(*arguments: str, **variables: str) -> str:
    """Start the server where it cannot start; return the one line that it prints."""
    done = subprocess.run(
        [*COMMAND, *arguments],
        cwd=ROOT,
        env=QUIET | variables,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith("rally: ")
    assert done.stderr.count("\n") == 1
    return done.stderr


def test_a_port_that_is_taken_is_named(tmp_path: Path):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        said = _refused("--data", str(tmp_path), RALLY_PORT=port)
    assert f"port {port}" in said
    assert "--port" in said


def test_a_folder_that_cannot_be_used_is_named(tmp_path: Path):
    (tmp_path / "file").write_text("in the way")
    said = _refused("--port", "0", "--data", str(tmp_path / "file" / "data"))
    assert str(tmp_path / "file") in said


def test_data_of_a_newer_rally_is_left_alone(tmp_path: Path):
    with serving(tmp_path):
        pass
    [file] = tmp_path.glob("*.sqlite3")
    database = sqlite3.connect(file)
    database.execute("INSERT INTO schema_migrations VALUES (9999, 'from_the_future')")
    database.commit()
    database.close()
    assert "newer" in _refused("--port", "0", "--data", str(tmp_path))


def test_a_database_that_is_not_there_is_named_without_its_password(tmp_path: Path):
    url = "postgresql://rally:hunter2@127.0.0.1:1/rally"
    said = _refused("--port", "0", "--data", str(tmp_path), RALLY_STORE=url)
    assert "postgresql://rally@127.0.0.1:1/rally" in said
    assert "hunter2" not in said


def test_a_store_that_is_no_database_is_refused(tmp_path: Path):
    said = _refused("--port", "0", "--data", str(tmp_path), "--store", "mysql://root@h/rally")
    assert "--store" in said
    assert "postgresql://" in said

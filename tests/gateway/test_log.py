"""The log at level debug has our own details, only warnings of libraries, and no secrets."""

import json
import signal
import subprocess
import sys
from pathlib import Path

import pytest
import trio

from tests.gateway.client import PASSWORD, deaf_socket
from tests.gateway.process import ROOT, serving
from tests.patience import STUCK

LIBRARIES = (
    *("asyncio", "asyncpg", "concurrent", "h11", "h2", "hpack", "hypercorn", "hypercorn.error"),
    *("hypercorn.access", "PIL", "quart.app", "rally", "trio", "trio-websocket", "urllib3"),
    *("werkzeug", "wsproto", "a.library.of.tomorrow", "gatewayed"),
)
TALK = """
import logging, sys
from gateway.process.log import configure
configure(sys.argv[1])
for name in sys.argv[2:]:
    logger = logging.getLogger(name)
    logger.setLevel(logging.DEBUG)  # as some do
    for level in ("debug", "info", "warning", "error"):
        getattr(logger, level)(level)
"""


def _said(level: str, *loggers: str) -> list[tuple[str, str]]:
    command = [sys.executable, "-c", TALK, level, *loggers]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    lines = [json.loads(line) for line in done.stderr.splitlines()]
    return [(line["logger"], line["event"]) for line in lines]


@pytest.mark.parametrize("level", ["debug", "info", "error"])
def test_libraries_say_warnings_and_errors_whatever_our_level_is(level: str):
    expected = [(name, said) for name in LIBRARIES for said in ("warning", "error")]
    assert _said(level, *LIBRARIES) == expected


def test_a_library_that_sets_no_level_takes_the_strictest():
    talk = TALK.replace("logger.setLevel(logging.DEBUG)", "pass")
    command = [sys.executable, "-c", talk, "error", "h11"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    assert [json.loads(line)["event"] for line in done.stderr.splitlines()] == ["error"]


def test_our_own_details_are_said():
    assert [said for _, said in _said("debug", "gateway.http", "store.postgres", "actors.x")] == [
        *("debug", "info", "warning", "error") * 3
    ]


@pytest.mark.parametrize("kind", ["folder", "database"])
async def test_no_secret_is_logged_at_the_level_debug(
    request: pytest.FixtureRequest, tmp_path: Path, kind: str
):
    """Visits of every kind, and requests that fail in every way, all with secrets in them."""
    store = () if kind == "folder" else ("--store", request.getfixturevalue("database"))
    options = ("--log-level", "debug", *store)
    with trio.fail_after(4 * STUCK), serving(tmp_path, *options) as (process, client):
        await client.register()
        await client.login(password="wrong " + PASSWORD)
        await client.login()
        first = client.cookie
        await client.refresh()
        secrets = {PASSWORD, "ada@example.org", client.token, client.cookie, first}
        async with client.socket() as page:
            await page.hello()
        await client.get("/ws", origin="https://evil.example")
        await client.get("/nowhere?token=in-the-query")
        for more in ("Sec-WebSocket-Version: 7\r\n", "Content-Length: 9\r\n", "X: \x01\r\n"):
            with deaf_socket(client, more) as raw:
                await trio.to_thread.run_sync(raw.recv, 4096)
        raw = await trio.open_tcp_stream("127.0.0.1", client.port)
        await raw.send_all(f"PRI * HTTP/2.0\r\nCookie: {client.cookie}\r\n\r\nSM\r\n\r\n".encode())
        await raw.receive_some()
        await raw.aclose()
        process.send_signal(signal.SIGTERM)
        _, logged = await trio.to_thread.run_sync(process.communicate)
    assert '"level": "debug"' in logged
    found = {line["logger"].partition(".")[0] for line in map(json.loads, logged.splitlines())}
    assert found <= {"gateway", "store", "actors"}
    secrets |= {str(secret).partition("=")[2] for secret in (first, client.cookie)}
    assert [secret for secret in [*secrets, "in-the-query"] if secret and secret in logged] == []

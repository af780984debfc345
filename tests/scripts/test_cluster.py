"""scripts/cluster: the picture of compose.yml, started from installed programs and broken."""

import os
import re
import signal
import ssl
import subprocess
import sys
import tempfile
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import AbstractContextManager, AsyncExitStack, asynccontextmanager
from functools import partial
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
import trio
from deploy.cluster import Cluster, ask
from deploy.compose import ComposeError
from deploy.images import ROOT
from deploy.main import FILE
from trio_websocket import ConnectionClosed

from tests.gateway.client import Client, Page, asked
from tests.gateway.test_avatars import UPLOAD, picture
from tests.patience import STUCK
from tests.programs import program, runs

SCRIPTS = ROOT / "scripts"
COMMAND = [sys.executable, "-m", "deploy.main"]
BOT = [sys.executable, "-c", "from _bot_choice import main; raise SystemExit(main())"]
NODES = ("node1", "node2", "node3")


class Running:
    """A cluster that runs in ``folder``."""

    def __init__(self, folder: Path, process: "subprocess.Popen[str]", url: str) -> None:
        self.folder = folder
        self.process = process
        self.host = urlsplit(url).hostname or ""
        self.url = url
        self.certificate = folder / "volumes" / "certificate" / "tls.pem"

    def command(self, *arguments: str) -> "subprocess.CompletedProcess[str]":
        """Run the command beside the cluster."""
        command = [*COMMAND, "--folder", str(self.folder), *arguments]
        return subprocess.run(command, cwd=SCRIPTS, capture_output=True, text=True, check=False)

    async def act(self, act: str, service: str) -> None:
        answer = await ask(self.folder, act, service)
        assert answer.startswith(f"{service} 127."), answer

    async def status(self) -> dict[str, tuple[str, str]]:
        """Return process and state of each service."""
        lines = [line.split() for line in (await ask(self.folder, "status", "")).splitlines()]
        return {name: (pid, state) for name, _, pid, state in lines}

    async def until(self, true: Callable[[dict[str, tuple[str, str]]], bool]) -> None:
        """Ask for the status until it is as it should be."""
        await asked(self.status, true)

    def log(self, name: str) -> str:
        return (self.folder / "logs" / name).read_text()


class Browser(Client):
    """A browser that goes through the proxy."""

    def __init__(self, cluster: Running) -> None:
        super().__init__(4443, ssl.create_default_context(cafile=cluster.certificate))
        self.host = f"{cluster.host}:4443"
        self.site = cluster.url
        self._at = cluster.host

    async def _open(self) -> trio.abc.Stream:
        assert self.trust is not None
        stream = await trio.open_tcp_stream(self._at, self.port)
        return trio.SSLStream(stream, self.trust, server_hostname=self._at, https_compatible=True)

    @asynccontextmanager
    async def page(self, path: str = "/ws") -> AsyncIterator[tuple[Page, str]]:
        """Open a WebSocket and say hello; yield it and the name that it is welcomed by.

        Sent away it comes again, as every page does: work moves to a node that has just started.
        """
        async with AsyncExitStack() as stack:
            while True:
                page = await stack.enter_async_context(self.socket(path))
                try:
                    welcome = await page.hello()
                except ConnectionClosed as closed:
                    if closed.reason is None or closed.reason.code != 1012:
                        raise
                else:
                    break
            yield page, welcome["player"]["name"]


@pytest.fixture(scope="module")
def cluster() -> Iterator[Running]:
    try:
        Cluster(FILE, Path("/nowhere"), print)
    except ComposeError as error:
        (pytest.fail if os.environ.get("CI") == "true" else pytest.skip)(str(error))
    # PostgreSQL may be another user, who cannot enter pytest's folders.
    with tempfile.TemporaryDirectory(prefix="rally-cluster-") as made:
        folder = Path(made)
        folder.chmod(0o711)
        output: Any = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "text": True}
        command = [*COMMAND, "--folder", made]
        with program(command, cwd=SCRIPTS, stop=signal.SIGTERM, **output) as process:
            line = process.stdout.readline() if process.stdout else ""
            assert line.startswith("Rally is ready at "), process.stderr and process.stderr.read()
            yield Running(folder, process, line.split()[-1])


@pytest.fixture
def browser(cluster: Running) -> Browser:
    return Browser(cluster)


def test_a_cluster_is_the_only_one_in_its_folder_and_knows_its_services(cluster: Running):
    again = cluster.command()
    assert (again.returncode, again.stdout) == (2, "")
    assert "another cluster runs in" in again.stderr
    listed = cluster.command("status").stdout.splitlines()
    assert len(listed) == 7
    assert re.fullmatch(r"prepare 127\.\d+\.\d+\.\d+ - done", listed[0])
    wrong = cluster.command("kill", "node9")
    assert (wrong.returncode, wrong.stdout) == (1, "")
    assert "there is no service 'node9', but prepare, node1" in wrong.stderr


async def test_pages_come_through_the_proxy_with_their_types_and_compressed(browser: Browser):
    page = await browser.get("/")
    assert (page.status, page.headers["content-type"]) == (200, "text/html; charset=utf-8")
    assert "strict-transport-security" in page.headers
    for path, kind in {
        "/styles/base.css": "text/css",
        "/sw.js": "text/javascript",
        "/favicon.svg": "image/svg+xml",
        "/api/v1/frames.json": "application/",
    }.items():
        plain = await browser.get(path)
        assert plain.status == 200, path
        assert plain.headers["content-type"].startswith(kind), path
        small = await browser.get(path, accept_encoding="gzip")
        if len(plain.body) > 2048:
            assert small.headers["content-encoding"] == "gzip", path
            assert len(small.body) < len(plain.body) / 2, path


async def test_the_other_port_leads_to_tls(cluster: Running):
    async with await trio.open_tcp_stream(cluster.host, 4444) as stream:
        await stream.send_all(f"GET /people?q=a HTTP/1.0\r\nHost: {cluster.host}\r\n\r\n".encode())
        answer = b"".join([part async for part in stream]).decode()
    assert answer.startswith("HTTP/1.1 308 ")
    assert f"\r\nLocation: {cluster.url}/people?q=a\r\n" in answer


async def test_a_person_logs_in_and_has_a_socket_on_any_node(browser: Browser):
    assert (await browser.register("eve")).status == 201
    assert (await browser.login("eve")).status == 200
    for query in ("", *(f"?node={name}" for name in (*NODES, "nobody"))):
        async with browser.page(f"/ws{query}") as (_, name):
            assert name == "Eve"


async def test_an_image_of_a_person_is_at_every_node(browser: Browser):
    assert (await browser.register("fay")).status == 201
    sent = await browser.request("PUT", UPLOAD, picture("PNG"), content_type="image/png")
    assert sent.status == 200, sent.body
    path = f"/api/v1/avatars/{sent.json()['avatar']}/64"
    # The proxy asks the nodes in turn.
    shown = [await browser.get(path, cookie=None) for _ in NODES * 2]
    assert {(image.status, image.headers["content-type"]) for image in shown} == {
        (200, "image/webp")
    }


async def test_nobody_says_from_where_they_come(browser: Browser):
    await browser.guest("Bob")
    forged = {"x_forwarded_for": "203.0.113.9", "x_forwarded_host": "evil.example"}
    [session] = (await browser.get("/api/v1/sessions", **forged)).json()["sessions"]
    assert session["address"] == "127.0.0.1"


def test_two_bots_come_into_a_match(cluster: Running):
    trusting = {**os.environ, "SSL_CERT_FILE": str(cluster.certificate)}
    output: Any = {"stdout": subprocess.PIPE, "stderr": subprocess.STDOUT, "text": True}

    def bot(*arguments: str) -> AbstractContextManager["subprocess.Popen[str]"]:
        command = [*BOT, "--site", cluster.url, *arguments]
        return program(command, cwd=SCRIPTS, env=trusting, **output)

    with bot("--name", "Ada", "--open") as host:
        assert host.stdout is not None
        game = host.stdout.readline().split()[1]
        with bot("--name", "Bob", "--join", game) as guest:
            assert guest.stdout is not None
            seen = [line.readline().split() for line in (host.stdout, guest.stdout)]
    assert [words[0] for words in seen] == ["match", "match"]
    assert [words[-1] for words in seen] == ["Bob", "Ada"]
    assert seen[0][1] == seen[1][1]


async def test_a_killed_node_is_not_missed_and_comes_back(cluster: Running, browser: Browser):
    before = (await cluster.status())["node1"]
    assert before[1] == "healthy"
    await cluster.act("kill", "node1")
    for _ in range(12):
        assert (await browser.get("/healthz")).status == 200
    assert (await browser.guest("Cleo"))["name"] == "Cleo"
    await cluster.until(lambda now: now["node1"][1] == "healthy" and now["node1"] != before)


async def test_a_frozen_node_is_passed_by(cluster: Running, browser: Browser):
    await cluster.act("pause", "node2")
    try:
        for _ in range(6):
            assert (await browser.get("/healthz")).status == 200
    finally:
        await cluster.act("unpause", "node2")


async def test_without_any_node_the_proxy_says_so(cluster: Running, browser: Browser):
    async with trio.open_nursery() as nursery:
        for name in NODES:
            nursery.start_soon(cluster.act, "stop", name)
    status = await cluster.status()
    assert {status[name] for name in NODES} == {("-", "stopped")}
    for answer in (await browser.get("/"), await browser.put("/api/v1/profile/links", [])):
        assert (answer.status, answer.headers["retry-after"]) == (503, "2")
        assert answer.body.startswith(b"No node of Rally answers")
    for name in NODES:
        await cluster.act("start", name)
    await cluster.until(lambda now: {now[name][1] for name in NODES} == {"healthy"})
    # The proxy asks a node that did not answer again after 3 s.
    await asked(partial(browser.get, "/"), lambda answer: answer.status == 200)


async def test_all_ends_in_order(cluster: Running, browser: Browser):
    pids = [int(pid) for pid, _ in (await cluster.status()).values() if pid != "-"]
    assert len(pids) == 6
    await browser.guest("Dan")
    async with browser.page() as (page, _):
        cluster.process.send_signal(signal.SIGTERM)
        assert await page.close_code() == 1012
    assert await trio.to_thread.run_sync(cluster.process.wait, STUCK) == 0
    assert not any(runs(pid) for pid in pids)
    assert "database system is shut down" in cluster.log("postgres").splitlines()[-1]
    assert cluster.process.stderr is not None
    assert "node1 has ended" in cluster.process.stderr.read()
    gone = cluster.command("status")
    assert (gone.returncode, gone.stderr.partition(";")[0]) == (
        1,
        f"rally: no cluster runs in {cluster.folder}",
    )


def test_a_program_that_is_not_installed_is_named_with_its_package(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr("deploy.images.path", lambda: str(tmp_path))
    with pytest.raises(ComposeError, match="apt install nginx-light"):
        Cluster(FILE, tmp_path, print)

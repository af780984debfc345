"""The store is away for some seconds: play goes on, the rest gets 503, all is written later."""

import json
import shutil
import signal
import subprocess
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Any

import pytest
import trio

from tests.faults import FAULTS, small_disk
from tests.gateway.client import Answer, Client, Page
from tests.gateway.process import serving
from tests.patience import STUCK
from tests.postgres_server import PostgresServer

WITHIN = 3.0 * STUCK
NEWS = ("point", "unsaved")


class Case:
    """A server, its store, and the fault that takes the store away."""

    def __init__(self, fault: str, folder: Path, postgres: PostgresServer | None) -> None:
        self.fault, self.folder, self.postgres = fault, folder, postgres
        self.store = () if postgres is None else ("--store", postgres.url)
        self.before = small_disk(folder) if fault == "full disk" else ()

    def serving(self) -> AbstractContextManager[tuple[subprocess.Popen[str], Client]]:
        return serving(self.folder, *self.store, before=self.before)

    @contextmanager
    def away(self, process: subprocess.Popen[str]) -> Iterator[None]:
        if self.postgres is not None:
            self.postgres.stop()
            yield
            self.postgres.start()
        else:
            with FAULTS[self.fault](process.pid, self.folder):
                yield

    def kill(self, process: subprocess.Popen[str]) -> None:
        """Kill the process. If its disk ends with it, first freeze it and copy the disk."""
        if self.before:
            process.send_signal(signal.SIGSTOP)
            shutil.copytree(f"/proc/{process.pid}/root/{self.folder}", self.folder / "copy")
            self.folder, self.before = self.folder / "copy", ()
        process.kill()


@pytest.fixture(params=[*FAULTS, "postgres stopped"])
def case(request: pytest.FixtureRequest, tmp_path: Path) -> Case:
    fault = request.param
    own = request.getfixturevalue("own_postgres") if fault == "postgres stopped" else None
    return Case(fault, tmp_path, own)


class Follower:
    """Keeps a page alive and remembers what it is told of matches."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.told: list[dict[str, Any]] = []
        self._news = trio.Event()

    async def run(self) -> None:
        while True:
            self.told.append(await self.page.attend("matched", "countdown", *NEWS))
            self._news.set()

    async def begin(self, **request: Any) -> str:
        """Ask for a match and enter it."""
        await self.page.send(id="r1", **request)
        match = (await self.next("matched"))["match"]
        await self.page.send(t="enter", match=match)
        await self.next("countdown")
        return match

    def last(self, kind: str) -> dict[str, Any]:
        """The newest frame of a kind."""
        none = {"points": 0}
        return next((frame for frame in reversed(self.told) if frame["t"] == kind), none)

    async def next(self, kind: str) -> dict[str, Any]:
        """Wait for one more frame of a kind."""
        known = len(self.told)
        while not (found := [frame for frame in self.told[known:] if frame["t"] == kind]):
            self._news = trio.Event()
            await self._news.wait()
        return found[0]


async def _ready(client: Client, status: int) -> Answer:
    while (answer := await client.get("/readyz")).status != status:  # noqa: ASYNC110
        await trio.sleep(0.1)  # poll, like a load balancer: there is nothing to wait for
    return answer


async def _all_say_so(client: Client) -> None:
    """Check that requests that need the store get 503, and that others work."""
    assert (await client.get("/healthz")).status == 200
    for answer in (
        await client.post("/api/v1/guest", {"name": "Eve"}),
        await client.register("eve"),
    ):
        assert (answer.status, answer.json()["type"]) == (
            503,
            "urn:rally:problem:store_unavailable",
        )
        assert answer.headers["content-type"] == "application/problem+json"
        assert int(answer.headers["retry-after"]) > 0
    # Requests that only read may work: a full disk can be read.
    assert (await client.get("/api/v1/me")).status in {200, 503}
    assert (await client.get("/api/v1/matches/m1")).status in {404, 503}


async def test_play_goes_on_and_nothing_is_lost(case: Case):
    with trio.fail_after(WITHIN), case.serving() as (process, client):
        late = Client(client.port)
        await client.guest("Ada")
        await late.guest("Bob")
        async with client.socket() as page, late.socket() as other, trio.open_nursery() as nursery:
            ada, bob = Follower(page), Follower(other)
            for each in (ada, bob):
                await each.page.hello()
                nursery.start_soon(each.run)
            match = await ada.begin(t="local", settings={"points": 21})
            await ada.next("point")
            with case.away(process):
                reason = (await _ready(client, 503)).json()["detail"]
                engine = "PostgreSQL" if case.postgres else "SQLite"
                assert engine in reason or "no answer" in reason  # a slow machine gives up first
                await _all_say_so(client)
                begun = await bob.begin(t="ai", level="easy", settings={"points": 21})
                await ada.next("point")
                while not ada.last("unsaved")["points"]:
                    await ada.next("unsaved")
            await _ready(client, 200)
            while ada.last("unsaved")["points"]:
                await ada.next("unsaved")
            told = ada.last("point")["score"]
            case.kill(process)
            nursery.cancel_scope.cancel()
        said = [json.loads(line) for line in _log_of(process)]
    events = [line["event"] for line in said if line["logger"] == "gateway.store"]
    assert events == ["the store is away", "the store is back"]
    assert not [line for line in said if "Traceback" in str(line)]
    with trio.fail_after(WITHIN), case.serving() as (_, again):
        again.cookie, late.port = client.cookie, again.port
        assert (await again.get(f"/api/v1/matches/{begun}")).status == 200
        async with again.socket() as page:
            assert (await page.hello())["match"] == match
            await page.send(t="enter", match=match)
            shown = await page.attend("match")
            assert sum(shown["score"]) >= sum(told)


def _log_of(process: subprocess.Popen[str]) -> list[str]:
    assert process.stderr is not None
    return process.stderr.read().splitlines()

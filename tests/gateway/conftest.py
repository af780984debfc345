"""A whole server, in the test's own process, on a free port and an empty data folder."""

from collections.abc import AsyncIterator
from functools import partial
from pathlib import Path

import pytest
import trio

from gateway.main import Running, serve
from gateway.options import Options
from gateway.transport.server import Server
from gateway.transport.tasks import TrioReadiness
from tests.gateway.asgi import StockHypercorn
from tests.gateway.client import Client

TRANSPORTS = {
    "own": Server,
    "own, a task per socket": partial(Server, readiness=TrioReadiness),
    "quart": StockHypercorn,
}


@pytest.fixture
def transport() -> str:
    """Which server runs the application; parametrised where all of them are tested."""
    return "own"


@pytest.fixture
async def server(nursery: trio.Nursery, tmp_path: Path, transport: str) -> AsyncIterator[Running]:
    options = Options(port=0, data=tmp_path / "data")
    running = await nursery.start(serve, options, TRANSPORTS[transport])
    yield running
    running.stop.set()


@pytest.fixture
def client(server: Running) -> Client:
    return Client(port_of(server))


def port_of(server: Running) -> int:
    return int(server.services.site.url.rpartition(":")[2])


@pytest.fixture
def another(server: Running) -> Client:
    """A second browser."""
    return Client(port_of(server))


class People:
    """Ada, Bob and Cyd, each with an account and a browser; ids by name."""

    def __init__(self, server: Running) -> None:
        self.server = server
        self.ids: dict[str, str] = {}
        self.browsers: dict[str, Client] = {}

    async def come(self, *names: str) -> None:
        for name in names:
            self.browsers[name] = Client(port_of(self.server))
            self.ids[name] = await self.browsers[name].account(name)

    def __getitem__(self, name: str) -> Client:
        return self.browsers[name]

    async def befriend(self, one: str, two: str) -> None:
        for asks, other in ((one, two), (two, one)):
            answer = await self[asks].put(f"/api/v1/friends/{self.ids[other]}")
        assert answer.json() == {"relation": "friend"}

    async def block(self, one: str, two: str) -> None:
        answer = await self[one].put(f"/api/v1/blocks/{self.ids[two]}")
        assert answer.status == 204


@pytest.fixture
async def people(server: Running, monkeypatch: pytest.MonkeyPatch) -> People:
    monkeypatch.setattr("gateway.auth.passwords.ROUNDS", 4)
    people = People(server)
    await people.come("ada", "bob", "cyd")
    return people

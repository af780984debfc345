"""A whole server, in the test's own process, on a free port and an empty data folder."""

import shutil
from collections.abc import AsyncIterator
from contextlib import redirect_stderr, redirect_stdout
from functools import partial
from io import StringIO
from pathlib import Path

import pytest
import trio
from _admin import main

from gateway.auth.passwords import Passwords
from gateway.guard.limits import KeyedLimit
from gateway.guard.rates import Kind, OwnRates
from gateway.main import Running, serve
from gateway.start.options import Options
from gateway.transport.server import Server
from gateway.transport.tasks import TrioReadiness
from store.profiles.records import Role
from store.sqlite import FILE
from store.sqlite.connection import create
from tests.gateway.asgi import StockHypercorn
from tests.gateway.client import Client

TRANSPORTS = {
    "own": Server,
    "own, a task per socket": partial(Server, readiness=TrioReadiness),
    "quart": StockHypercorn,
}


@pytest.fixture
def transport() -> str:
    """The server that runs the application; some tests are parametrised over all of them."""
    return "own"


@pytest.fixture
def rounds() -> int:
    """The cost of a password hash: the lowest possible, unless a test is about it."""
    return 4


@pytest.fixture(scope="session")
def empty_store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A file with the schema: to copy it takes a tenth of the time that all migrations take."""
    path = tmp_path_factory.mktemp("empty") / FILE
    create(path).close()
    return path


@pytest.fixture
async def server(
    nursery: trio.Nursery, tmp_path: Path, transport: str, rounds: int, empty_store: Path
) -> AsyncIterator[Running]:
    options = Options(port=0, data=tmp_path / "data")
    options.data.mkdir(mode=0o700)
    shutil.copy(empty_store, options.data)
    running = await nursery.start(serve, options, TRANSPORTS[transport])
    running.services.passwords = Passwords(rounds)
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


def tighten(server: Running, kind: Kind, at_once: int = 1) -> None:
    """Let an account do something ``at_once`` times and no more, however long the test takes."""
    rates = server.services.rates
    assert isinstance(rates, OwnRates)
    rates._limits[kind] = KeyedLimit(0.1, at_once, lambda: 0.0)


class People:
    """Ada, Bob and Cyd, each with an account and a browser; ids by name."""

    def __init__(self, server: Running) -> None:
        self.server = server
        self.ids: dict[str, str] = {}
        self.browsers: dict[str, Client] = {}

    async def come(self, *names: str) -> None:
        for name in names:
            self.browsers[name] = Client(port_of(self.server))
            answer = await self.browsers[name].register(name, display_name=name)
            self.ids[name] = answer.json()["player"]["id"]

    def __getitem__(self, name: str) -> Client:
        return self.browsers[name]

    async def befriend(self, one: str, two: str) -> None:
        for asks, other in ((one, two), (two, one)):
            answer = await self[asks].put(f"/api/v1/friends/{self.ids[other]}")
        assert answer.json() == {"relation": "friend"}

    async def appoint(self, name: str, role: Role) -> None:
        await self.server.services.store.moderation.set_role(self.ids[name], role)

    async def block(self, one: str, two: str) -> None:
        answer = await self[one].put(f"/api/v1/blocks/{self.ids[two]}")
        assert answer.status == 204


@pytest.fixture
async def people(server: Running) -> People:
    people = People(server)
    await people.come("ada", "bob", "cyd")
    return people


@pytest.fixture
def admin(tmp_path: Path):
    """Run scripts/admin on the server's data, in a thread; return what it printed."""

    async def run(*arguments: str, code: int = 0) -> str:
        given = ["--data", str(tmp_path / "data"), *arguments]
        with redirect_stdout(StringIO()) as out, redirect_stderr(StringIO()) as err:
            try:
                ended = await trio.to_thread.run_sync(main, given)
            except SystemExit as usage:
                ended = usage.code
        assert ended == code, err.getvalue()
        return (err if code else out).getvalue()

    return run

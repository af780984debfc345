"""A whole server, in the test's own process, on a free port and an empty data folder."""

from collections.abc import AsyncIterator
from functools import partial
from pathlib import Path

import pytest
import trio

from gateway.auth.passwords import Passwords
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
def rounds() -> int:
    """The cost of a password: the least there is, where that is not what is tested."""
    return 4


@pytest.fixture
async def server(
    nursery: trio.Nursery, tmp_path: Path, transport: str, rounds: int
) -> AsyncIterator[Running]:
    options = Options(port=0, data=tmp_path / "data")
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

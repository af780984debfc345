"""A whole server, in the test's own process, on a free port and an empty data folder."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import trio

from gateway.main import Running, serve
from gateway.options import Options
from tests.gateway.client import Client


@pytest.fixture
async def server(nursery: trio.Nursery, tmp_path: Path) -> AsyncIterator[Running]:
    running = await nursery.start(serve, Options(port=0, data=tmp_path / "data"))
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

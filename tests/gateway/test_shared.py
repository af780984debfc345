"""What two nodes share through Redis: limits, and what they have read."""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
import trio

from gateway.auth.passwords import Passwords
from gateway.guard import lockout
from gateway.guard.lockout import FREE
from gateway.main import Running, serve
from gateway.start.options import Options
from tests.gateway.client import PASSWORD, Client
from tests.gateway.conftest import port_of
from tests.redis_server import RedisServer
from tests.store.test_redis import patient

__all__ = ["patient"]


@pytest.fixture
async def nodes(
    nursery: trio.Nursery,
    tmp_path: Path,
    database: str,
    redis: RedisServer,
    monkeypatch: pytest.MonkeyPatch,
) -> AsyncIterator[list[Running]]:
    """Two nodes on one database and one Redis."""
    monkeypatch.setattr(lockout, "FIRST", lockout.LONGEST)  # however long the test takes
    running: list[Running] = []
    for name in ("one", "two"):
        options = Options(
            port=0,
            data=tmp_path / name,
            keys=tmp_path / "keys",
            store=database,
            redis=redis.url,
            node=name,
        )
        running.append(await nursery.start(serve, options))
        running[-1].services.passwords = Passwords(4)
    yield running
    for each in running:
        each.stop.set()


async def test_wrong_passwords_count_at_all_nodes_together(nodes: list[Running]):
    one, two = browsers = [Client(port_of(node)) for node in nodes]
    assert (await one.register("ada")).status == 201
    wrong = [(await browsers[n % 2].login("ada", "wrong horse")).status for n in range(FREE + 2)]
    assert wrong == [401] * FREE + [429] * 2
    assert (await two.login("ada", PASSWORD)).status == 429


async def test_what_one_node_has_read_is_there_for_the_other_and_gone_with_a_change(
    nodes: list[Running],
):
    one, two = [Client(port_of(node)) for node in nodes]
    ada = (await one.register("ada")).json()["player"]["id"]
    await two.register("bob")

    async def about(browser: Client) -> str:
        return (await browser.get(f"/api/v1/players/{ada}")).json()["about"]

    assert [await about(one), await about(two)] == ["", ""]
    cache: Any = nodes[1].services.store
    assert cache._cache.statistics()["hits"] > 0
    for text in ("first", "second"):
        body = {"country": None, "about": text}
        assert (await one.put("/api/v1/profile", body)).status == 200
        assert [await about(two), await about(one), await about(two)] == [text] * 3

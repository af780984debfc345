"""A node as far as the bus is concerned: it remembers what it hears."""

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

import trio

from store.redis.bus import Bus
from store.redis.client import Redis, open_redis
from tests.patience import STUCK


class Node:
    """Hears ``channel``; keeps messages and changes in the order in which they came."""

    def __init__(self, redis: Redis, channel: str) -> None:
        self.channel = channel
        self.bus = Bus(redis, channel, self._heard, self._changed)
        self.news: list[bytes | bool] = []
        self._come = trio.Event()

    @property
    def heard(self) -> list[bytes]:
        return [news for news in self.news if isinstance(news, bytes)]

    @property
    def changes(self) -> list[bool]:
        return [news for news in self.news if isinstance(news, bool)]

    async def until(self, true: Callable[[], bool]) -> None:
        """Wait until something is true; it is asked after each message and change."""
        with trio.fail_after(STUCK):
            while not true():
                await self._come.wait()

    async def ready(self) -> None:
        await self.until(lambda: self.bus.up)

    def _heard(self, data: bytes) -> None:
        self._keep(data)

    def _changed(self, up: bool) -> None:
        assert self.bus.up == up
        self._keep(up)

    def _keep(self, news: bytes | bool) -> None:
        self.news.append(news)
        self._come.set()
        self._come = trio.Event()


@asynccontextmanager
async def nodes(url: str, prefix: str, *channels: str) -> AsyncIterator[list[Node]]:
    """Run nodes on one server."""
    async with open_redis(url, prefix) as redis, trio.open_nursery() as nursery:
        made = [Node(redis, channel) for channel in channels]
        for node in made:
            nursery.start_soon(node.bus.run)
        yield made
        nursery.cancel_scope.cancel()

"""The bus: what the nodes of a cluster tell each other, at most once."""

from collections import deque
from collections.abc import Callable
from typing import Any

import trio
from redis.asyncio import Connection
from trio_asyncio import aio_as_trio

from store.redis.client import Redis
from store.redis.connection import Silent, connected
from store.redis.pipe import SILENT_TICKS, TICK, Pipe
from store.redis.reconnect import stay_connected

MOST = 8 << 20
"""Bytes that may wait to be sent."""


class Bus:
    """Hears what is published on a channel, and publishes on those of others.

    ``heard`` and ``changed`` are called by the task of `run`, in order: ``changed(True)``, messages
    as they were published, ``changed(False)``. What was published in between two connections is
    lost, and so is some of what was published just before the first of them ended.
    """

    def __init__(
        self,
        redis: Redis,
        channel: str,
        heard: Callable[[bytes], None],
        changed: Callable[[bool], None],
    ) -> None:
        self._redis = redis
        self._channel = self._named(channel)
        self._echo = redis.key("echo", channel).encode()
        self._heard = heard
        self._changed = changed
        self._pipe: Pipe | None = None
        self._news = deque[tuple[bytes, bytes, bytes]]()
        self._come = trio.Event()
        self._echoed = True
        self._counts = {"published": 0, "dropped": 0, "heard": 0, "connected": 0}

    @property
    def up(self) -> bool:
        """Whether the subscription is confirmed and Redis takes messages."""
        return self._pipe is not None

    def publish(self, channel: str, data: bytes) -> bool:
        """Send ``data``, up to 1 MB, to those who hear a channel; return False if it is dropped.

        It is dropped while Redis is away, and if more than `MOST` bytes would wait. True does not
        say that anybody has heard it.
        """
        pipe = self._pipe
        if pipe is None or pipe.size + len(data) > MOST:
            self._counts["dropped"] += 1
            return False
        pipe.send((b"PUBLISH", self._named(channel), data), None, len(data))
        self._counts["published"] += 1
        return True

    def statistics(self) -> dict[str, int]:
        """Count messages and connections since the start, and the bytes that wait to be sent."""
        waiting = 0 if self._pipe is None else self._pipe.size
        return {**self._counts, "up": int(self.up), "waiting": waiting}

    async def run(self) -> None:
        """Connect, subscribe and pass messages on for ever; when it is lost, connect again."""
        await stay_connected("the bus", self._once)

    def _named(self, channel: str) -> bytes:
        return self._redis.key("bus", channel).encode()

    async def _once(self, well: Callable[[], None]) -> None:
        """Use one pair of connections: one that subscribes can send nothing else."""
        address = self._redis.address
        async with connected(address) as talks, connected(address) as hears:
            pipe = Pipe(talks)
            self._news.clear()
            self._echoed = True
            await _subscribe(hears, self._echo)
            try:
                async with trio.open_nursery() as nursery:
                    nursery.start_soon(pipe.run)
                    nursery.start_soon(aio_as_trio(self._listen), hears)
                    nursery.start_soon(self._watch, pipe)
                    await self._begin(pipe, hears)
                    self._pipe = pipe
                    self._counts["connected"] += 1
                    well()
                    self._changed(True)
                    await self._pass_on()
            finally:
                if self._pipe is not None:
                    self._pipe = None
                    self._changed(False)

    async def _listen(self, hears: Connection) -> None:
        """Take what comes; runs in asyncio."""
        while True:
            news: Any = await hears.read_response(disconnect_on_error=False)
            self._news.append(news)
            self._come.set()

    async def _begin(self, pipe: Pipe, hears: Connection) -> None:
        """Return when an echo has shown that both connections work, and the channel is heard."""
        await self._next()  # the subscription to the echo is confirmed
        pipe.send((b"PUBLISH", self._echo, b""), None)
        await self._next()
        await _subscribe(hears, self._channel)
        channel = self._echo
        while channel == self._echo:
            _, channel, _ = await self._next()

    async def _next(self) -> tuple[bytes, bytes, bytes]:
        """Wait for what comes next: its kind, its channel, and a message if it is one."""
        while not self._news:
            await self._come.wait()
            self._come = trio.Event()
        return self._news.popleft()

    async def _pass_on(self) -> None:
        while True:
            _, channel, data = await self._next()
            if channel == self._echo:
                self._echoed = True
            else:
                self._counts["heard"] += 1
                self._heard(data)

    async def _watch(self, pipe: Pipe) -> None:
        """Send echoes through Redis to here; raise `Silent` when none has come for 1.5 s."""
        silent = 0
        while silent < SILENT_TICKS:
            await trio.sleep(TICK)
            silent = 0 if self._echoed else silent + 1
            self._echoed = False
            pipe.send((b"PUBLISH", self._echo, b""), None)
        raise Silent


async def _subscribe(hears: Connection, channel: bytes) -> None:
    await aio_as_trio(hears.send_command)("SUBSCRIBE", channel, check_health=False)

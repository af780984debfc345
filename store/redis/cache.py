"""A cache of what the store says, shared by all nodes: named contents with short lifetimes.

PostgreSQL decides. A write first marks what it is about to change (`Cache.drop`); while the mark
stands, nothing is read from the cache and nothing is put there. The mark outlives every read that
began before it, so nobody puts back what they had read before the write.
"""

from collections.abc import Awaitable, Callable
from contextlib import suppress
from hashlib import blake2b
from typing import Any, Generic, TypeVar

import msgspec
import trio

from store.redis.client import Redis, RedisAway

T = TypeVar("T")

MARKED_SECONDS = 15.0
SLOWEST = 10.0
"""Seconds: a read that took longer is not put into the cache. A read takes up to 7 s (waiting for
a connection of PostgreSQL, and the query), and a write as long, during which the mark stands."""
MARK = "marked"
FILL = f"""
-- Put ARGV[2] into the field ARGV[1] of the hash KEYS[1] for ARGV[3] ms, unless it is marked.
if redis.call('HEXISTS', KEYS[1], '{MARK}') == 1 then return 0 end
redis.call('HSET', KEYS[1], ARGV[1], ARGV[2])
if redis.call('PTTL', KEYS[1]) < 0 then redis.call('PEXPIRE', KEYS[1], ARGV[3]) end
return 1
"""
DROP = f"""
-- Empty the hash KEYS[1], and mark it for ARGV[1] ms.
redis.call('DEL', KEYS[1])
redis.call('HSET', KEYS[1], '{MARK}', 1)
redis.call('PEXPIRE', KEYS[1], ARGV[1])
"""


class Content(Generic[T]):
    """A kind of contents: its name, its type, and how many seconds an answer may be old.

    What another version of Rally has put there, with another type, is not found.
    """

    def __init__(self, name: str, of: Any, lifetime: float) -> None:
        self.lifetime = lifetime
        schema = msgspec.json.encode(msgspec.json.schema(of))
        self.name = f"{name}-{blake2b(schema, digest_size=6).hexdigest()}"
        self.encode: Callable[[T], bytes] = msgspec.msgpack.Encoder().encode
        self.decode: Callable[[bytes], T] = msgspec.msgpack.Decoder(of).decode


class Cache:
    """The cache; while Redis is away every question goes straight to the store."""

    def __init__(self, redis: Redis) -> None:
        self._redis = redis
        self._counts = {"hits": 0, "misses": 0, "away": 0}

    def statistics(self) -> dict[str, int]:
        """Count questions that were answered from here, by the store, and without Redis."""
        return dict(self._counts)

    async def get(
        self, content: Content[T], key: str, part: str, ask: Callable[[], Awaitable[T | None]]
    ) -> T | None:
        """Return one part of a content from here, or else ask the store, and keep its answer.

        All parts of a key live and are dropped together. None is not kept.
        """
        name = self._named(content, key)
        try:
            marked, found = await self._redis.ask("HMGET", name, MARK, part)
        except RedisAway:
            self._counts["away"] += 1
            return await ask()
        if found is not None:
            self._counts["hits"] += 1
            return content.decode(found)
        self._counts["misses"] += 1
        began = trio.current_time()
        answer = await ask()
        if marked is None and answer is not None and trio.current_time() - began < SLOWEST:
            with suppress(RedisAway):
                milliseconds = round(content.lifetime * 1000.0)
                data = content.encode(answer)
                await self._redis.evaluate(FILL, name, part, data, milliseconds)
        return answer

    async def drop(self, content: Content[Any], key: str = "") -> None:
        """Forget a key; to be called before the write that changes it.

        If Redis is away, what others can still read there is gone after its lifetime.
        """
        with suppress(RedisAway):
            milliseconds = round(MARKED_SECONDS * 1000.0)
            await self._redis.evaluate(DROP, self._named(content, key), milliseconds)

    def _named(self, content: Content[Any], key: str) -> str:
        return self._redis.key("cache", content.name, key)

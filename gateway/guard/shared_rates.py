"""Limits that all nodes of a cluster share: counted in Redis, by its clock."""

from contextlib import suppress
from hashlib import blake2b

from gateway.guard.lockout import FORGOTTEN, pauses
from gateway.guard.rates import BY_ACCOUNT, BY_ADDRESS, Kind, Rates
from store.redis.client import Redis, RedisAway

TAKE = """
-- The bucket KEYS[1]; all times are whole microseconds. It is kept as the time at which it is full.
-- ARGV: how long one token takes to come back, and how long before the bucket is full one may be
-- taken. This is the generic cell rate algorithm; it gives what `limits.Bucket` gives.
local clock = redis.call('TIME')
local now = clock[1] * 1000000 + clock[2]
local full = math.max(now, tonumber(redis.call('GET', KEYS[1]) or 0))
local wait = full - tonumber(ARGV[2]) - now
if wait > 0 then return wait end
full = full + tonumber(ARGV[1])
redis.call('SET', KEYS[1], string.format('%.0f', full), 'PX', math.ceil((full - now) / 1000))
return 0
"""
ATTEMPTS = """
-- The attempts KEYS[1], as `lockout.Lockout` counts them: how many, and when the last was.
-- ARGV: what to do, when they are forgotten, and the waits after 0, 1, 2 ... of them.
local clock = redis.call('TIME')
local now = clock[1] * 1000000 + clock[2]
local found = redis.call('HMGET', KEYS[1], 'count', 'last')
local count, last = tonumber(found[1] or 0), tonumber(found[2] or 0)
if ARGV[1] == 'undo' then
    if count > 0 then redis.call('HINCRBY', KEYS[1], 'count', -1) end
    return 0
end
local wait = math.max(0, last + tonumber(ARGV[math.min(3 + count, #ARGV)]) - now)
if ARGV[1] == 'attempt' and wait == 0 then
    redis.call('HSET', KEYS[1], 'count', count + 1, 'last', string.format('%.0f', now))
    redis.call('PEXPIRE', KEYS[1], math.ceil(tonumber(ARGV[2]) / 1000))
end
return wait
"""
MICRO = 1_000_000


class RedisRates:
    """`gateway.guard.rates.Rates` for all nodes.

    While Redis is away each node limits by ``own``, which has counted along what passed here.
    """

    def __init__(self, redis: Redis, own: Rates, people: int) -> None:
        self._redis = redis
        self._own = own
        self._buckets = {kind: _bucket(*limit) for kind, limit in BY_ACCOUNT.items()} | {
            kind: _bucket(rate * people, size * people) for kind, (rate, size) in BY_ADDRESS.items()
        }
        self._waits = [round(wait * MICRO) for wait in pauses()]

    async def take(self, kind: Kind, key: str) -> float:
        """See `Rates.take`."""
        shared = await self._evaluate(TAKE, _named(kind, key), *self._buckets[kind])
        if shared:
            return shared
        own = await self._own.take(kind, key)
        return own if shared is None else 0.0

    async def attempt(self, account: str, address: str) -> float:
        """See `Rates.attempt`."""
        shared = await self._attempts("attempt", account, address)
        if shared:
            return shared
        own = await self._own.attempt(account, address)
        return own if shared is None else 0.0

    async def wait(self, account: str, address: str) -> float:
        """See `Rates.wait`."""
        shared = await self._attempts("wait", account, address)
        return await self._own.wait(account, address) if shared is None else shared

    async def undo(self, account: str, address: str) -> None:
        """See `Rates.undo`."""
        await self._own.undo(account, address)
        await self._attempts("undo", account, address)

    async def succeeded(self, account: str, address: str) -> None:
        """See `Rates.succeeded`."""
        await self._own.succeeded(account, address)
        with suppress(RedisAway):
            await self._redis.ask("DEL", self._redis.key(*_named("attempts", account, address)))

    async def _attempts(self, act: str, account: str, address: str) -> float | None:
        name = _named("attempts", account, address)
        return await self._evaluate(ATTEMPTS, name, act, round(FORGOTTEN * MICRO), *self._waits)

    async def _evaluate(
        self, script: str, name: tuple[str, ...], *values: int | str
    ) -> float | None:
        """Return the seconds to wait; None if Redis does not say."""
        try:
            return await self._redis.evaluate(script, self._redis.key(*name), *values) / MICRO
        except RedisAway:
            return None


def _bucket(rate: float, size: float) -> tuple[int, int]:
    """Return for a limit the first two ``ARGV`` of `TAKE`."""
    comes_back = max(1, round(MICRO / rate))
    return comes_back, round((size - 1.0) * comes_back)


def _named(kind: str, *key: str) -> tuple[str, ...]:
    """Name a counter: short however long the key, and without names and addresses of people."""
    return "rate", kind, blake2b("\0".join(key).encode(), digest_size=16).hexdigest()

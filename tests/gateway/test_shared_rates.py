"""Limits of one node and of several: the same contract, and what several nodes share."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from itertools import count

import pytest
import trio

from gateway.guard import lockout, shared_rates
from gateway.guard.lockout import FIRST, FREE
from gateway.guard.rates import BY_ACCOUNT, BY_ADDRESS, Kind, OwnRates, Rates
from gateway.guard.shared_rates import RedisRates
from store.redis.client import open_redis
from tests.redis_server import RedisServer
from tests.store.test_redis import patient, until_well

__all__ = ["patient"]

NUMBERS = count()


def own(people: int = 1) -> OwnRates:
    return OwnRates(trio.current_time, people)


@asynccontextmanager
async def shared(server: RedisServer, nodes: int = 1) -> AsyncIterator[list[RedisRates]]:
    """Give each of several nodes its rates; they share nothing with another test."""
    async with open_redis(server.url, f"rates-{next(NUMBERS)}") as redis:
        await until_well(redis)
        yield [RedisRates(redis, own(), people=1) for _ in range(nodes)]


@pytest.fixture(params=["own", "redis"])
async def rates(request: pytest.FixtureRequest) -> AsyncIterator[Rates]:
    """Rates of each kind in turn, on the clock of the world."""
    if request.param == "own":
        yield own()
        return
    async with shared(request.getfixturevalue("redis")) as (made,):
        yield made


@pytest.mark.parametrize("kind", [*BY_ADDRESS, *BY_ACCOUNT])
async def test_so_many_pass_at_once_and_then_one_waits(rates: Rates, kind: Kind):
    rate, size = (BY_ADDRESS | BY_ACCOUNT)[kind]
    began = trio.current_time()
    passed = 0
    while (wait := await rates.take(kind, "a")) == 0.0:
        passed += 1
    back = (trio.current_time() - began) * rate
    assert int(size) <= passed <= size + back
    assert (1.0 - (size + back - passed)) / rate - 0.001 <= wait <= 1.0 / rate
    assert await rates.take(kind, "another") == 0.0


async def test_who_waits_as_long_as_was_told_may(rates: Rates):
    for _ in range(3):
        while (wait := await rates.take("play", "a")) == 0.0:
            pass
        await trio.sleep(wait)
        assert await rates.take("play", "a") == 0.0


async def test_attempts_are_free_and_then_one_waits(rates: Rates):
    pair = ("ada", "2001:db8::1")
    assert await rates.wait(*pair) == 0.0
    waits = [await rates.attempt(*pair) for _ in range(FREE + 2)]
    assert waits[:FREE] == [0.0] * FREE
    assert all(0.0 < wait <= FIRST for wait in waits[FREE:])
    assert 0.0 < await rates.wait(*pair) <= FIRST
    assert await rates.attempt("bob", pair[1]) == await rates.attempt("ada", "at home") == 0.0
    await rates.undo(*pair)
    assert await rates.wait(*pair) == 0.0
    assert await rates.attempt(*pair) == 0.0
    await rates.succeeded(*pair)
    assert await rates.attempt(*pair) == 0.0


@pytest.mark.usefixtures("hurry")
async def test_waits_double_up_to_the_longest_and_pass(rates: Rates):
    told: list[float] = []
    for _ in range(FREE + 5):
        while (wait := await rates.attempt("ada", "a")) > 0.0:
            told.append(wait)
            await trio.sleep(wait)
    assert told == pytest.approx([0.1, 0.2, 0.4, 0.5, 0.5], abs=0.05)


@pytest.mark.usefixtures("hurry")
async def test_attempts_are_forgotten(rates: Rates, monkeypatch: pytest.MonkeyPatch):
    for _ in range(2):
        assert [await rates.attempt("ada", "a") for _ in range(FREE)] == [0.0] * FREE
        await trio.sleep(FORGOTTEN_SOON + 0.01)


FORGOTTEN_SOON = 0.6


@pytest.fixture
def hurry(monkeypatch: pytest.MonkeyPatch) -> None:
    """Make all waits of the lock-out short."""
    monkeypatch.setattr(lockout, "FIRST", 0.1)
    monkeypatch.setattr(lockout, "LONGEST", 0.5)
    monkeypatch.setattr(lockout, "FORGOTTEN", FORGOTTEN_SOON)
    monkeypatch.setattr(shared_rates, "FORGOTTEN", FORGOTTEN_SOON)


async def test_undoing_what_never_was_does_nothing(rates: Rates):
    await rates.undo("ada", "a")
    await rates.succeeded("ada", "a")
    assert [await rates.attempt("ada", "a") for _ in range(FREE)] == [0.0] * FREE
    assert await rates.attempt("ada", "a") > 0.0


async def test_nodes_share_what_may_be_done(redis: RedisServer):
    async with shared(redis, nodes=3) as rates:
        waits = [await rates[n % 3].take("invite", "ada") for n in range(18)]
        assert waits[:15] == [0.0] * 15
        assert all(wait > 0.0 for wait in waits[15:])
        tries = [0.0] * 30

        async def attempt(number: int) -> None:
            tries[number] = await rates[number % 3].attempt("ada", "a")

        async with trio.open_nursery() as nursery:
            for number in range(len(tries)):
                nursery.start_soon(attempt, number)
        assert tries.count(0.0) == FREE
        await rates[1].succeeded("ada", "a")
        assert await rates[2].attempt("ada", "a") == 0.0


async def test_without_redis_each_node_limits_by_what_it_has_seen(own_redis: RedisServer):
    async with shared(own_redis, nodes=2) as (one, two):
        for rates in (one, two):
            for _ in range(5):
                assert await rates.take("invite", "ada") == 0.0
        assert [await one.attempt("ada", "a") for _ in range(FREE)] == [0.0] * FREE
        own_redis.stop()
        for rates in (one, two):  # ten each are left
            waits = [await rates.take("invite", "ada") for _ in range(11)]
            assert waits[:10] == [0.0] * 10
            assert waits[10] > 0.0
        assert await one.attempt("ada", "a") > 0.0
        await one.succeeded("ada", "a")
        assert await one.attempt("ada", "a") == 0.0
        await one.undo("ada", "a")
        assert await one.wait("ada", "a") == 0.0


async def test_a_redis_that_starts_empty_or_has_no_room_lets_nobody_through_for_ever(
    own_redis: RedisServer,
):
    async with open_redis(own_redis.url, "rates") as redis:
        await until_well(redis)
        rates = RedisRates(redis, own(), people=1)
        assert min([await rates.take("export", "ada") for _ in range(4)][:3]) == 0.0
        own_redis.stop()
        own_redis.start()
        await until_well(redis)
        again = [await rates.take("export", "ada") for _ in range(4)]  # the script is sent anew
        assert again[:3] == [0.0] * 3
        assert again[3] > 0.0
        own_redis.ask("CONFIG", "SET", "maxmemory", "1")
        full = [await rates.take("search", "ada") for _ in range(25)]
        assert full[:20] == [0.0] * 20
        assert min(full[21:]) > 0.0


async def test_a_counter_is_kept_until_it_says_nothing_more(redis: RedisServer):
    async with shared(redis) as (rates,):
        for _ in range(15):
            await rates.take("invite", "ada")  # one comes back in 5 s
        (name,) = await rates._redis.ask("KEYS", rates._redis.key("*"))
        assert 70_000 < await rates._redis.ask("PTTL", name) <= 75_000


async def test_redis_is_not_told_who_it_was(redis: RedisServer):
    async with shared(redis) as (rates,):
        await rates.take("login", "203.0.113.7")
        await rates.attempt("ada", "203.0.113.7")
        keys = redis.ask("KEYS", f"{rates._redis.key('')}*")
        assert keys.startswith(b"*2")
        assert b"203.0" not in keys
        assert b"ada" not in keys

"""Redis as a server uses it: its URL, its password, TLS, and the loop it runs in."""

from pathlib import Path

import pytest
import trio
import trio.testing

from store.errors import StoreUnusable
from store.postgres import open_postgres
from store.redis import client
from store.redis.address import Address, read_address
from store.redis.client import Redis, RedisAway, open_redis
from tests.gateway.certificates import pair
from tests.patience import STUCK
from tests.redis_server import RedisServer, running
from tests.store.bus_node import nodes


@pytest.fixture(autouse=True)
def patient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Take no answer that is late for one that does not come."""
    monkeypatch.setattr(client, "ANSWER_SECONDS", 2.0 * STUCK)


async def until_well(redis: Redis) -> None:
    """Wait until Redis answers, which it must do by itself."""
    with trio.fail_after(STUCK):
        while True:
            try:
                await redis.ask("PING")
            except RedisAway:
                await trio.sleep(0.01)
            else:
                return


@pytest.mark.parametrize(
    ("url", "address"),
    [
        ("redis://localhost", Address("localhost")),
        ("redis://:p%40ss@10.0.0.1:6380/3", Address("10.0.0.1", 6380, 3, password="p@ss")),
        ("rediss://ann:x@h/", Address("h", user="ann", password="x", tls=True)),
        ("redis://[::1]:7/1", Address("::1", 7, 1)),
        ("rediss://h?ssl_ca_certs=/etc/a%20b.pem", Address("h", tls=True, ca="/etc/a b.pem")),
    ],
)
def test_an_address_is_read(url: str, address: Address):
    assert read_address(url) == address


@pytest.mark.parametrize(
    "url",
    [
        *("http://:hunter2@h", "redis://", "redis://:hunter2@h:port", "redis://:hunter2@h:99999"),
        *("redis://:hunter2@h/first", "redis://:hunter2@h/0#x", "redis://:hunter2@[h"),
        *("redis://:hunter2@h?db=1", "redis://:hunter2@h?ssl_ca_certs=x", "rediss://h?x=1"),
    ],
)
def test_what_is_no_address_is_refused_without_its_password(url: str):
    with pytest.raises(StoreUnusable, match="rediss://") as refused:
        read_address(url)
    assert "hunter2" not in str(refused.value)


def test_an_address_shows_no_password():
    address = read_address("rediss://ann:hunter2@[::1]/2")
    assert f"{address} {address!r}" == "rediss://[::1]:6379/2 Address(rediss://[::1]:6379/2)"


async def test_many_tasks_ask_and_each_has_its_answer(redis: RedisServer):
    async with open_redis(redis.url, "many") as opened:
        await until_well(opened)

        async def ask(number: int) -> None:
            assert await opened.ask("ECHO", str(number)) == str(number).encode()

        async with trio.open_nursery() as nursery:
            for number in range(500):
                nursery.start_soon(ask, number)


async def test_who_stops_waiting_takes_nobody_elses_answer(redis: RedisServer):
    async with open_redis(redis.url, "cancel") as opened:
        await until_well(opened)
        for number in range(50):
            with trio.move_on_after(number / 50_000):
                await opened.ask("ECHO", "not waited for")
            assert await opened.ask("ECHO", str(number)) == str(number).encode()


async def test_while_it_is_away_nobody_waits_for_long(
    own_redis: RedisServer, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(client, "ANSWER_SECONDS", 0.25)
    async with open_redis(own_redis.url, "away") as opened:
        await until_well(opened)
        with own_redis.frozen():
            with pytest.raises(RedisAway):
                await opened.ask("PING")
            with trio.fail_after(0.0), pytest.raises(RedisAway):
                await opened.ask("PING")  # the first has shown that nothing comes
        await until_well(opened)
        own_redis.stop()
        with pytest.raises(RedisAway):
            await opened.ask("PING")
        own_redis.start()
        await until_well(opened)


async def test_who_waits_when_the_connection_ends_is_told_at_once(redis: RedisServer):
    async with open_redis(redis.url, "ends") as opened, trio.open_nursery() as nursery:
        await until_well(opened)
        number = await opened.ask("CLIENT", "ID")

        async def wait(task_status: trio.TaskStatus[None]) -> None:
            task_status.started()
            with trio.fail_after(STUCK), pytest.raises(RedisAway):
                await opened.ask("BLPOP", opened.key("nothing"), "0")

        await nursery.start(wait)
        await trio.testing.wait_all_tasks_blocked()
        assert redis.ask("CLIENT", "KILL", "ID", str(number)) == b":1\r\n"


def unusable(match: str) -> pytest.RaisesGroup[StoreUnusable]:
    """Expect `StoreUnusable` in a group, as all errors that leave the asyncio loop are."""
    return pytest.RaisesGroup(pytest.RaisesExc(StoreUnusable, match=match), flatten_subgroups=True)


async def test_a_wrong_password_is_said_at_the_start_and_not_shown():
    with running("--requirepass", "right") as server:
        for password in ("hunter2@", ":hunter2@", ""):
            with unusable(r"^(?!.*hunter2)redis://127.*(WRONGPASS|invalid|NOAUTH|required)"):
                async with open_redis(server.url.replace("//", f"//{password}"), "p"):
                    pass
        async with open_redis(server.url.replace("//", "//:right@"), "p") as opened:
            await until_well(opened)


async def test_a_database_that_is_not_there_is_said(redis: RedisServer):
    with unusable("DB index is out of range"):
        async with open_redis(redis.url.replace("/0", "/99"), "p"):
            pass


async def test_tls_with_a_certificate_that_is_known(tmp_path: Path):
    with running(pair=pair("localhost")) as server:
        url = f"rediss://localhost:{server.port}"
        known = f"{url}?ssl_ca_certs={server.certificate}"
        async with nodes(known, "tls", "a") as (a,):
            await a.ready()
            a.bus.publish("a", bytes(1 << 20))
            await a.until(lambda: a.heard == [bytes(1 << 20)])
        with unusable("certificate verify failed"):
            async with open_redis(url, "tls"):
                pass
        empty = tmp_path / "empty.pem"
        empty.touch()
        for file in (empty, tmp_path / "absent.pem"):
            with pytest.raises(StoreUnusable, match=rf"ssl_ca_certs={file} .* can be read"):
                async with open_redis(f"{url}?ssl_ca_certs={file}", "tls"):
                    pass
        with unusable("certificate verify failed"):
            async with open_redis(known.replace("localhost", "127.0.0.1"), "tls"):
                pass


async def test_postgresql_and_redis_share_a_loop(redis: RedisServer, database: str):
    async with open_postgres(database) as store, open_redis(redis.url, "both") as opened:
        await until_well(opened)
        await store.check()
        async with trio.open_nursery() as nursery:
            nursery.start_soon(store.check)
            nursery.start_soon(until_well, opened)

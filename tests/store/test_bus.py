"""The bus on a real Redis: order, batches, and everything that can happen to the server."""

import re
import time

import pytest
import trio
import trio.lowlevel

from store.redis.bus import MOST
from store.redis.client import Redis, RedisAway, open_redis
from store.redis.reconnect import LONGEST, SHORTEST, pause
from tests.claims import Claim
from tests.patience import STUCK
from tests.redis_server import RedisServer, packed, running
from tests.store.bus_node import Node, nodes


async def test_messages_come_in_order_to_others_and_to_oneself(redis: RedisServer):
    async with nodes(redis.url, "order", "a", "b") as (a, b):
        await a.ready()
        await b.ready()
        sent = [b"%d" % number for number in range(10_000)]
        for number, data in enumerate(sent):
            assert a.bus.publish("b", data)
            assert a.bus.publish("a", data)
            if number % 100 == 0:
                await trio.lowlevel.checkpoint()
        for node in (a, b):
            await node.until(lambda node=node: len(node.heard) == len(sent))
            assert node.news == [True, *sent]
        assert a.bus.statistics() == {
            "published": 20_000,
            "dropped": 0,
            "heard": 10_000,
            "connected": 1,
            "up": 1,
            "waiting": 0,
        }


async def test_what_is_published_in_one_turn_leaves_in_one_write(own_redis: RedisServer):
    async with nodes(own_redis.url, "turn", "a") as (a,):
        await a.ready()
        before = _reads(own_redis)
        for _ in range(1_000):
            a.bus.publish("a", b"x")
        await a.until(lambda: len(a.heard) == 1_000)
        assert _reads(own_redis) - before < 50  # some are of echoes, and of who asks here


def _reads(server: RedisServer) -> int:
    found = re.search(rb"total_reads_processed:(\d+)", server.ask("INFO", "stats"))
    assert found is not None
    return int(found[1])


async def test_a_large_message_of_any_bytes_passes(redis: RedisServer):
    large = bytes(range(256)) * 4096
    async with nodes(redis.url, "large", "a") as (a,):
        await a.ready()
        for data in (large, b"", b"\r\n", large):
            assert a.bus.publish("a", data)
        await a.until(lambda: len(a.heard) == 4)
        assert a.heard == [large, b"", b"\r\n", large]


async def test_two_installations_on_one_server_do_not_meet(redis: RedisServer):
    async with nodes(redis.url, "one", "a") as (one,), nodes(redis.url, "two", "a") as (two,):
        for node in (one, two):
            await node.ready()
            node.bus.publish("a", node.channel.encode() + b"'s own")
        one.bus.publish("a", b"end")
        await one.until(lambda: one.heard[-1:] == [b"end"])
        await two.until(lambda: len(two.heard) == 1)
        assert one.heard == [b"a's own", b"end"]


async def test_a_server_that_starts_again_empty_is_found_again(own_redis: RedisServer):
    async with nodes(own_redis.url, "again", "a", "b") as (a, b):
        await a.ready()
        await b.ready()
        own_redis.stop()
        for node in (a, b):
            await node.until(lambda node=node: node.changes == [True, False])
            assert not node.bus.publish("a", b"nobody takes this")
        own_redis.start()
        await a.ready()
        await b.ready()
        assert a.bus.publish("b", b"again")
        await b.until(lambda: b.heard == [b"again"])
        assert b.news == [True, False, True, b"again"]


async def test_a_server_that_is_away_at_the_start_is_waited_for(own_redis: RedisServer):
    own_redis.stop()
    async with nodes(own_redis.url, "late", "a") as (a,):
        assert not a.bus.publish("a", b"too soon")
        own_redis.start()
        await a.ready()


@pytest.mark.claims_seconds
async def test_a_server_that_hangs_is_noticed_within_two_seconds(
    own_redis: RedisServer, claim: Claim
):
    async with open_redis(own_redis.url, "hangs") as redis, trio.open_nursery() as nursery:
        a = Node(redis, "a")
        nursery.start_soon(a.bus.run)
        await a.ready()
        with own_redis.frozen():
            began = time.monotonic()
            with pytest.raises(RedisAway):
                await redis.ask("PING")
            await a.until(lambda: not a.bus.up)
            claim("seconds until the bus notices", time.monotonic() - began, 2.0)
            await _hung_up(redis)
            claim("seconds until commands notice", time.monotonic() - began, 2.5)
        await a.ready()
        assert a.changes == [True, False, True]
        assert a.bus.publish("a", b"new")
        await a.until(lambda: a.heard == [b"new"])
        nursery.cancel_scope.cancel()


async def _hung_up(redis: Redis) -> None:
    with trio.fail_after(STUCK):
        while True:
            if not redis.up:
                return
            await trio.sleep(0.01)


async def test_more_than_can_wait_is_dropped(redis: RedisServer):
    megabyte = bytes(1 << 20)
    async with nodes(redis.url, "most", "a", "far") as (a, far):
        await a.ready()
        await far.ready()
        taken = [a.bus.publish("far", megabyte) for _ in range(MOST // len(megabyte) + 2)]
        assert taken == [True] * 8 + [False] * 2
        await far.until(lambda: len(far.heard) == 8)
        assert a.bus.publish("far", b"there is room again")
        await far.until(lambda: len(far.heard) == 9)
        assert a.bus.statistics()["dropped"] == 2


async def test_one_who_does_not_read_is_cut_off_and_harms_nobody():
    limit = ("--client-output-buffer-limit", "pubsub", "2mb", "1mb", "1")
    with running(*limit) as server, server.connect() as stuck:
        stuck.sendall(packed("SUBSCRIBE", "slow:bus:b"))
        async with nodes(server.url, "slow", "a", "b") as (a, b):
            await a.ready()
            await b.ready()
            for number in range(1, 41):
                assert a.bus.publish("b", bytes(500_000))
                await b.until(lambda number=number: len(b.heard) == number)
            assert (a.changes, b.changes) == ([True], [True])
            assert b"sub=1" not in server.ask("CLIENT", "LIST")  # nodes subscribe to two each


async def test_a_node_that_stood_still_is_told_that_it_missed_something():
    limit = ("--client-output-buffer-limit", "pubsub", "2mb", "1mb", "1")
    with running(*limit) as server:
        async with nodes(server.url, "still", "a") as (a,):
            await a.ready()
            with server.connect() as other:  # all this blocks the node
                for _ in range(40):
                    other.sendall(packed("PUBLISH", "still:bus:a", "x" * 500_000))
                    other.recv(100)
            await a.until(lambda: a.changes == [True, False, True])


async def test_who_stops_listening_says_so_last(redis: RedisServer):
    async with open_redis(redis.url, "stops") as client:
        node = Node(client, "a")
        async with trio.open_nursery() as nursery:
            nursery.start_soon(node.bus.run)
            await node.ready()
            nursery.cancel_scope.cancel()
        assert node.changes == [True, False]
        assert not node.bus.publish("a", b"nobody runs")


async def test_a_user_who_may_not_publish_is_never_up(own_redis: RedisServer):
    rights = ("on", ">secret", "~*", "&*", "+@all", "-publish")
    assert own_redis.ask("ACL", "SETUSER", "mute", *rights).startswith(b"+OK")
    url = own_redis.url.replace("//", "//mute:secret@")
    async with nodes(url, "mute", "a") as (a,):
        with trio.fail_after(STUCK):
            await _refused_twice(own_redis)
        assert a.changes == []
        own_redis.ask("ACL", "SETUSER", "mute", "+publish")
        await a.ready()


async def _refused_twice(server: RedisServer) -> None:
    while True:
        said = server.ask("INFO", "commandstats")
        found = re.search(rb"cmdstat_publish:.*rejected_calls=(\d+)", said)
        if found is not None and int(found[1]) >= 2:
            return
        await trio.sleep(0.02)


def test_pauses_grow_up_to_a_limit_and_differ():
    assert [pause(failures, 0.5) for failures in range(4)] == [0.05, 0.1, 0.2, 0.4]
    assert pause(0, 0.0) == SHORTEST / 2.0
    assert pause(10_000, 0.5) == LONGEST
    assert pause(10_000, 1.0) == LONGEST * 1.5

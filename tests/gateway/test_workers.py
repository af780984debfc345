"""Several nodes behind one port: one command starts them, and starts again those that end."""

import os
import re
import signal
import socket
import sys
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import trio

from actors.core.shards import shard_of
from gateway.cluster.neighbours import LARGEST, Neighbours
from gateway.start.again import CALM, LIMIT, Ends
from gateway.start.handed import Handed
from gateway.start.options import Options
from tests.gateway.nodes import SITE, Browser, Node, owners
from tests.gateway.player import seated
from tests.patience import STUCK
from tests.programs import runs
from tests.redis_server import RedisServer

NAMES = ("house-1", "house-2")
NODE = re.compile(rb'"node":"([\w-]+)"')


def test_a_worker_that_keeps_ending_waits_longer_and_longer():
    ends = Ends()
    assert [ends.pause_after(1.0) for _ in range(4)] == [0.25, 0.5, 1.0, 2.0]
    assert not ends.hopeless
    ends.pause_after(1.0)
    assert ends.hopeless
    assert [ends.pause_after(1.0) for _ in range(3)][-1] == 10.0
    assert (ends.pause_after(CALM), ends.count, LIMIT > 1) == (0.25, 1, True)


def test_each_worker_is_a_node_with_an_inner_port_of_its_own():
    options = Options(workers=3, inner=("10.0.0.1", 7000))
    handed = Handed("house-3", 2, 5, None, 6, 7, 8, {"house-1": 9})
    of_one = handed.options_of(options)
    assert (of_one.workers, of_one.node, of_one.inner) == (1, "house-3", ("10.0.0.1", 7002))
    assert handed.options_of(Options(workers=3)).inner == ("127.0.0.1", 0)


def workers_of(command: Node) -> dict[str, int]:
    """Return the processes of the workers by their names."""
    assert command.process is not None
    found: dict[str, int] = {}
    for path in Path(f"/proc/{command.process.pid}/task").glob("*/children"):
        for pid in map(int, path.read_text().split()):
            named = NODE.search(Path(f"/proc/{pid}/cmdline").read_bytes())
            if named is not None and runs(pid):
                found[named[1].decode()] = pid
    return found


def holders(port: int, workers: dict[str, int]) -> list[str]:
    """Return the workers that hold the server's end of the connection from a port."""
    lines = [line.split() for line in Path("/proc/net/tcp").read_text().splitlines()[1:]]
    inodes = {words[9] for words in lines if words[2].endswith(f":{port:04X}")}
    wanted = {f"socket:[{inode}]" for inode in inodes}
    links = {name: Path(f"/proc/{pid}/fd").iterdir() for name, pid in workers.items()}
    return [name for name, paths in links.items() if wanted & {str(p.readlink()) for p in paths}]


async def test_a_connection_is_given_with_what_was_read_of_it():
    gives, takes = socket.socketpair(socket.AF_UNIX, socket.SOCK_DGRAM)
    here, there = Neighbours({"two": gives}), Neighbours({}, takes)
    client, server = socket.socketpair()
    taken: list[tuple[socket.socket, bytes]] = []
    assert ("two" in here, "one" in here, None in here) == (True, False, False)
    with gives, takes, client, trio.fail_after(STUCK):
        async with trio.open_nursery() as nursery:
            nursery.start_soon(there.run, lambda *given: taken.append(given))
            with server:
                assert here.give("two", server, b"GET /ws")
                assert not here.give("two", server, bytes(LARGEST + 1))
            while not taken:  # noqa: ASYNC110 - nobody tells
                await trio.sleep(0.001)
            nursery.cancel_scope.cancel()
        [(given, begun)] = taken
        with given:
            given.send(b"hello")
            assert (client.recv(9), begun) == (b"hello", b"GET /ws")


def test_who_takes_nothing_is_given_only_so_much():
    gives, takes = socket.socketpair(socket.AF_UNIX, socket.SOCK_DGRAM)
    with gives, takes:
        here = Neighbours({"two": gives})
        given = [here.give("two", gives, bytes(10_000)) for _ in range(1000)]
        assert given[0]
        assert not given[-1]


@pytest.fixture
async def command(tmp_path: Path, database: str, redis: RedisServer) -> AsyncIterator[Node]:
    shared = ["--port", "0", "--data", str(tmp_path / "data"), "--public-urls", SITE]
    several = ["--store", database, "--redis", redis.url, "--node", "house", "--workers", "2"]
    line = [sys.executable, "-m", "gateway.main", *shared, *several]
    node = Node("house", line, tmp_path / "house.log")
    node.start()
    try:
        yield node
    finally:
        left = workers_of(node).values()
        node.close()
        await gone(*left)


async def gone(*processes: int) -> None:
    """Wait until these processes have ended."""
    with trio.fail_after(STUCK):
        while any(runs(pid) for pid in processes):  # noqa: ASYNC110 - nobody tells
            await trio.sleep(0.02)


async def there(command: Node, *names: str) -> dict[str, int]:
    """Wait until these workers run; return their processes."""
    with trio.fail_after(STUCK):
        while (found := workers_of(command)).keys() != {*names}:  # noqa: ASYNC110 - nobody tells
            await trio.sleep(0.02)
    return found


async def test_workers_end_with_their_command_however_it_ends(command: Node):
    await command.wait()
    workers = workers_of(command)
    assert workers.keys() == {*NAMES}
    command.signal(signal.SIGKILL)
    await gone(*workers.values())


async def test_a_match_outlives_its_worker(command: Node, database: str, nursery: trio.Nursery):
    await command.wait()
    first = await there(command, *NAMES)
    ann, ben = await seated(nursery, Browser(command.port), Browser(command.port))
    owner = (await owners(database))[shard_of(f"match/{ann.match}")]
    for player in (ann, ben):  # whichever has accepted it
        home = (await owners(database))[shard_of(f"player/{player.id}")]
        assert holders(player.browser.own_port, first) == [home]
    before = len(ann.heard), len(ben.heard)
    os.kill(first[owner], signal.SIGKILL)
    for player, since in zip((ann, ben), before, strict=True):
        await player.hears("match", since, match=ann.match)
        await player.hears("countdown", since, match=ann.match)
    await ann.send(t="resign", id="r", match=ann.match)
    for player in (ann, ben):
        await player.hears("finished", cause="resigned")
    again = await there(command, *NAMES)
    assert {name for name in first if first[name] != again[name]} == {owner}
    command.signal(signal.SIGTERM)
    assert await command.ended() == 0
    assert not any(runs(pid) for pid in (*first.values(), *again.values()))
    said = command.log.read_text()
    assert said.count("Rally is ready at") == 1
    assert f'"worker": "{owner}"' in said
    assert "a worker has ended" in said

"""Several nodes on one machine, each a process, over PostgreSQL and Redis."""

import os
import re
import signal
import subprocess
import sys
from collections.abc import AsyncIterator, Iterator
from contextlib import ExitStack, asynccontextmanager, contextmanager
from pathlib import Path

import trio
from trio_websocket import wrap_client_stream

from actors.cluster.atlas import wanted
from actors.cluster.membership import BEAT, GATHER
from actors.core.shards import shard_of
from store.opening import open_store
from tests.gateway.client import Answer, Client, Page
from tests.gateway.process import QUIET, ROOT
from tests.patience import STUCK
from tests.programs import program

OWNERS = "SELECT n.name FROM shards AS s JOIN nodes AS n ON n.epoch = s.owner ORDER BY s.id"
READY = re.compile(r"Rally is ready at http://127\.0\.0\.1:(\d+)\n")


SITE = "https://pong.example.org"
"""The address that all nodes have for people, as behind a proxy."""


class Browser(Client):
    """A browser on the site; a proxy brings it to one node or another.

    ``own_port`` is that of its last socket.
    """

    own_port = 0

    def go(self, node: "Node") -> None:
        """Come to this node from now on."""
        self.port = node.port
        self.host = f"127.0.0.1:{node.port}"
        self.site = f"http://{self.host}"

    async def request(self, method: str, path: str, body: bytes, **headers: str | None) -> Answer:
        return await super().request(method, path, body, **({"origin": SITE} | headers))

    @asynccontextmanager
    async def line(self) -> AsyncIterator[Page]:
        """Open /ws; it is cut off at the end, as its node may be gone, and never says good-bye."""
        headers = [(b"origin", SITE.encode()), (b"cookie", (self.cookie or "").encode())]
        stream = await trio.open_tcp_stream("127.0.0.1", self.port)
        self.own_port = stream.socket.getsockname()[1]
        try:
            async with trio.open_nursery() as nursery:
                where = nursery, stream, self.host, "/ws"
                yield Page(await wrap_client_stream(*where, extra_headers=headers))
                nursery.cancel_scope.cancel()
        finally:
            await trio.aclose_forcefully(stream)


class Node:
    """One of them; it may be started again after its end."""

    def __init__(self, name: str, command: list[str], log: Path) -> None:
        self.name = name
        self.log = log
        self._command = command
        self._block = ExitStack()
        self.port = 0
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Begin to start; `wait` returns when it is ready."""
        self.log.write_bytes(b"")
        with self.log.open("ab") as log:
            started = program(self._command, cwd=ROOT, env=QUIET, stdout=log, stderr=log)
            self.process = self._block.enter_context(started)

    async def wait(self) -> None:
        """Wait until it serves."""
        with trio.fail_after(STUCK):
            while (found := READY.search(self.log.read_text())) is None:
                assert self.process is not None
                assert self.process.poll() is None, self.log.read_text()
                await trio.sleep(0.05)
        self.port = int(found[1])

    def signal(self, what: signal.Signals) -> None:
        """Send it a signal."""
        assert self.process is not None
        os.kill(self.process.pid, what)

    async def ended(self) -> int:
        """Wait for its end; return the exit code."""
        assert self.process is not None
        with trio.fail_after(STUCK):
            while (code := self.process.poll()) is None:  # noqa: ASYNC110 - nobody tells
                await trio.sleep(0.05)
        return code

    def close(self) -> None:
        """Kill it."""
        self._block.close()


class Nodes:
    """The nodes by name."""

    def __init__(self, database: str, nodes: list[Node]) -> None:
        self.database = database
        self.all = {node.name: node for node in nodes}

    async def wait(self) -> None:
        """Wait until all serve, each has the shards it wants, and nobody begins again any more."""
        for node in self.all.values():
            await node.wait()
        names = wanted({*self.all})
        with trio.fail_after(STUCK):
            while await owners(self.database) != names:  # noqa: ASYNC110 - nobody tells
                await trio.sleep(0.1)
        await trio.sleep(BEAT + 2 * GATHER)

    def browser(self, name: str) -> Browser:
        """Return a browser that comes to this node."""
        return Browser(self.all[name].port)

    async def owner(self, actor: str) -> Node:
        """Return the node that has an actor now."""
        return self.all[(await owners(self.database))[shard_of(actor)]]


async def owners(database: str) -> list[str]:
    """Return for each shard the name of the node that has it, as the database says."""
    async with open_store(database) as store:
        return [name for (name,) in await store._engine.read(OWNERS)]


@contextmanager
def several(folder: Path, database: str, redis: str, *names: str) -> Iterator[Nodes]:
    """Run nodes that share their keys until the block ends."""
    keys = folder / "keys"
    keys.mkdir(mode=0o700)
    shared = ["--port", "0", "--keys", str(keys), "--store", database, "--redis", redis]
    shared += ["--public-urls", SITE]
    nodes: list[Node] = []
    with ExitStack() as block:
        for name in names:
            own = ["--data", str(folder / name), "--node", name]
            command = [sys.executable, "-m", "gateway.main", *shared, *own]
            node = Node(name, command, folder / f"{name}.log")
            block.callback(node.close)
            node.start()
            nodes.append(node)
        yield Nodes(database, nodes)

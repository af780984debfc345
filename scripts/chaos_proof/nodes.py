"""Several real nodes over one PostgreSQL and one Redis, each behind proxies that can be broken."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import trio

from chaos_proof.book import Book
from chaos_proof.link import Link
from chaos_proof.server import SAY_LIMIT, SCRIPTS, ServerFailed
from chaos_proof.services import Postgres, Redis, free_port

READY_WITHIN = 30.0
AGAIN = 0.05
"""Seconds between two looks at what the database says, or at whether a process has ended."""
OWNERLESS = """
    SELECT count(*) FROM generate_series(0, 255) AS every (id)
    LEFT JOIN shards AS s USING (id)
    LEFT JOIN nodes AS n ON n.epoch = s.owner AND n.state = 'up' AND n.epoch <> {but}
    WHERE n.epoch IS NULL
"""
"""Counts the shards that no living node has, ``but`` not counting as one."""
EPOCH = "SELECT max(epoch) FROM nodes WHERE state = 'up' AND name = '{name}'"
IN_TRANSACTION = """
    SELECT count(*) FROM pg_stat_activity AS a JOIN nodes AS n ON a.application_name = n.sessions
    WHERE n.epoch = {epoch} AND a.state LIKE 'idle in transaction%'
"""


class Node:
    """A place for one process after the other, under one name."""

    def __init__(self, name: str, number: int, folder: Path, postgres: Postgres, redis: Redis):
        self.name = name
        self.port, self.door = free_port(), f"127.0.1.{number}"
        self.log = folder / f"{name}.log"
        self.links = {
            "postgres": Link(lambda: postgres.port, b""),
            "redis": Link(lambda: redis.port, b""),
        }
        self._folder, self._postgres, self._redis = folder, postgres, redis
        self._process: subprocess.Popen[bytes] | None = None
        self._begun = 0
        self.ready = False

    def start(self, program: list[str]) -> None:
        """Start a process; return at once."""
        store = self._postgres.url(self.links["postgres"].port)
        redis = self._redis.url(self.links["redis"].port)
        command = [sys.executable, *program, "--port", str(self.port), "--store", store]
        command += ["--redis", redis, "--node", self.name, "--inner", f"{self.door}:0"]
        command += ["--data", str(self._folder / self.name), "--keys", str(self._folder / "keys")]
        environment = {k: v for k, v in os.environ.items() if not k.startswith("RALLY_")}
        environment["PYTHONPATH"] = os.pathsep.join([str(SCRIPTS), str(SCRIPTS.parent)])
        environment["RALLY_SAY_LIMIT"] = SAY_LIMIT
        self.ready = False
        with self.log.open("ab") as log:
            self._begun = log.tell()
            self._process = subprocess.Popen(
                command, stdout=log, stderr=log, env=environment, start_new_session=True
            )

    async def wait(self) -> None:
        """Wait until it is ready; raises `ServerFailed`."""
        with trio.move_on_after(READY_WITHIN):
            while self.running:
                if b"is ready" in self._said():
                    self.ready = True
                    return
                await trio.sleep(AGAIN)
        last = self._said().decode(errors="replace").strip().splitlines()[-1:]
        raise ServerFailed(f"node {self.name} did not start: {last}")

    def _said(self) -> bytes:
        with self.log.open("rb") as log:
            log.seek(self._begun)
            return log.read()

    @property
    def running(self) -> bool:
        """Whether its process has not ended."""
        return self._process is not None and self._process.poll() is None

    def signal(self, what: signal.Signals) -> None:
        """Send it a signal."""
        if self._process is not None and self.running:
            self.ready = self.ready and what in {signal.SIGSTOP, signal.SIGCONT}
            self._process.send_signal(what)

    async def ended(self, within: float) -> bool:
        """Wait for its end; return whether it came."""
        with trio.move_on_after(within):
            while self.running:  # noqa: ASYNC110 - nobody tells
                await trio.sleep(AGAIN)
        self.ready = self.ready and self.running
        return not self.running


class Nodes:
    """All of them. ``sabotage`` is a fault that they are run with."""

    def __init__(self, count: int, folder: Path, sabotage: str | None, book: Book) -> None:
        folder.chmod(0o711)
        self.postgres, self.redis = Postgres(folder / "postgres"), Redis(folder / "redis")
        self.book = book
        self._program = [str(SCRIPTS / "serve")]
        if sabotage is not None:
            self._program = ["-m", "chaos_proof.sabotaged", sabotage]
        (folder / "keys").mkdir(mode=0o700)
        services = folder, self.postgres, self.redis
        names = (chr(ord("a") + number) for number in range(count))
        self.all = [Node(name, number, *services) for number, name in enumerate(names, start=1)]
        self._turn = 0

    async def run(self, *, task_status: trio.TaskStatus[None] = trio.TASK_STATUS_IGNORED) -> None:
        """Run everything until cancelled; it has started when all nodes serve."""
        try:
            await self.postgres.start()
            await self.redis.start()
            async with trio.open_nursery() as nursery:
                for node in self.all:
                    for link in node.links.values():
                        await nursery.start(link.run)
                for node in self.all:
                    self.start(node)
                await self.ready()
                task_status.started()
        finally:
            with trio.CancelScope(shield=True):
                for node in self.all:
                    node.signal(signal.SIGKILL)
                    await node.ended(READY_WITHIN)
                await self.redis.stop()
                await self.postgres.stop()

    def start(self, node: Node) -> None:
        """Start the process of a node."""
        self.book.note("started", node=node.name)
        node.start(self._program)

    async def settled(self, but: int = 0) -> None:
        """Wait until every shard belongs to a living node, ``but`` not being one (an epoch)."""
        with trio.fail_after(READY_WITHIN):
            counted = OWNERLESS.format(but=but)
            while await self.postgres.ask(counted) != "0":  # noqa: ASYNC110 - nobody tells
                await trio.sleep(AGAIN)

    async def epoch(self, node: Node) -> int:
        """Return under which epoch a node runs; 0: the database knows of none."""
        return int(await self.postgres.ask(EPOCH.format(name=node.name)) or "0")

    async def in_transaction(self, epoch: int) -> bool:
        """Tell whether a connection of a node stands in the middle of a transaction."""
        return await self.postgres.ask(IN_TRANSACTION.format(epoch=epoch)) not in {"0", None}

    async def ready(self) -> None:
        """Wait until all serve, and every shard has a node; raises `ServerFailed`.

        A node that has ended although nobody has harmed it is started again, once.
        """
        for node in self.all:
            if not node.running:
                self.book.note("ended alone", node=node.name)
                self.start(node)
            await node.wait()
        await self.settled()

    @property
    def site(self) -> str:
        """The address of one that serves."""
        return f"http://127.0.0.1:{self.door()}"

    def up(self) -> Iterator[Node]:
        """The nodes that serve."""
        return (node for node in self.all if node.ready and node.running)

    def door(self) -> int:
        """Return a port at which clients are served, each time another one, as a balancer does."""
        up = [*self.up()] or self.all
        self._turn += 1
        return up[self._turn % len(up)].port

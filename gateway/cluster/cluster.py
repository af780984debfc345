"""Everything that a server has because it is one of several."""

from __future__ import annotations

import socket
from collections.abc import AsyncGenerator, Callable
from contextlib import asynccontextmanager
from functools import partial

import trio
from msgspec import Struct

from actors.cluster.atlas import NOBODY
from actors.cluster.router import Router
from actors.core.actor import SupervisorSpec
from actors.core.driver import TrioWorld
from actors.core.kernel import Kernel
from actors.core.shards import shard_of
from gateway.cluster.inner import Inner, Pulse, Serve
from gateway.cluster.member import Member
from gateway.cluster.peers import Peers
from gateway.guard.rates import Rates
from gateway.guard.shared_rates import RedisRates
from store.protocol import Store
from store.redis.bus import Bus
from store.redis.cache import Cache
from store.redis.cached import cached
from store.redis.client import Redis, open_redis

PATIENCE = 2.0
"""Seconds to wait for the bus before the first beat: others write to a node from then on."""


LEAVES_WITHIN = 1.0
"""Seconds to say good-bye; without it the others wait until they miss this node."""


class Settings(Struct, frozen=True):
    """``name`` is that of the node, ``redis`` a URL; ``host`` is where peers reach it."""

    name: str
    redis: str
    host: str


class Cluster:
    """The node that this server is: ``epoch`` is its incarnation."""

    def __init__(
        self, settings: Settings, redis: Redis, epoch: int, listener: socket.socket
    ) -> None:
        self.epoch = epoch
        self.redis = redis
        self.router = Router(epoch, self._publish, self._lossy)
        self.inner = Inner(listener, self._pulse)
        self.peers = Peers(self._place_of, self._name_of, self.router.tell_all)
        self._settings = settings
        self._member: Member | None = None
        self._bus: Bus | None = None
        self._heard_by_all = trio.Event()

    def _publish(self, node: int, data: bytes) -> bool:
        return self._bus is not None and self._bus.publish(str(node), data)

    def _lossy(self) -> None:
        if self._member is not None:
            self._member.lossy()

    def _pulse(self) -> Pulse:
        return Pulse(self.epoch, self._member is not None and self._member.has_store)

    def cached(self, store: Store) -> Store:
        """Return the store behind the cache that all nodes share."""
        return cached(store, Cache(self.redis))

    def shared(self, own: Rates, people: int) -> Rates:
        """Return the limits that all nodes share; ``own`` are those of this one."""
        return RedisRates(self.redis, own, people)

    def make_kernel(
        self, tree: SupervisorSpec, world: TrioWorld, store: Store, seed: int
    ) -> Kernel:
        """Make the kernel of this node. It owns nothing until `run` has taken some shards."""
        kernel = Kernel(tree, world, store.journal, seed, self.epoch, far=self.router)
        in_place = partial(world.run_in_place, kernel)
        self.router.attach(kernel)
        member = Member(store, self._settings.name, self.router, kernel, in_place, self.peers.gone)
        self._member, world.lease = member, member.lease

        def heard(data: bytes) -> None:
            in_place(lambda: self.router.heard(data))

        def changed(up: bool) -> None:
            if up:
                self._heard_by_all.set()
            else:
                member.lossy()

        self._bus = Bus(self.redis, str(self.epoch), heard, changed)
        return kernel

    async def run(self, *, task_status: trio.TaskStatus[None] = trio.TASK_STATUS_IGNORED) -> None:
        """Be a node until cancelled; raises `Fenced` when it must not go on.

        It has started when it has its shards.
        """
        if self._member is None or self._bus is None:
            raise RuntimeError("a cluster runs after it was attached to a kernel")
        async with trio.open_nursery() as nursery:
            nursery.start_soon(self._bus.run)
            nursery.start_soon(self.inner.run)
            with trio.move_on_after(PATIENCE):
                await self._heard_by_all.wait()
            nursery.start_soon(self._member.run)
            await self._member.ready.wait()
            task_status.started()

    def serve(self, led: Serve, end: Callable[[str, int, str], None]) -> None:
        """Serve clients that are led here by ``led``; ``end`` closes the sockets of a session."""
        self.inner.serve = led
        self.router.ended = lambda item: end(item.name, item.code, item.reason)

    def _name_of(self, actor: str) -> str | None:
        owner = self.router.atlas.owner(shard_of(actor))
        if owner == self.epoch:
            return self._settings.name
        return None if self._member is None else self._member.name(owner)

    def _place_of(self, actor: str) -> str | None:
        owner = self.router.atlas.owner(shard_of(actor))
        if owner in (self.epoch, NOBODY) or self._member is None:
            return None
        return self._member.place(owner)


@asynccontextmanager
async def open_cluster(
    settings: Settings, store: Store, listen: Callable[[], socket.socket]
) -> AsyncGenerator[Cluster, None]:
    """Join the cluster of a store. Raises what the store and Redis do."""
    prefix = f"rally:{await store.nodes.installation()}"
    listener = listen()
    with listener:
        place = f"{settings.host}:{listener.getsockname()[1]}"
        async with open_redis(settings.redis, prefix) as redis:
            epoch = await store.nodes.join(settings.name, place)
            yield Cluster(settings, redis, epoch, listener)
            with trio.move_on_after(LEAVES_WITHIN):
                await store.nodes.bury(epoch, 0)

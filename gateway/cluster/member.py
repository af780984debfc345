"""What a node does twice a second: it says that it lives, looks around, takes and leaves shards."""

from collections.abc import Callable, Iterable
from typing import Final

import trio
from structlog import get_logger

from actors.cluster.atlas import NOBODY, wanted
from actors.cluster.router import Router
from actors.core.address import Address
from actors.core.journal.records import Fenced
from actors.core.kernel import Kernel
from actors.core.shards import shard_of
from gateway.cluster.inner import probe
from gateway.cluster.lease import DEAD, Lease, clock
from store.errors import StoreUnavailable
from store.nodes.records import Node, Picture, Shard
from store.protocol import Store

log = get_logger("gateway.cluster")

BEAT: Final = 0.5
"""Seconds between two beats."""
DOUBT: Final = 1.5
"""Seconds without an answer of the store after which the peers are asked whether they have one."""
GATHER: Final = 0.2
"""Seconds for which losses gather before everybody begins again."""
ALONE = "neither the database nor any other node can be reached: this node must not go on"
CUT_OFF = "the database does not answer this node, but others: this one must not go on"
BUSY = ("match",)
"""Kinds of actors that keep their shard where it is while they are in memory."""

InPlace = Callable[[Callable[[], None]], None]


class Member:
    """One incarnation of a node. ``in_place`` runs the kernel after what it is given."""

    def __init__(
        self, store: Store, name: str, router: Router, kernel: Kernel, in_place: InPlace
    ) -> None:
        self.lease = Lease()
        self.ready = trio.Event()
        """Set when every shard has an owner, and this node has taken its own."""
        self._store = store
        self._name = name
        self._router = router
        self._kernel = kernel
        self._in_place = in_place
        self._peers: tuple[Node, ...] = ()
        self._losses = trio.Event()

    @property
    def has_store(self) -> bool:
        """Whether the store has answered this node lately."""
        return self.lease.age < DOUBT

    def place(self, epoch: int) -> str | None:
        """Return where a peer is; None if it is not known, or this node itself."""
        return next((peer.place for peer in self._peers if peer.epoch == epoch), None)

    def lossy(self) -> None:
        """Let all actors begin again soon: messages between nodes were lost."""
        self._losses.set()

    async def run(self) -> None:
        """Be a node. Raises `Fenced` when it must not go on."""
        async with trio.open_nursery() as nursery:
            nursery.start_soon(self._resync)
            while True:
                began = clock()
                try:
                    await self._beat(began)
                except StoreUnavailable as error:
                    log.debug("no beat", reason=str(error))
                    await self._doubt()
                await trio.sleep(max(BEAT - (clock() - began), 0.05))

    async def _beat(self, began: float) -> None:
        picture = await self._store.nodes.beat(self._router.epoch)
        self.lease.renew(began)
        self._peers = tuple(n for n in picture.nodes if n.epoch != self._router.epoch)
        await self._bury_the_dead()
        picture = await self._claim(picture)
        self._in_place(lambda: self._note(picture))
        await self._take(picture)
        await self._leave(picture)

    async def _bury_the_dead(self) -> None:
        """Declare peers gone that are silent and do not answer."""
        dead = int(DEAD * 1000.0)
        for peer in self._peers:
            if peer.silent < dead:
                continue
            pulse = await probe(peer.place) if peer.place else None
            if pulse is not None and pulse.epoch == peer.epoch and peer.silent < 2 * dead:
                continue  # it lives and will find out by itself that the store does not hear it
            if await self._store.nodes.bury(peer.epoch, dead):
                log.warning("a node is gone", node=peer.name, epoch=peer.epoch)

    def _wanted(self) -> list[str]:
        """Return for each shard the name of the node that should have it."""
        alive = {p.name for p in self._peers if p.place and p.silent < DEAD * 1000.0}
        return wanted({self._name, *alive})

    async def _claim(self, picture: Picture) -> Picture:
        """Take the shards that nobody has and this node should have."""
        names = self._wanted()
        free = [s.id for s in picture.shards if s.owner == NOBODY and names[s.id] == self._name]
        return await self._store.nodes.claim(self._router.epoch, free) if free else picture

    def _note(self, picture: Picture) -> None:
        """Let the router know how things stand."""
        router = self._router
        router.seen([n.epoch for n in picture.nodes if n.epoch != router.epoch])
        router.learn([(s.id, s.owner, s.epoch) for s in picture.shards])
        router.beat()
        self._kernel.borders.look()
        if all(s.owner != NOBODY for s in picture.shards) and not self._untaken(picture):
            self.ready.set()

    def _untaken(self, picture: Picture) -> list[Shard]:
        mine = (s for s in picture.shards if s.owner == self._router.epoch)
        return [s for s in mine if not self._kernel.has(s.id)]

    async def _take(self, picture: Picture) -> None:
        """Run the actors of the shards that this node has got."""
        new = self._untaken(picture)
        if not new:
            return
        alive = await self._alive({shard.id for shard in new})
        until = {shard.id: shard.at / 1000.0 for shard in new}

        def take() -> None:
            self._kernel.borders.take(until, alive)
            self._router.deliver()
            self._router.announce(until)

        self._in_place(take)
        log.info("took shards", count=len(new), actors=len(alive))

    async def _alive(self, shards: set[int]) -> list[Address]:
        """Return the actors of these shards that were in the middle of something."""
        store = self._store
        played = [Address("match", m.id) for m in await store.matches.unfinished_matches()]
        run = [Address("tournament", name) for name in await store.tournaments.unfinished()]
        return [address for address in (*played, *run) if shard_of(str(address)) in shards]

    async def _leave(self, picture: Picture) -> None:
        """Give shards without anything urgent to the nodes that should have them."""
        names = self._wanted()
        mine = (s.id for s in picture.shards if s.owner == self._router.epoch)
        going = {shard for shard in mine if names[shard] != self._name and self._kernel.has(shard)}
        going -= self._busy()
        if not going:
            return
        self._in_place(lambda: self._kernel.borders.leave(going))
        await self._kernel.journal.written()
        await self._store.nodes.release(self._router.epoch, going)
        log.info("left shards", count=len(going))

    def _busy(self) -> set[int]:
        found: Iterable[Address] = (a for kind in BUSY for a in self._kernel.addresses(kind))
        return {shard_of(str(address)) for address in found}

    async def _doubt(self) -> None:
        """Decide whether to go on while the store does not answer.

        If it answers nobody, this node goes on and writes later. If it answers others, they will
        take over. Raises `Fenced` in that case, and if nobody at all can be reached.
        """
        if self.lease.age < DOUBT:
            return
        asked, peers = clock(), [peer for peer in self._peers if peer.place]
        if not peers:
            self.lease.renew(asked)
            return
        pulses = [await probe(peer.place) for peer in peers]
        answers = [pulse for pulse in pulses if pulse is not None]
        if not answers:
            if self.lease.age > DEAD:
                raise Fenced(ALONE)
        elif not any(pulse.has_store for pulse in answers):
            self.lease.renew(asked)
        elif self.lease.age > DEAD:
            raise Fenced(CUT_OFF)

    async def _resync(self) -> None:
        """Let all actors begin again after losses, once for all that come together."""
        while True:
            await self._losses.wait()
            await trio.sleep(GATHER)
            self._losses = trio.Event()
            log.warning("messages between nodes were lost; all actors begin again")
            self._in_place(self._kernel.borders.resync)

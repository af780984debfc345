"""What a node does twice a second: it says that it lives, looks around, takes and leaves shards."""

from collections.abc import Callable

import trio
from structlog import get_logger

from actors.cluster import membership
from actors.cluster.router import Router
from actors.core.address import Address
from actors.core.journal.records import Fenced
from actors.core.kernel import Kernel
from actors.core.shards import shard_of
from gateway.cluster.inner import GONE, Pulse, probe
from gateway.cluster.lease import Lease, clock
from store.errors import StoreUnavailable
from store.nodes.records import Node, Picture
from store.protocol import Store

log = get_logger("gateway.cluster")

ALONE = "neither the database nor any other node can be reached: this node must not go on"
CUT_OFF = "the database does not answer this node, but others: this one must not go on"
InPlace = Callable[[Callable[[], None]], None]


class Member:
    """One incarnation of a node. ``in_place`` runs the kernel after what it is given.

    ``gone`` is called with the place of a node that is up no more.
    """

    def __init__(
        self,
        store: Store,
        name: str,
        router: Router,
        kernel: Kernel,
        in_place: InPlace,
        gone: Callable[[str], None],
    ) -> None:
        self.lease = Lease()
        self.ready = trio.Event()
        """Set when every shard has an owner, and this node has taken its own."""
        self._store = store
        self._name = name
        self._router = router
        self._epoch = router.epoch
        self._kernel = kernel
        self._in_place = in_place
        self._gone = gone
        self._peers: list[Node] = []
        self._losses = trio.Event()
        self._seen = trio.Event()
        self._picture = Picture((), (), 0)
        self._asked = self._left = 0.0  # when it was asked for; when shards were last given up
        self._answered = clock()  # when the store was asked that has answered last
        self._steady_since: float | None = None  # the first of the beats in a row that it answered

    @property
    def has_store(self) -> bool:
        """Whether the store answers this node: slowly is enough, as long as it has not failed."""
        has_failed = self._steady_since is None
        since = clock() - self._answered
        return since < (membership.DOUBT if has_failed else membership.HANGS)

    def place(self, epoch: int) -> str | None:
        """Return where a peer is; None if it is not known, or this node itself.

        A server that was alone and is being buried is nowhere.
        """
        peer = self._peer(epoch)
        return None if peer is None else peer.place or None

    def name(self, epoch: int) -> str | None:
        """Return the name of a peer; None likewise."""
        peer = self._peer(epoch)
        return None if peer is None else peer.name or None

    def _peer(self, epoch: int) -> Node | None:
        return next((peer for peer in self._peers if peer.epoch == epoch), None)

    def lossy(self) -> None:
        """Let all actors begin again soon: messages between nodes were lost."""
        self._losses.set()

    async def run(self) -> None:
        """Be a node. Raises `Fenced` when it must not go on.

        Nothing that may take long holds up the beats: without them the kernel stands still.
        """
        async with trio.open_nursery() as nursery:
            nursery.start_soon(self._resync)
            nursery.start_soon(self._act)
            nursery.start_soon(self._doubt_now_and_then)
            while True:
                began = clock()
                try:
                    await self._beat(began)
                except StoreUnavailable as error:
                    log.debug("no beat", reason=str(error))
                    self._steady_since = None
                await trio.sleep(max(membership.BEAT - (clock() - began), 0.05))

    async def _beat(self, began: float) -> None:
        picture = await self._store.nodes.beat(self._epoch)
        self._answered = began
        if self._steady_since is None:
            self._steady_since = began
        self.lease.renew(began)
        before, self._peers = self._peers, membership.peers(picture, self._epoch)
        for place in {peer.place for peer in before} - {peer.place for peer in self._peers}:
            self._gone(place)
        self._in_place(lambda: self._look(picture))
        self._picture, self._asked = picture, began
        self._seen.set()

    async def _act(self) -> None:
        """Do after each beat what it shows to be due, one thing after the other."""
        while True:
            await self._seen.wait()
            self._seen = trio.Event()
            if self._asked < self._left:  # it shows as this node's what was given up since
                continue
            try:
                await self._bury_the_dead(self._picture)
                await self._claim(self._picture)
                await self._take(self._picture)
                await self._leave(self._picture)
            except StoreUnavailable as error:
                log.debug("not now", reason=str(error))

    async def _claim(self, picture: Picture) -> None:
        """Take what nobody has."""
        free = membership.to_claim(picture, self._name, self._epoch)
        if free:
            picture = await self._store.nodes.claim(self._epoch, free)
            self._in_place(lambda: self._note(picture))
            self._picture = picture

    async def _bury_the_dead(self, picture: Picture) -> None:
        """Declare peers gone that are silent and do not answer."""
        if self._steady_since is None:
            return
        steady = self._asked - self._steady_since
        for peer in membership.silent(picture, self._epoch, steady):
            pulse = await probe(peer.place) if peer.place else None
            served = pulse.epoch if pulse is not None and pulse.has_store else None
            if not membership.may_bury(peer, served, steady):
                continue
            if await self._store.nodes.bury(peer.epoch, int(membership.DEAD * 1000.0)):
                log.warning("a node is gone", node=peer.name, epoch=peer.epoch)

    def _look(self, picture: Picture) -> None:
        """Let the router know how things stand at a beat."""
        self._router.seen([peer.epoch for peer in self._peers], picture.newest)
        self._note(picture)
        self._router.beat()
        self._kernel.borders.look()

    def _note(self, picture: Picture) -> None:
        """Let the router know who owns what."""
        self._router.learn([(s.id, s.owner, s.epoch) for s in picture.shards])
        if membership.is_settled(picture, self._epoch, self._kernel.has):
            self.ready.set()

    async def _take(self, picture: Picture) -> None:
        """Run the actors of the shards that this node has got."""
        new = membership.to_take(picture, self._epoch, self._kernel.has)
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
        kernel = self._kernel
        found = (address for kind in membership.BUSY for address in kernel.addresses(kind))
        busy = {shard_of(str(address)) for address in found}
        going = membership.to_leave(picture, self._name, self._epoch, kernel.has, busy)
        if not going:
            return
        self._in_place(lambda: kernel.borders.leave(going))
        await kernel.journal.written()
        await self._store.nodes.release(self._epoch, going)  # if that fails, they are taken again
        self._left = clock()
        log.info("left shards", count=len(going))

    async def _doubt_now_and_then(self) -> None:
        """Doubt without waiting for the store, which may take long to fail."""
        while True:
            await trio.sleep(membership.BEAT)
            await self._doubt()

    async def _doubt(self) -> None:
        """Decide whether to go on while the store does not answer. Raises `Fenced` if not."""
        if self.has_store:
            return
        asked, pulses = clock(), list[Pulse | None]()

        async def ask(place: str) -> None:
            pulses.append(await probe(place))

        async with trio.open_nursery() as nursery:
            for peer in (peer for peer in self._peers if peer.place):
                nursery.start_soon(ask, peer.place)
        answers = [None if each is None else each.has_store for each in pulses if each != GONE]
        unanswered = asked - self._answered
        match membership.doubt(unanswered, answers, leased=self.lease.valid):
            case "on":
                self.lease.renew(asked)
            case "stop":
                raise Fenced(CUT_OFF if any(answers) else ALONE)
            case "wait":
                pass

    async def _resync(self) -> None:
        """Let all actors begin again after losses, once for all that come together."""
        while True:
            await self._losses.wait()
            await trio.sleep(membership.GATHER)
            self._losses = trio.Event()
            log.warning("messages between nodes were lost; all actors begin again")
            self._in_place(self._kernel.borders.resync)

"""One node of a simulated cluster: the kernel, and a shell as plain as it can be."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from contextlib import suppress
from typing import TYPE_CHECKING, Any, cast

from actors.cluster import membership
from actors.cluster.membership import BEAT, BUSY, DOUBT, GATHER, LASTS
from actors.cluster.router import Router
from actors.core.address import Address
from actors.core.journal.records import Fenced
from actors.core.kernel import Kernel
from actors.core.shards import shard_of
from actors.core.simulated import SimulatedWorld
from actors.frames import ClientFrame, From
from actors.tree import tree
from store.errors import StoreUnavailable
from store.nodes.records import Picture
from store.protocol import Store
from tests.actors.page import Page
from tests.actors.world import named_by, now_or_never
from tests.cluster.view import View

if TYPE_CHECKING:
    from tests.cluster.cluster import Cluster


class Nothing:
    """Stands for a kernel where only the shell is to be driven."""

    def run_once(self, budget: int) -> bool:  # noqa: ARG002
        """There is nothing to run."""
        return False

    def next_timer(self) -> float | None:
        """There is nothing to wait for."""
        return None


NOTHING = cast("Kernel", Nothing())


class Node:
    """One incarnation. ``ended`` says why it is no more."""

    def __init__(self, cluster: Cluster, name: str) -> None:
        self.cluster = cluster
        self.name = name
        self.store = View(cluster.store)
        now = cluster.now()
        self.shell, self.clock = SimulatedWorld(now), SimulatedWorld(now)
        self.epoch: int = now_or_never(cluster.store.nodes.join(name, name))
        self.frozen = self.careless = False
        self.harmed = False
        """Whether it may be fenced, for a fault of its own."""
        self.ended: Exception | str | None = None
        self.resyncs = 0
        self.router = Router(self.epoch, self._publish, self.lossy)
        actors = tree(cast("Store", self.store), cluster.rules)
        seed = cluster.seed * 1000 + self.epoch
        log = cast("Store", self.store).journal
        self.kernel = Kernel(actors, self.clock, log, seed, self.epoch, far=self.router)
        self.router.attach(self.kernel)
        self._picture = Picture((), (), 0)
        self._since = self._answered = now
        self._steady_since: float | None = None
        self._losing = False
        self._leaving = set[int]()
        self._late = list[bytes]()
        self.shell.spawn(self._run)

    @property
    def up(self) -> bool:
        """Whether it is a process that runs."""
        return self.ended is None

    @property
    def age(self) -> float:
        """Seconds since it knew for the last time that it owns what it owns."""
        return self.cluster.now() - self._since

    @property
    def has_store(self) -> bool:
        """Whether the store has answered it lately."""
        return self.cluster.now() - self._answered < DOUBT

    @property
    def leased(self) -> bool:
        """Whether its lease is valid."""
        return self.age < LASTS

    @property
    def may_act(self) -> bool:
        """Whether it acts, because of its lease or without a look at it."""
        return self.careless or self.leased

    # Driven by the cluster.

    def drive(self, now: float) -> None:
        """Do what is due now."""
        if not self.up or self.frozen:
            return
        try:
            self.shell.advance(NOTHING, now)
            if self.may_act:
                self.clock.advance(self.kernel, now)
        except Fenced as error:
            self.end(error)

    def next(self) -> float | None:
        """Return when something is due."""
        if not self.up or self.frozen:
            return None
        times = [self.shell._next(NOTHING)]
        if self.shell._ready:
            return self.cluster.now()
        if self.may_act:
            times.append(self.clock._next(self.kernel))
            if self.clock._ready or self.kernel._runtime.scheduler.busy():
                return self.cluster.now()
        return min((at for at in times if at is not None), default=None)

    def heard(self, data: bytes) -> None:
        """Something has come from the bus."""
        if self.frozen:
            self._late.append(data)
        elif self.up:
            self._guarded(lambda: self.router.heard(data))

    def _guarded(self, do: Callable[[], object]) -> None:
        try:
            do()
        except Fenced as error:
            self.end(error)

    def end(self, why: Exception | str) -> None:
        """The process is gone, and its sockets with it."""
        if self.up:
            self.ended = why
            for page in self.cluster.pages:
                if page.world is self:
                    page.closed = page.closed or 1006

    def thaw(self, *, careless: bool = False) -> None:
        """Go on after standing still; ``careless``: without a look at the lease."""
        self.frozen, self.careless = False, careless
        for world in (self.shell, self.clock):
            world._now = self.cluster.now()
        late, self._late = self._late, []
        for data in late:
            self.heard(data)

    def _publish(self, receiver: int, data: bytes) -> bool:
        return self.cluster.bus.publish(self.epoch, receiver, data)

    # The shell.

    async def _run(self) -> None:
        while self.up:
            try:
                await self._beat()
            except StoreUnavailable:
                self._steady_since = None
                self._doubt()
            except Fenced as error:
                self.end(error)
                return
            await self.shell.sleep(BEAT)

    async def _beat(self) -> None:
        store, epoch, has = self.store.nodes, self.epoch, self.kernel.has
        began, leaving = self.cluster.now(), self._leaving
        picture: Picture = await store.beat(epoch)
        self._since = self._answered = began
        self._steady_since = began if self._steady_since is None else self._steady_since
        self._picture, steady = picture, began - self._steady_since
        for peer in membership.silent(picture, epoch, steady):
            served = peer.epoch if self.cluster.probe_store(peer.epoch) else None
            if membership.may_bury(peer, served, steady):
                await store.bury(peer.epoch, 3000)
        if free := membership.to_claim(picture, self.name, epoch):
            picture = await store.claim(epoch, free)
        self.router.seen([peer.epoch for peer in membership.peers(picture, epoch)], picture.newest)
        self.router.learn([(each.id, each.owner, each.epoch) for each in picture.shards])
        self.router.beat()
        self.kernel.borders.look()
        if new := membership.to_take(picture, epoch, lambda s: has(s) or s in leaving):
            until = {shard.id: shard.at / 1000.0 for shard in new}
            self.kernel.borders.take(until, await self._alive(until))
            self.router.deliver()
            self.router.announce(until)
            self.cluster.taken(self, new)
        busy = {shard_of(str(each)) for kind in BUSY for each in self.kernel.addresses(kind)}
        if self._leaving:
            return
        if going := membership.to_leave(picture, self.name, epoch, has, busy):
            self._leaving = going
            self.kernel.borders.leave(going)
            self.shell.spawn(self._release)

    async def _release(self) -> None:
        """Give up shards as soon as their actors are written; the beats go on meanwhile."""
        await self.kernel.journal.written()
        with suppress(StoreUnavailable, Fenced):  # the next beat takes them again, or is fenced
            await self.store.nodes.release(self.epoch, self._leaving)
        self._leaving = set()

    async def _alive(self, shards: Iterable[int]) -> list[Address]:
        matches: Any = await self.store.matches.unfinished_matches()
        cups: Any = await self.store.tournaments.unfinished()
        found = [
            *(Address("match", m.id) for m in matches),
            *(Address("tournament", c) for c in cups),
        ]
        return [address for address in found if shard_of(str(address)) in {*shards}]

    def _doubt(self) -> None:
        if self.has_store:
            return
        others = (peer for peer in membership.peers(self._picture, self.epoch) if peer.place)
        there = [peer.epoch for peer in others if not self.cluster.refuses(peer.place)]
        answers = [self.cluster.probe_store(epoch) for epoch in there]
        unanswered = self.cluster.now() - self._answered
        verdict = membership.doubt(unanswered, answers, leased=self.leased)
        if verdict == "on":
            self._since = self.cluster.now()
        elif verdict == "stop":
            self.harmed = self.harmed or not any(answers)  # nobody else is there
            self.end(Fenced("cut off"))

    def lossy(self) -> None:
        """Let all actors begin again soon."""
        if not self._losing:
            self._losing = True
            self.shell.spawn(self._resync)

    async def _resync(self) -> None:
        await self.shell.sleep(GATHER)
        self._losing = False
        self.resyncs += 1
        self.kernel.borders.resync()

    # The world of its pages.

    @property
    def accounts(self) -> set[str]:
        """The players who are no guests."""
        return self.cluster.accounts

    def now(self) -> float:
        """Seconds since the epoch."""
        return self.cluster.now()

    def at(self) -> int:
        """Milliseconds since the epoch."""
        return self.cluster.at()

    def settle(self) -> None:
        """Let everything happen that happens now."""
        self.cluster.settle()

    def wait(self, seconds: float) -> None:
        """Let time pass."""
        self.cluster.wait(seconds)

    def route(self, page: Page, frame: ClientFrame) -> None:
        """Bring a frame to the actor it names, wherever that is."""
        if self.up and not self.frozen and page.closed is None:
            self.kernel.tell(named_by(frame, page.player), From(page.origin, frame))

    def tell(self, address: Address, message: object) -> None:
        """Tell an actor something."""
        self.kernel.tell(address, message)
        self.settle()

    def page(self, player: str, **how: Any) -> Page:
        """Another socket of the player, wherever that belongs by now."""
        return self.cluster.page(player, **how)

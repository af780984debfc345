"""Brings messages to actors of other nodes, and takes theirs: the `Far` of a kernel."""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Callable, Collection
from typing import Any, Final

from msgspec import DecodeError, Raw, ValidationError

from actors.cluster import codec
from actors.cluster.asks import Asks
from actors.cluster.atlas import NOBODY, Atlas
from actors.cluster.items import (
    Answered,
    AnyItem,
    Closed,
    Ended,
    Fell,
    Gap,
    Moved,
    Put,
    Rang,
    Reads,
    Refused,
    Streamed,
    Told,
    Watched,
    decode_item,
)
from actors.cluster.links import Links, Publish
from actors.cluster.pages import Pages
from actors.cluster.watches import Watches
from actors.core.address import Address
from actors.core.journal.records import Fenced
from actors.core.kernel import Kernel
from actors.core.life import OVERFLOW
from actors.core.mailbox import Ask
from actors.core.shards import shard_of

MOST_WAITING: Final = 10_000
"""Messages held for shards that have no owner just now; beyond it they are dead letters."""

TAKEN: Final = "another node has taken over actors of this one, which must not go on"

log = logging.getLogger("actors.cluster")


def nobody(_: object) -> None:
    """Take news that nobody wants."""


class Router:
    """Belongs to one kernel. ``epoch`` is its own; ``publish`` never blocks.

    ``lossy`` is called when messages between nodes have been lost, in either direction.
    """

    def __init__(self, epoch: int, publish: Publish, lossy: Callable[[], None]) -> None:
        self.epoch = epoch
        self.atlas = Atlas()
        self.nodes = set[int]()
        """The epochs of the other nodes that are up."""
        self._publish = publish
        self._lossy = lossy
        self._up = set[int]()  # those that the store says to be up
        self._newest = 0  # the highest epoch of which it has told
        self._owned = set[int]()  # shards that have ever had an owner
        self._waiting: list[tuple[Address, object]] = []
        self._asks = Asks()
        self.ended: Callable[[Ended], None] = nobody
        """Called when a session or an account has ended at another node."""

    def tell_all(self, item: AnyItem) -> None:
        """Send something to every other node."""
        for node in self.nodes:
            self.send(node, item)

    def attach(self, kernel: Kernel) -> None:
        """Begin to work for a kernel, which has been made with this as its ``far``."""
        self._kernel = kernel
        self.pages = Pages(self.epoch, kernel.edges, self.send, self._soon)
        self._links = Links(
            self.epoch, self._publish, kernel.after_slice, self.pages.gathered, self._is_past
        )
        self._watches = Watches(kernel, self.send)
        self._take: dict[type, Callable[[int, Any], None]] = {
            Told: self._told,
            Answered: lambda _, item: self._asks.answered(item),
            Moved: self._moved,
            Rang: self._rang,
            Watched: self._watched,
            Fell: self._fell,
            Reads: lambda node, item: self.pages.reads(node, item.connection),
            Closed: lambda _, item: self.pages.ended(item.connection),
            Put: lambda _, item: self.pages.put(item),
            Streamed: self.pages.streamed,
            Refused: lambda _, item: self.pages.refused(item),
            Ended: lambda _, item: self.ended(item),
            Gap: lambda node, _: self._missed(node),
        }

    @property
    def counts(self) -> Counter[str]:
        """What was sent, lost, refused and not understood since the start."""
        return self._links.counts

    # What leaves.

    def send(self, node: int, item: AnyItem) -> None:
        """Send something to a node at the end of this slice of the kernel."""
        self._links.send(node, item)

    def _soon(self, node: int) -> None:
        self._links.soon(node)

    def beat(self) -> None:
        """Send every node an empty batch, so that it notices what was lost before."""
        self._links.beat(self.nodes)

    def tell(self, address: Address, message: object) -> None:
        """See `Far.tell`."""
        ask = message if isinstance(message, Ask) else None
        if ask is not None and not ask.reply.pending:
            return  # its deadline has passed while it was held
        owner = self.atlas.owner(shard_of(str(address)))
        if owner not in self.nodes:
            self._hold(address, message, ask)
            return
        inner = message if ask is None else ask.message
        data, page = codec.encode(inner), self.pages.name(codec.page_of(inner))
        number = 0 if ask is None else self._asks.begin(owner, address, ask)
        self.send(owner, Told(str(address), data, page, number))

    def _hold(self, address: Address, message: object, ask: Ask | None) -> None:
        """Keep a message until it is known who owns the shard of its actor.

        If that is between two owners, only questions are kept. All else is told again when the
        next one begins, and would come after the letters that it finds: too late to be true.
        """
        if ask is None and shard_of(str(address)) in self._owned:
            self.counts["between owners"] += 1
        elif len(self._waiting) < MOST_WAITING:
            self._waiting.append((address, message))
        else:
            self._kernel.bury(address, message, OVERFLOW)

    def ring(self, address: Address, key: str, message: object) -> None:
        """See `Far.ring`. If nobody hears it, the next owner reads the letter when it begins."""
        owner = self.atlas.owner(shard_of(str(address)))
        if owner in self.nodes:
            self.send(owner, Rang(str(address), key, codec.encode(message)))

    def watch(self, address: Address) -> None:
        """See `Far.watch`."""
        self._watch(address, on=True)

    def unwatch(self, address: Address) -> None:
        """See `Far.unwatch`."""
        self._watch(address, on=False)

    def _watch(self, address: Address, *, on: bool) -> None:
        shard = shard_of(str(address))
        owner = self.atlas.owner(shard)
        if owner in self.nodes:  # else the watch begins when there is an owner: `Borders.changed`
            self.send(owner, Watched(str(address), on, self.atlas.epoch(shard)))

    def closed(self, edge: str) -> None:
        """See `Far.closed`."""
        self.pages.closed(edge)

    # What comes.

    def heard(self, data: bytes) -> None:
        """Take a batch from the bus. Raises `Fenced` as `learn` does."""
        heard = self._links.hear(data, new=not self.atlas.has_any(self.epoch))
        if heard is None:
            return
        if heard.gap:
            self.send(heard.node, Gap())
            self._missed(heard.node)
        for raw in heard.items:
            self._handle(heard.node, raw)

    def _missed(self, node: int) -> None:
        """Take note that something was lost between this node and another, either way."""
        self.pages.meet_again(node)
        self._lossy()

    def _handle(self, node: int, raw: Raw) -> None:
        try:
            item = decode_item(raw)
        except (DecodeError, ValidationError):
            self._nonsense()
        else:
            self._take[type(item)](node, item)

    def _nonsense(self) -> None:
        """Take note of something that another version of the program has sent."""
        self.counts["nonsense"] += 1
        log.error("a message of another node makes no sense")

    def _told(self, node: int, told: Told) -> None:
        address = Address.parse(told.address)
        message = self._decoded(address, told.message)
        if message is None:
            return
        if told.page is not None and not self._is_past(told.page.home):
            self.pages.meet(told.page)
        shard = shard_of(told.address)
        if self.atlas.owner(shard) != self.epoch:
            self.send(node, Moved(self.atlas.told([shard])))
        if told.ask:
            self._kernel.tell(address, self._asks.take(told.ask, node, message, self.send))
        else:
            self._kernel.tell(address, message)  # which sends it on, if it is not here

    def _decoded(self, address: Address, data: bytes) -> object | None:
        """Return a message; None if it makes no sense to this version of the program."""
        try:
            return codec.decode(address.kind, data)
        except (DecodeError, ValidationError, KeyError):
            self._nonsense()
            return None

    def _moved(self, _: int, item: Moved) -> None:
        self.learn(item.shards)

    def _rang(self, _: int, item: Rang) -> None:
        address = Address.parse(item.address)
        message = self._decoded(address, item.message)
        if message is not None and self.atlas.owner(shard_of(item.address)) == self.epoch:
            self._kernel.borders.rang(address, item.key, message)

    def _watched(self, node: int, item: Watched) -> None:
        """Begin or end a watch; one of an owner before counts no more, and begins where it is."""
        shard = shard_of(item.address)
        if item.epoch < self.atlas.epoch(shard):
            self.send(node, Moved(self.atlas.told([shard])))
        elif item.on:
            self._watches.begin(node, item.address)
        else:
            self._watches.end(node, item.address)

    def _fell(self, node: int, item: Fell) -> None:
        """Take note of an end, unless the actor has gone on elsewhere: then it is watched there."""
        if self.atlas.owner(shard_of(item.address)) == node:
            self._kernel.borders.fell(Address.parse(item.address), item.reason)

    # What changes in the cluster.

    def seen(self, nodes: Collection[int], newest: int) -> None:
        """Take note of which other nodes the store says to be up, and the highest epoch of all.

        A later call must not be about an earlier instant. All that came until ``newest`` and are
        not among them are gone for good. One that has told this node of its shards may be newer.
        """
        self._up, self._newest = {*nodes}, newest
        for node in filter(self._is_past, self._links.known()):
            for part in (self._links, self.pages, self._asks, self._watches):
                part.lose(node)
        self.nodes = self._up | {node for node in self.nodes if node > newest}

    def _is_past(self, node: int) -> bool:
        """Tell whether a node is gone: perhaps before this one was there to see it go."""
        return node <= self._newest and node not in self._up and node != self.epoch

    def learn(self, news: Collection[tuple[int, int, int]]) -> set[int]:
        """Take news of owners (shard, owner, epoch); return the shards that have a new one.

        Raises `Fenced` if another node has one that this kernel still runs.
        """
        mine = {*self.atlas.of(self.epoch)}
        changed = self.atlas.learn(news)
        if any(self._kernel.has(shard) for shard in changed & mine):
            raise Fenced(TAKEN)
        there = {shard for shard in changed if self.atlas.owner(shard) != NOBODY}
        if there & self._owned:
            self._lossy()
        self._owned |= there
        owners = {self.atlas.owner(shard) for shard in there} - {self.epoch}
        self.nodes |= {owner for owner in owners if not self._is_past(owner)}
        if there:
            self._asks.moved(there)
            self._watches.left({s for s in there if self.atlas.owner(s) != self.epoch})
            self._kernel.borders.changed(there)
            self.deliver()
        return there

    def deliver(self) -> None:
        """Send what has waited for an owner, or for this node to begin with the shards it has."""
        waiting, self._waiting = self._waiting, []
        for address, message in waiting:
            self._kernel.tell(address, message)
        self._watches.deliver()

    def announce(self, shards: Collection[int]) -> None:
        """Tell all other nodes who owns these shards now."""
        self.tell_all(Moved(self.atlas.told(shards)))

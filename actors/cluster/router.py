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
    Batch,
    Closed,
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
    decode_batch,
    decode_item,
    encode_batch,
    encode_item,
)
from actors.cluster.pages import Pages
from actors.core.address import Address
from actors.core.journal.records import Fenced
from actors.core.kernel import Kernel
from actors.core.life import OVERFLOW
from actors.core.mailbox import Ask
from actors.core.shards import shard_of

MOST_WAITING: Final = 10_000
"""Messages held for shards that have no owner just now; beyond it they are dead letters."""
LARGEST: Final = 256 * 1024
"""Bytes of items in a batch; a slice that sends more makes several."""

TAKEN: Final = "another node has taken over actors of this one, which must not go on"

log = logging.getLogger("actors.cluster")

Publish = Callable[[int, bytes], bool]
"""Puts bytes on the bus for the node of an epoch; False: they are lost."""


class Router:
    """Belongs to one kernel. ``epoch`` is its own; ``publish`` never blocks.

    ``lossy`` is called when messages between nodes have been lost, in either direction.
    """

    def __init__(self, epoch: int, publish: Publish, lossy: Callable[[], None]) -> None:
        self.epoch = epoch
        self.atlas = Atlas()
        self.nodes = set[int]()
        """The epochs of the other nodes that are up."""
        self.counts = Counter[str]()
        self._publish = publish
        self._lossy = lossy
        self._gone = set[int]()
        self._out: dict[int, list[bytes]] = {}
        self._sent = Counter[int]()
        self._heard = Counter[int]()
        self._owned = set[int]()  # shards that have ever had an owner
        self._waiting: list[tuple[Address, object]] = []
        self._watches: dict[tuple[int, str], Callable[[], None]] = {}
        self._asks = Asks()

    def attach(self, kernel: Kernel) -> None:
        """Begin to work for a kernel, which has been made with this as its ``far``."""
        self._kernel = kernel
        self.pages = Pages(self.epoch, kernel.edges, self.send, self._soon)
        self._take: dict[type, Callable[[int, Any], None]] = {
            Told: self._told,
            Answered: self._answered,
            Moved: self._moved,
            Rang: self._rang,
            Watched: self._watched,
            Fell: self._fell,
            Reads: lambda node, item: self.pages.reads(node, item.connection),
            Closed: lambda _, item: self.pages.ended(item.connection),
            Put: lambda _, item: self.pages.put(item),
            Streamed: self.pages.streamed,
            Refused: lambda _, item: self.pages.refused(item),
            Gap: self._missed,
        }

    # What leaves.

    def send(self, node: int, item: AnyItem) -> None:
        """Send something to a node at the end of this slice of the kernel."""
        self._soon(node)
        self._out[node].append(encode_item(item))

    def _soon(self, node: int) -> None:
        if not self._out:
            self._kernel.after_slice(self._flush)
        out = self._out.setdefault(node, [])
        if (gathered := self.pages.gathered(node)) is not None:
            out.append(encode_item(gathered))

    def _flush(self) -> None:
        for node in [*self._out]:
            self._soon(node)
        out, self._out = self._out, {}
        for node, items in out.items():
            size, batch = 0, list[Raw]()
            for item in items:
                batch.append(Raw(item))
                size += len(item)
                if size > LARGEST:
                    self._post(node, batch)
                    size, batch = 0, list[Raw]()
            if batch:
                self._post(node, batch)

    def _post(self, node: int, items: list[Raw]) -> None:
        self._sent[node] += 1  # also if it is lost: then the receiver sees the gap
        self.counts["items"] += len(items)
        self.counts["batches"] += 1
        data = encode_batch(Batch(self.epoch, self._sent[node], (*items,)))
        self.counts["lost"] += not self._publish(node, data)

    def beat(self) -> None:
        """Send every node an empty batch, so that it notices what was lost before."""
        for node in self.nodes:
            if node not in self._out:
                self._post(node, [])

    def tell(self, address: Address, message: object) -> None:
        """See `Far.tell`."""
        owner = self.atlas.owner(shard_of(str(address)))
        if owner not in self.nodes:
            self._hold(address, message)
            return
        ask = self._asks.begin(owner, address, message) if isinstance(message, Ask) else 0
        inner = message.message if isinstance(message, Ask) else message
        page = self.pages.name(codec.page_of(inner))
        self.send(owner, Told(str(address), codec.encode(inner), page, ask))

    def _hold(self, address: Address, message: object) -> None:
        """Keep a message until it is known who owns the shard of its actor."""
        if len(self._waiting) < MOST_WAITING:
            self._waiting.append((address, message))
        else:
            self._kernel.bury(address, message, OVERFLOW)

    def ring(self, address: Address) -> None:
        """See `Far.ring`. If nobody hears it, the next owner reads the letter when it begins."""
        owner = self.atlas.owner(shard_of(str(address)))
        if owner in self.nodes:
            self.send(owner, Rang())

    def watch(self, address: Address) -> None:
        """See `Far.watch`."""
        self._watch(address, on=True)

    def unwatch(self, address: Address) -> None:
        """See `Far.unwatch`."""
        self._watch(address, on=False)

    def _watch(self, address: Address, *, on: bool) -> None:
        owner = self.atlas.owner(shard_of(str(address)))
        if owner in self.nodes:  # else the watch begins when there is an owner: `Borders.changed`
            self.send(owner, Watched(str(address), on))

    def closed(self, connection: str) -> None:
        """See `Far.closed`."""
        self.pages.closed(connection)

    # What comes.

    def heard(self, data: bytes) -> None:
        """Take a batch from the bus. One of a node that is gone counts for nothing."""
        try:
            batch = decode_batch(data)
        except (DecodeError, ValidationError):
            self._nonsense("a batch")
            return
        node = batch.sender
        if node in self._gone:
            self.counts["refused"] += 1
            return
        if node not in self._heard and not self.atlas.of(self.epoch):
            self._heard[node] = batch.number - 1  # it may have spoken before this one could hear
        expected = self._heard[node] + 1
        if batch.number < expected:
            self.counts["refused"] += 1
            return
        self._heard[node] = batch.number
        if batch.number > expected:
            self.counts["gaps"] += 1
            log.warning("messages of node %d were lost: everybody begins again", node)
            self.send(node, Gap())
            self._lossy()
        for raw in batch.items:
            self._handle(node, raw)

    def _handle(self, node: int, raw: Raw) -> None:
        try:
            item = decode_item(raw)
            self._take[type(item)](node, item)
        except (DecodeError, ValidationError, KeyError):  # another version of the program
            self._nonsense("a message")

    def _nonsense(self, what: str) -> None:
        self.counts["nonsense"] += 1
        log.error("%s of another node makes no sense", what)

    def _told(self, node: int, told: Told) -> None:
        address = Address.parse(told.address)
        message: object = codec.decode(address.kind, told.message)
        if told.page is not None:
            self.pages.meet(told.page)
        shard = shard_of(told.address)
        if self.atlas.owner(shard) != self.epoch:
            self.send(node, Moved(self.atlas.told([shard])))
        if told.ask:
            self._kernel.tell(address, self._asks.take(told.ask, node, message, self.send))
        else:
            self._kernel.tell(address, message)  # which sends it on, if it is not here

    def _answered(self, _: int, item: Answered) -> None:
        self._asks.answered(item)

    def _moved(self, _: int, item: Moved) -> None:
        self.learn(item.shards)

    def _rang(self, _: int, __: Rang) -> None:
        self._kernel.borders.rang()

    def _fell(self, _: int, item: Fell) -> None:
        self._kernel.borders.fell(Address.parse(item.address), item.reason)

    def _missed(self, _: int, __: Gap) -> None:
        self._lossy()

    def _watched(self, node: int, item: Watched) -> None:
        known = self._watches.pop((node, item.address), None)
        if known is not None:
            known()
        if item.on:
            address = Address.parse(item.address)

            def fell(reason: str) -> None:
                self._watches.pop((node, item.address), None)
                self.send(node, Fell(item.address, reason))

            self._watches[node, item.address] = lambda: None
            end = self._kernel.monitor(address, fell)
            if (node, item.address) in self._watches:
                self._watches[node, item.address] = end

    # What changes in the cluster.

    def seen(self, nodes: Collection[int]) -> None:
        """Take note of which other nodes are up; those that were and are no more are gone."""
        gone = self.nodes - {*nodes}
        self.nodes = {*nodes} - self._gone
        self._gone |= gone
        for node in gone:
            self.pages.lose(node)
            self._asks.lose(node)
            for watch in [watch for watch in self._watches if watch[0] == node]:
                self._watches.pop(watch)()
            self._out.pop(node, None)

    def learn(self, news: Collection[tuple[int, int, int]]) -> set[int]:
        """Take news of owners (shard, owner, epoch); return the shards that have a new one.

        Raises `Fenced` if another node has one that this kernel still runs.
        """
        mine = {*self.atlas.of(self.epoch)}
        changed = self.atlas.learn(news)
        there = {shard for shard in changed if self.atlas.owner(shard) != NOBODY}
        if any(self._kernel.has(shard) for shard in changed & mine):
            raise Fenced(TAKEN)
        if there & self._owned:
            self._lossy()
        self._owned |= there
        for shard in there:
            owner = self.atlas.owner(shard)
            if owner != self.epoch and owner not in self._gone:
                self.nodes.add(owner)
        if there:
            self._asks.moved(there)
            self._kernel.borders.changed(there)
            self.deliver()
        return there

    def deliver(self) -> None:
        """Send what has waited for an owner, or for this node to begin with the shards it has."""
        waiting, self._waiting = self._waiting, []
        for address, message in waiting:
            self._kernel.tell(address, message)

    def announce(self, shards: Collection[int]) -> None:
        """Tell all other nodes who owns these shards now."""
        for node in self.nodes:
            self.send(node, Moved(self.atlas.told(shards)))

"""The links of one node to each of the others: what it sends and hears, in numbered batches."""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Callable, Collection
from typing import Final

from msgspec import DecodeError, Raw, ValidationError

from actors.cluster.items import AnyItem, Batch, decode_batch, encode_batch, encode_item

LARGEST: Final = 256 * 1024
"""Bytes of items in a batch; a slice that sends more makes several."""

log = logging.getLogger("actors.cluster")

Publish = Callable[[int, bytes], bool]
"""Puts bytes on the bus for the node of an epoch; False: they are lost."""


class Heard:
    """A batch that has come from a node; ``gap``: others before it have not."""

    __slots__ = ("gap", "items", "node")

    def __init__(self, batch: Batch, *, gap: bool) -> None:
        self.node = batch.sender
        self.items = batch.items
        self.gap = gap


class Links:
    """``epoch`` is that of the node. ``after_slice`` calls back at the end of a slice.

    ``gathered`` is called before anything else is put into what is sent to a node; it returns what
    has to come before. A node that ``is_past`` is sent nothing, and nothing is heard from it.
    """

    def __init__(
        self,
        epoch: int,
        publish: Publish,
        after_slice: Callable[[Callable[[], None]], None],
        gathered: Callable[[int], AnyItem | None],
        is_past: Callable[[int], bool],
    ) -> None:
        self.counts = Counter[str]()
        self._epoch = epoch
        self._publish = publish
        self._after_slice = after_slice
        self._gathered = gathered
        self._is_past = is_past
        self._out: dict[int, list[bytes]] = {}
        self._sent = Counter[int]()
        self._heard: dict[int, int] = {}

    def send(self, node: int, item: AnyItem) -> None:
        """Send something to a node at the end of this slice of the kernel."""
        if not self._is_past(node):
            self.soon(node).append(encode_item(item))

    def soon(self, node: int) -> list[bytes]:
        """Take what has gathered for a node, and return what is sent at the end of this slice."""
        if not self._out:
            self._after_slice(self._flush)
        out = self._out.setdefault(node, [])
        if (gathered := self._gathered(node)) is not None:
            out.append(encode_item(gathered))
        return out

    def _flush(self) -> None:
        for node in self._out:
            self.soon(node)
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
        data = encode_batch(Batch(self._epoch, self._sent[node], (*items,)))
        self.counts["lost"] += not self._publish(node, data)

    def beat(self, nodes: Collection[int]) -> None:
        """Send these nodes an empty batch, so that they notice what was lost before."""
        for node in nodes:
            if node not in self._out:
                self._post(node, [])

    def hear(self, data: bytes, *, new: bool) -> Heard | None:
        """Take a batch from the bus; None if it counts for nothing.

        ``new``: this node has nothing to do yet, and what was sent before it could hear is no loss.
        A batch counts for nothing if it comes a second time, or from a node that is gone.
        """
        try:
            batch = decode_batch(data)
        except (DecodeError, ValidationError):  # another version of the program
            self.counts["nonsense"] += 1
            log.error("a batch of another node makes no sense")  # noqa: TRY400 - it says nothing
            return None
        node = batch.sender
        last = self._heard.get(node, batch.number - 1 if new else 0)
        if self._is_past(node) or batch.number <= last:
            self.counts["refused"] += 1
            return None
        self._heard[node] = batch.number
        gap = batch.number > last + 1
        if gap:
            self.counts["gaps"] += 1
            log.warning("messages of node %d were lost: everybody begins again", node)
        return Heard(batch, gap=gap)

    def known(self) -> set[int]:
        """Return the nodes that were sent something, or have sent something."""
        return {*self._out, *self._sent, *self._heard}

    def lose(self, node: int) -> None:
        """Forget a node that is gone."""
        self._out.pop(node, None)
        self._sent.pop(node, None)
        self._heard.pop(node, None)

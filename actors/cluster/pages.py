"""Pages whose sockets are at other nodes: actors write to them as if they were here."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from typing import Any, Protocol

from actors.cluster.items import AnyItem, Closed, Page, Put, Reads, Refused, Streamed
from actors.player.connection import Later

KEPT = 64
"""The latest streamed frames for which a page far away may still say that it had no room."""

Send = Callable[[int, AnyItem], None]
"""Sends an item to the node of an epoch."""


class Near(Protocol):
    """A connection whose socket is here."""

    @property
    def congested(self) -> bool:
        """See `actors.player.connection.Connection`."""
        ...


class FarPage:
    """What stands for the connection of another node among the edges of a kernel."""

    congested = False

    def __init__(self, page: Page, pages: Pages) -> None:
        self.page = page
        self._pages = pages
        self._later = deque[tuple[int, str, Later]](maxlen=KEPT)

    @property
    def sink(self) -> FarPage:
        """It is its own sink: whether its session has begun is known where its socket is."""
        return self

    def put(self, key: str, frame: bytes) -> None:
        """See `Sink.put`."""
        self._pages.send(self.page.home, Put((self.page.connection,), key, frame))

    def stream(self, frame: bytes, key: str = "", later: Later | None = None) -> None:
        """See `Sink.stream`. If there was no room, the node of the page says so afterwards."""
        number = self._pages.stream(self.page, frame)
        if later is not None:
            self._later.append((number, key, later))

    def refused(self, number: int) -> None:
        """Put what is to be put in place of a streamed frame."""
        for known, key, later in self._later:
            if known == number:
                self.put(key, later())


class Pages:
    """The pages of all nodes, as one of them deals with them.

    ``edges`` are those of its kernel. Whoever sends something to a node has to take what has
    `gathered` before it, and also at the end of a slice in which ``soon`` was called for the node.
    """

    def __init__(
        self, epoch: int, edges: dict[str, Any], send: Send, soon: Callable[[int], None]
    ) -> None:
        self._epoch = epoch
        self._edges = edges
        self.send = send
        self._soon = soon
        self._readers: dict[str, set[int]] = {}  # which nodes write to a connection of this one
        self._streamed = 0
        self._gathering: dict[int, tuple[bytes, int, list[str]]] = {}

    def name(self, connection: str | None) -> Page | None:
        """Return where the socket of a connection is; None if it has none any more."""
        edge = self._edges.get(connection) if connection is not None else None
        if edge is None or connection is None:
            return None
        return edge.page if isinstance(edge, FarPage) else Page(self._epoch, connection)

    def meet(self, page: Page) -> None:
        """Let actors write to a page that they have just heard of."""
        if page.home != self._epoch and page.connection not in self._edges:
            self._edges[page.connection] = FarPage(page, self)
            self.send(page.home, Reads(page.connection))

    def meet_again(self, node: int) -> None:
        """Ask about every page of a node once more: news of them may have been lost."""
        for name, edge in self._edges.items():
            if isinstance(edge, FarPage) and edge.page.home == node:
                self.send(node, Reads(name))

    def reads(self, node: int, connection: str) -> None:
        """Note that actors of a node write to a connection of this one; it may have ended."""
        if connection in self._edges:
            self._readers.setdefault(connection, set()).add(node)
        else:
            self.send(node, Closed(connection))

    def closed(self, connection: str) -> None:
        """Tell the other nodes that a connection of this one has ended."""
        for node in self._readers.pop(connection, ()):
            self.send(node, Closed(connection))

    def ended(self, connection: str) -> None:
        """Note that a connection of another node has ended."""
        if isinstance(self._edges.get(connection), FarPage):
            del self._edges[connection]

    def lose(self, node: int) -> None:
        """Note that a node is gone, with all its sockets."""
        for name, edge in [*self._edges.items()]:
            if isinstance(edge, FarPage) and edge.page.home == node:
                del self._edges[name]
        for readers in self._readers.values():
            readers.discard(node)
        self._gathering.pop(node, None)

    def stream(self, page: Page, frame: bytes) -> int:
        """Send a frame; the same frame for several pages of a node in a row leaves once."""
        known = self._gathering.get(page.home)
        if known is not None and known[0] is frame:
            known[2].append(page.connection)
            return known[1]
        self._streamed += 1
        self._soon(page.home)  # which takes what has gathered before
        self._gathering[page.home] = frame, self._streamed, [page.connection]
        return self._streamed

    def gathered(self, node: int) -> Streamed | None:
        """Take what has gathered for a node, to be sent before anything that comes after it."""
        known = self._gathering.pop(node, None)
        return None if known is None else Streamed((*known[2],), known[0], known[1])

    # What other nodes write to pages of this one.

    def put(self, item: Put) -> None:
        """Bring a frame to connections that are still there."""
        for connection in item.connections:
            edge = self._edges.get(connection)
            if edge is not None and not isinstance(edge, FarPage) and edge.sink is not None:
                edge.sink.put(item.key, item.frame)

    def streamed(self, node: int, item: Streamed) -> None:
        """Bring a frame to connections that have room for it; say which have none."""
        for connection in item.connections:
            edge = self._edges.get(connection)
            if edge is None or isinstance(edge, FarPage) or edge.sink is None:
                continue
            if edge.congested:
                self.send(node, Refused(connection, item.number))
            else:
                edge.sink.stream(item.frame)

    def refused(self, item: Refused) -> None:
        """Put what is to be put in place of a streamed frame."""
        edge = self._edges.get(item.connection)
        if isinstance(edge, FarPage):
            edge.refused(item.number)

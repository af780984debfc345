"""What the gateway of a node has to do with other nodes: clients of theirs, and news for them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

import trio

from actors.cluster.items import Ended
from gateway.cluster.neighbours import Neighbours

Place = Callable[[str], str | None]
"""Tells where the node is that has an actor (host:port), by the actor's address as text. None: it
is here, or nobody has it just now."""
Name = Callable[[str], str | None]
"""Tells the name of the node that has an actor. None: nobody has it just now, or this server is
alone."""


def here(_: str) -> None:
    """Say of every actor that it is here: this server is alone."""


class Peers:
    """The other nodes; a server that is alone has none."""

    def __init__(
        self,
        place_of: Place = here,
        name_of: Name = here,
        tell: Callable[[Ended], None] | None = None,
    ) -> None:
        self.place_of = place_of
        self.name_of = name_of
        self.neighbours = Neighbours()
        self.when_gone: Callable[[], None] = lambda: None
        """Called when a node is gone: what it had claimed is free."""
        self._tell = tell
        self._led: dict[str, set[trio.CancelScope]] = {}

    @contextmanager
    def while_there(self, place: str) -> Iterator[None]:
        """Cancel what is in the block when the node at a place is gone."""
        with trio.CancelScope() as scope:
            scopes = self._led.setdefault(place, set())
            scopes.add(scope)
            try:
                yield
            finally:
                scopes.discard(scope)
                if not scopes:
                    self._led.pop(place, None)

    def gone(self, place: str) -> None:
        """Note that the node at a place is gone: nothing comes from it any more."""
        for scope in (*self._led.get(place, ()),):
            scope.cancel()
        self.when_gone()

    def ended(self, name: str, code: int, reason: str) -> None:
        """Tell the other nodes that a session or an account has ended: they close its sockets."""
        if self._tell is not None:
            self._tell(Ended(name, code, reason))

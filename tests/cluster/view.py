"""The store as one node reaches it: it can be cut off, and answers can be lost."""

from collections.abc import Awaitable, Callable
from typing import Any

from store.errors import StoreUnavailable
from tests.actors.shaky import ShakyStore


class Domain:
    """The verbs of one part of the store."""

    def __init__(self, domain: object, view: "View") -> None:
        self._domain = domain
        self._view = view

    def __getattr__(self, verb: str) -> Callable[..., Awaitable[Any]]:
        async def call(*arguments: Any) -> Any:
            self._view.check()
            answer = await getattr(self._domain, verb)(*arguments)
            if verb == "flush" and self._view.mute:
                self._view.mute -= 1
                raise StoreUnavailable("the answer is lost")
            return answer

        setattr(self, verb, call)
        return call


class View:
    """Stands for `store.protocol.Store` in one node."""

    def __init__(self, store: ShakyStore) -> None:
        self._store = store
        self.cut = False
        """Whether this node does not reach it."""
        self.mute = 0
        """How many flushes are written without an answer, from now on."""

    def check(self) -> None:
        """Raise if this node does not reach it."""
        if self.cut or self._store.away:
            raise StoreUnavailable("away")

    def __getattr__(self, name: str) -> Domain:
        domain = Domain(getattr(self._store, name), self)
        setattr(self, name, domain)
        return domain

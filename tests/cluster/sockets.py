"""The sockets of pages in a simulated cluster."""

from typing import Any

from actors.core.address import Address
from actors.player.messages import Detach
from tests.actors.page import Page


class Socket(Page):
    """A page whose socket falls with its player."""

    fell: str | None = None
    """Why it fell, if it has."""

    def _attach(self, hello: Any) -> None:
        super()._attach(hello)
        self.world.kernel.link(Address("player", self.player), self._fell)

    def _fell(self, reason: str) -> None:
        self.fell = reason
        self.close(1012, reason)

    def close(self, code: int, reason: str) -> None:
        """End, and let the gateway notice."""
        if self.closed is None:
            super().close(code, reason)
            self.world.clock.spawn(self._gone)

    async def _gone(self) -> None:
        self.world.kernel.close_edge(self.id)
        self.world.kernel.tell(Address("player", self.player), Detach(self.id))

"""The pages of players, as an actor sees them that sends them frames."""

from typing import Any

from actors.core.address import Address
from actors.core.context import Context
from actors.frames import Origin, ServerFrame, encode
from actors.player.messages import Deliver


class Pages:
    """Sends numbered frames."""

    def __init__(self, context: Context[Any]) -> None:
        self._context = context

    def answer(self, origin: Origin, frame: ServerFrame) -> None:
        """Send a frame to the page that asked."""
        deliver = Deliver(encode(frame), None, origin.connection)
        self._context.tell(Address("player", origin.player), deliver)

    def send(self, player: str, frame: ServerFrame) -> None:
        """Send a frame to all pages of a player."""
        self._context.tell(Address("player", player), Deliver(encode(frame)))

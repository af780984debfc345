"""A topic: what many pages read of one subject, of which only the newest counts."""

from collections.abc import Callable
from typing import Any

from msgspec import Struct

from actors.core.address import Address
from actors.core.context import Context
from actors.player.messages import Deliver

GATHER = 0.2
"""Seconds for which changes gather, so that many in a row are told at once."""

View = Callable[[str], bytes]
"""Returns the frame that a player is shown."""


class Subscribe(Struct, frozen=True, tag=True):
    """The page on this connection reads the topic, until `Unsubscribe` or the connection's end."""

    player: str
    connection: str


class Unsubscribe(Struct, frozen=True, tag=True):
    """The page on this connection reads it no longer."""

    connection: str


class Publish(Struct, frozen=True, tag=True):
    """Timer: show the readers what has changed."""


class Reader(Struct):
    """A page that reads a topic, and what it was sent last."""

    player: str
    sent: bytes = b""


Readers = dict[str, Reader]
"""By connection. They belong to the state of the actor, so a crash of it loses none."""


class Topic:
    """Publishes frames of one type to its readers: encoded once for all who are shown the same.

    A frame reaches a page without a turn of the reader's actor (`PlayerActor.sink`). An actor that
    has a topic passes `Subscribe`, `Unsubscribe` and `Publish` on to `handle`.
    """

    def __init__(
        self, context: Context[Any], key: str, readers: Readers, look: Callable[[], View]
    ) -> None:
        """``look`` does what is common to all readers; ``key`` is the slot of these frames."""
        self._context = context
        self._key = key
        self._readers = readers
        self._look = look
        self._gathering = False

    def resume(self) -> None:
        """After a start: a crash may have held back what the readers were sent last."""
        for reader in self._readers.values():
            reader.sent = b""
        self.changed()

    def handle(self, message: Subscribe | Unsubscribe | Publish) -> None:
        """Let a page read, or not any more, or show all what has changed."""
        match message:
            case Subscribe(player, connection):
                reader = self._readers[connection] = Reader(player)
                self._send(connection, reader, self._look())
            case Unsubscribe(connection):
                self._readers.pop(connection, None)
            case Publish():
                self._gathering = False
                self._publish()

    def changed(self) -> None:
        """Show the readers soon what has changed."""
        if self._readers and not self._gathering:
            self._gathering = True
            self._context.timer(self._key, self._context.now() + GATHER, Publish())

    def show(self, player: str) -> None:
        """Show the newest to all pages of a player, whether they read it or not."""
        deliver = Deliver(self._look()(player), self._key)
        self._context.tell(Address("player", player), deliver)

    def _publish(self) -> None:
        for gone in [name for name in self._readers if self._context.edge(name) is None]:
            del self._readers[gone]
        view = self._look()
        for connection, reader in self._readers.items():
            self._send(connection, reader, view)

    def _send(self, connection: str, reader: Reader, view: View) -> None:
        """Send a frame if it differs: nobody learns of changes they may not see."""
        frame = view(reader.player)
        if frame is not reader.sent and frame != reader.sent:
            reader.sent = frame
            deliver = Deliver(frame, self._key, connection)
            self._context.tell(Address("player", reader.player), deliver)

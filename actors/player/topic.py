"""A topic: what many pages read of one subject, of which only the newest counts."""

from collections.abc import Callable, Container
from functools import partial
from typing import Any, NamedTuple

from msgspec import Struct

from actors.core.address import Address
from actors.core.context import Context
from actors.player.connection import Sink
from actors.player.messages import Deliver

GATHER = 0.2
"""Seconds for which changes gather, so that many in a row are told at once."""


class View(NamedTuple):
    """What is shown: the ``common`` frame, or ``frame(player)`` to players who ``differ``."""

    common: bytes
    differ: Container[str] = ()
    frame: Callable[[str], bytes] = str.encode

    def of(self, player: str) -> bytes:
        """Return the frame that a player is shown."""
        return self.frame(player) if player in self.differ else self.common


class Subscribe(Struct, frozen=True, tag=True):
    """The page on this connection reads the topic, until `Unsubscribe` or the connection's end."""

    player: str
    connection: str


class Unsubscribe(Struct, frozen=True, tag=True):
    """The page on this connection reads it no longer."""

    connection: str


class Publish(Struct, frozen=True, tag=True):
    """Timer: show the readers what has changed."""


OfTopic = Subscribe | Unsubscribe | Publish
"""The messages that an actor which has a topic passes on to `Topic.handle`."""


class Reader(Struct):
    """A page that reads a topic, and what it was sent last."""

    player: str
    sent: bytes = b""


Readers = dict[str, Reader]
"""By connection. They belong to the state of the actor, so a crash of it loses none."""


class Topic:
    """Publishes frames of one type to its readers: encoded once for all who are shown the same.

    A frame goes straight into the outbox of the reader's session, and no other actor has a turn.
    """

    def __init__(
        self,
        context: Context[Any],
        key: str,
        readers: Readers,
        look: Callable[[], View],
        gather: float = GATHER,
    ) -> None:
        """``look`` does what is common to all readers; ``key`` is the slot of these frames.

        What it returns counts until `changed`, so those who begin to read cost no look each.
        Changes gather for ``gather`` seconds.
        """
        self._gather_for = gather
        self._context = context
        self._key = key
        self._readers = readers
        self._look = look
        self._view: View | None = None
        self._gathering = False

    def resume(self) -> None:
        """After a start: a crash may have held back what the readers were sent last."""
        for reader in self._readers.values():
            reader.sent = b""
        self.changed()

    def handle(self, message: OfTopic) -> None:
        """Let a page read, or not any more, or show all what has changed."""
        match message:
            case Subscribe(player, connection):
                reader = self._readers[connection] = Reader(player)
                if len(self._readers) > len(self._context.edges):  # nothing may change for long
                    self._forget_ended()
                self._publish({connection: reader})
            case Unsubscribe(connection):
                self._readers.pop(connection, None)
            case Publish():
                self._gathering = False
                self._forget_ended()
                self._publish(self._readers)

    def changed(self) -> None:
        """Show the readers soon what has changed."""
        self._view = None
        self._gather()

    def _gather(self) -> None:
        if self._readers and not self._gathering:
            self._gathering = True
            self._context.timer(self._key, self._context.now() + self._gather_for, Publish())

    def show(self, player: str) -> None:
        """Show the newest to all pages of a player, whether they read it or not."""
        for reader in self._readers.values():
            if reader.player == player:
                reader.sent = b""  # they have to hear of what follows, even if it is as before
        deliver = Deliver(self._newest().of(player), self._key)
        self._context.tell(Address("player", player), deliver)

    def _newest(self) -> View:
        view = self._view = self._view or self._look()
        return view

    def _forget_ended(self) -> None:
        """Forget the readers whose connection has ended."""
        for connection in self._readers.keys() - self._context.edges.keys():
            del self._readers[connection]

    def _publish(self, readers: Readers) -> None:
        """Show readers the newest; one whose connection has ended is shown nothing.

        A frame is sent if it differs: nobody learns of changes they may not see.
        """
        edges, (common, differ, view) = self._context.edges, self._newest()
        sinks, frames = list[Sink](), list[bytes]()
        for name, reader in readers.items():
            connection, player = edges.get(name), reader.player
            frame = view(player) if player in differ else common
            if connection is None or frame == reader.sent:
                continue
            if connection.sink is None:
                self._gather()  # its hello has not been answered yet
            else:
                reader.sent = frame
                sinks.append(connection.sink)
                frames.append(frame)
        if sinks:
            self._context.act(partial(_write, self._key, sinks, frames))


def _write(key: str, sinks: list[Sink], frames: list[bytes]) -> None:
    for sink, frame in zip(sinks, frames, strict=True):
        sink.put(key, frame)

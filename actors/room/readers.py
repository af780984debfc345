"""The pages that read a room: they are told of each event, encoded once, without a message."""

from functools import partial
from hashlib import blake2b
from typing import Any

from actors.contact import parted
from actors.core.context import Context
from actors.frames import From, Origin, encode
from actors.player.connection import Sink
from actors.room.messages import Event, Happened, Head, History, HistoryPage, RoomView
from actors.room.state import Reader, State, shown
from store.rooms.records import RoomEvent
from store.social.records import Circle

NOBODY = frozenset[str]()


class Readers:
    """Writes frames into the outboxes of pages, in order with what their room tells.

    A page whose socket is congested is not told: it is shown the number of the last event
    afterwards, and asks for what it has missed. So a busy room never closes the socket of a player.
    """

    def __init__(self, context: Context[Any], state: State) -> None:
        self._context = context
        self._state = state
        self._room = context.address.id

    def add(self, origin: Origin, after: int, view: str) -> None:
        """Let a page read, as soon as it is known whom its player has blocked."""
        self._state.readers[origin.connection] = Reader(origin.player, after, view)
        person = self._state.people.get(origin.player)
        if person is not None and person.parted is not None:
            self.show(origin.player, person.parted)

    def ended(self) -> list[str]:
        """Return the connections of readers that have ended."""
        return [*self._state.readers.keys() - self._context.edges.keys()]

    def show(self, player: str, apart: frozenset[str]) -> None:
        """Show the room to pages of a player that do not know it yet, or whose blocks changed."""
        for name in self._state.pages(player):
            reader = self._state.readers[name]
            if reader.parted != apart:
                known = reader.after == 0 or reader.view == self._view(apart)
                anew = reader.parted is not None or not known
                self._show(name, apart, reader.after, anew=anew)
                reader.parted = apart

    def show_all(self) -> None:
        """Show every page the room again: a crash may have lost what they were told last."""
        for name, reader in self._state.readers.items():
            if reader.parted is not None:
                self._show(name, reader.parted, reader.after, anew=True)

    def _show(self, name: str, apart: frozenset[str], after: int, *, anew: bool = False) -> None:
        begin, events = self._state.since(0 if anew else after)
        told = tuple(shown(event, apart) for event in events)
        seen = self._view(apart)
        view = RoomView(self._room, self._state.last, begin, told, anew, seen)
        self._write([name], encode(view), anew=anew)

    def _view(self, apart: frozenset[str]) -> str:
        """Return a name for what players see who are parted from these: nobody can guess whom."""
        parted = ",".join(sorted(apart)).encode()
        return blake2b(parted, key=self._state.salt.encode(), digest_size=8).hexdigest()

    def tell(self, event: RoomEvent) -> None:
        """Tell all who read of an event; those who are parted from its author see only a number."""
        seeing, others = list[str](), list[str]()
        for name, reader in self._state.readers.items():
            if reader.parted is not None:
                (others if event.author in reader.parted else seeing).append(name)
        self._tell(seeing, shown(event, NOBODY))
        self._tell(others, Event(event.number, "hidden"))

    def _tell(self, names: list[str], event: Event) -> None:
        if names:
            self._write(names, encode(Happened(self._room, event)), event.number)

    def page(self, asked: From[History], events: tuple[RoomEvent, ...], circle: Circle) -> None:
        """Answer a page that asked for earlier events."""
        apart = parted(circle)
        told = tuple(shown(event, apart) for event in events)
        more = bool(events) and events[0].number > 1
        self._write(
            [asked.origin.connection], encode(HistoryPage(asked.frame.id, self._room, told, more))
        )

    def _write(self, names: list[str], frame: bytes, last: int = 0, *, anew: bool = False) -> None:
        edges = self._context.edges
        sinks = [edges[name].sink for name in names if name in edges]
        known = [sink for sink in sinks if sink is not None]
        if known:
            head = encode(Head(self._room, max(last, self._state.last), anew))
            key = f"anew {self._room}" if anew else f"room {self._room}"
            self._context.act(partial(_stream, key, known, frame, head))


def _stream(key: str, sinks: list[Sink], frame: bytes, head: bytes) -> None:
    for sink in sinks:
        if not sink.stream(frame):
            sink.put(key, head)

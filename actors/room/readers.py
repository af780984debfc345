"""The pages that read a room: they are told of each event, encoded once, without a message."""

from functools import partial
from hashlib import blake2b
from typing import Any

from actors.contact import parted
from actors.core.context import Context
from actors.frames import From, Origin, ServerFrame, encode
from actors.player.connection import Later, Sink
from actors.room.frames import PAGE, Event, Happened, Head, History, HistoryPage, RoomView, Typing
from actors.room.shown import described, others_in, shown
from actors.room.state import Reader, State
from store.rooms.records import RoomEvent
from store.social.records import Circle

NOBODY = frozenset[str]()
TYPING_EVERY = 3.0
"""Seconds after which it is told again that a player is writing."""
MOST_TOLD_OF_TYPING = 50
"""In a room that more pages read, nobody is told who is writing."""


class Readers:
    """Writes frames into the outboxes of pages, in order with what their room tells.

    A page whose socket is congested is not told: it is shown the number of the last event
    afterwards, and asks for what it has missed. So a busy room never closes the socket of a player.

    A page that comes back may know what it was told when other blocks counted. So it says the
    ``view`` of then: a digest with a secret of the room, so that nobody can guess who is blocked.
    """

    def __init__(self, context: Context[Any], state: State) -> None:
        self._context = context
        self._state = state
        self._room = context.address.id

    def add(self, origin: Origin, after: int, view: str) -> bool:
        """Let a page read, as soon as it is known whom its player has blocked.

        Return whether it is known already, so that the page is shown the room.
        """
        self._state.readers[origin.connection] = Reader(origin.player, after, view)
        person = self._state.people.get(origin.player)
        if person is None or person.parted is None:
            return False
        return self.show(origin.player, person.parted)

    def ended(self) -> list[str]:
        """Return the connections of readers that have ended."""
        return [*self._state.readers.keys() - self._context.edges.keys()]

    def show(self, player: str, apart: frozenset[str]) -> bool:
        """Show the room to pages of a player that do not know it yet, or whose blocks changed.

        Return whether there was such a page.
        """
        changed = False
        for name in self._state.pages(player):
            reader = self._state.readers[name]
            if reader.parted != apart:
                known = reader.after == 0 or reader.view == self._view(apart)
                anew = reader.parted is not None or not known
                self._show(name, apart, reader.after, anew=anew)
                reader.parted = apart
                changed = True
        return changed

    def show_all(self) -> None:
        """Show every page the room again: a crash may have lost what they were told last."""
        for name, reader in self._state.readers.items():
            if reader.parted is not None:
                self._show(name, reader.parted, 0, anew=True)

    def _show(self, name: str, apart: frozenset[str], after: int, *, anew: bool = False) -> None:
        state = self._state
        begin, events = state.since(0 if anew else after)
        told, view = tuple(shown(event, apart) for event in events), self._view(apart)
        made = None if state.made is None else described(state.made)
        role = state.roles.get(state.readers[name].player)
        about = state.last, begin, told, anew, view, state.mode, made, role
        self._write([name], encode(RoomView(self._room, *about)), anew=anew)

    def _view(self, apart: frozenset[str]) -> str:
        parted, key = ",".join(sorted(apart)), self._state.salt
        return blake2b(parted.encode(), key=key.encode(), digest_size=8).hexdigest()

    def tell(self, event: RoomEvent) -> None:
        """Tell all who read of an event; who is parted from somebody in it sees only a number."""
        seeing, others = list[str](), list[str]()
        named = others_in(event)
        for name, reader in self._state.readers.items():
            if reader.parted is not None:
                apart = reader.parted
                hidden = event.author in apart or (named and not apart.isdisjoint(named))
                (others if hidden else seeing).append(name)
        self._tell(seeing, shown(event, NOBODY))
        self._tell(others, Event(event.number, "hidden"))

    def _tell(self, names: list[str], event: Event) -> None:
        if names:
            self._write(names, encode(Happened(self._room, event)), event.number)

    def page(self, asked: From[History], events: tuple[RoomEvent, ...], circle: Circle) -> None:
        """Answer a page that asked for earlier or later events."""
        frame, apart = asked.frame, parted(circle)
        told = tuple(shown(event, apart) for event in events)
        if frame.after is not None:
            more = len(events) == PAGE and events[-1].number < self._state.last
        else:
            more = bool(events) and events[0].number > 1
        answer = HistoryPage(frame.id, self._room, told, more)
        self._write([asked.origin.connection], encode(answer))

    def send(self, player: str, frame: ServerFrame) -> None:
        """Tell the pages of a player that know the room something that only the newest matters of.

        A congested one is told the newest when it has caught up.
        """
        readers = self._state.readers
        names = [n for n in self._state.pages(player) if readers[n].parted is not None]
        data, key = encode(frame), f"{type(frame).__name__} {self._room}"
        if sinks := self._sinks(names):
            self._context.act(partial(_stream, key, sinks, data, lambda: data))

    def typing(self, origin: Origin) -> None:
        """Tell other people that somebody is writing, once in a few seconds."""
        state, player, now = self._state, origin.player, self._context.now()
        if len(state.readers) > MOST_TOLD_OF_TYPING:
            return
        if now < state.typed.get(player, -TYPING_EVERY) + TYPING_EVERY:
            return
        names = [
            name
            for name, reader in state.readers.items()
            if reader.player != player and reader.parted is not None and player not in reader.parted
        ]
        if names:
            frame = encode(Typing(self._room, player, origin.name))
            self._context.act(partial(_stream, "", self._sinks(names), frame, None))
        recent = {who: at for who, at in state.typed.items() if now < at + TYPING_EVERY}
        state.typed = {**recent, player: now}

    def _write(self, names: list[str], frame: bytes, last: int = 0, *, anew: bool = False) -> None:
        if sinks := self._sinks(names):
            head = encode(Head(self._room, max(last, self._state.last), anew))
            key = f"{'anew' if anew else 'room'} {self._room}"  # a later head must not replace it
            self._context.act(partial(_stream, key, sinks, frame, lambda: head))

    def _sinks(self, names: list[str]) -> list[Sink]:
        edges = self._context.edges
        sinks = [edges[name].sink for name in names if name in edges]
        return [sink for sink in sinks if sink is not None]


def _stream(key: str, sinks: list[Sink], frame: bytes, later: Later | None) -> None:
    for sink in sinks:
        sink.stream(frame, key, later)

"""The pages that read a tournament: shown the whole once, then the parts that change."""

from collections.abc import Iterable
from functools import partial
from typing import Any

from msgspec import Struct

from actors.core.address import Address
from actors.core.context import Context
from actors.frames import encode
from actors.player.connection import Sink
from actors.player.messages import Deliver
from actors.tournament import view
from actors.tournament.events import (
    Called,
    Decided,
    Event,
    Extended,
    Gave,
    MatchDrawn,
    MatchDropped,
    MatchMade,
    MatchOver,
    Ready,
    RoundDrawn,
    Started,
    Undone,
)
from actors.tournament.formats.draw import Slots
from actors.tournament.frames import OrganisersView, TournamentPart, TournamentView
from actors.tournament.messages import Publish
from actors.tournament.state import State

GATHER = 0.2
"""Seconds for which changes gather, so that many in a row are told at once."""
OF_PAIRING = Called | Ready | Extended | MatchDrawn | MatchDropped | MatchMade | MatchOver | Decided


class Live(Struct):
    """What is shown and to whom; no event, so it ends with the process.

    ``readers`` has the player of each connection, ``scores`` the points of the matches being played
    (left, right), ``shown`` the version that all readers know.
    """

    readers: dict[str, str] = {}
    scores: dict[str, tuple[int, int]] = {}
    shown: int = 0
    told: int = 0


class Readers:
    """Writes frames into the outboxes of pages, encoded once for all of them.

    A page whose socket is congested gets the whole instead, as soon as there is room.
    """

    def __init__(self, context: Context[Any], live: Live) -> None:
        self._context = context
        self._live = live
        self._id = context.address.id
        self._changed = set[str]()
        self._parts = set[str]()
        self._slots: dict[str, Slots] = {}

    def add(self, state: State, player: str, connection: str) -> None:
        """Let a page read; it is shown the whole."""
        self._live.readers[connection] = player
        self._context.tell(
            Address("player", player), Deliver(self.whole(state), self._slot(), connection)
        )
        if state.organises(player):
            self._tell_organiser(state, player, connection)

    def remove(self, connection: str) -> None:
        """Let a page read no longer."""
        self._live.readers.pop(connection, None)

    def here(self) -> bool:
        """Tell whether somebody reads."""
        live = self._live
        live.readers = {c: p for c, p in live.readers.items() if c in self._context.edges}
        return bool(live.readers)

    def resume(self, state: State) -> None:
        """After a crash: show all the whole, as it is not known what they were told."""
        for connection, player in [*self._live.readers.items()]:
            self.add(state, player, connection)

    def note(self, state: State, happened: Iterable[Event]) -> None:
        """Show soon what these events have changed."""
        for event in happened:
            match event:
                case Extended(None):
                    self._parts.add("head")
                case Decided(pairing):
                    self._parts |= {"pairings", "standings"}
                    self._changed.add(pairing)
                case Started() | RoundDrawn() | Gave():
                    self._parts |= {"head", "entrants", "pairings", "standings"}
                case Undone(pairings):
                    self._parts |= {"head", "pairings", "standings"}
                    self._changed.update(pairings)
                case _ if isinstance(event, OF_PAIRING):
                    self._parts.add("pairings")
                    self._changed.add(event.pairing or "")
                case _:
                    self._parts |= {"head", "entrants"}
        slots = state.slots()
        if slots is not self._slots:  # who comes where has changed
            before, self._slots = self._slots, slots
            self._changed.update(key for key, one in slots.items() if one != before.get(key))
        self._gather()

    def scored(self, state: State, match: str, score: tuple[int, int]) -> None:
        """Show soon how a match stands that is being played."""
        for key, fight in state.open_fights():
            if fight.current is not None and fight.current.id == match:
                self._live.scores[match] = score
                self._parts.add("pairings")
                self._changed.add(key)
                self._gather()

    def publish(self, state: State) -> None:
        """Show the readers what has changed."""
        live, parts = self._live, self._parts
        live.shown, after = live.shown + 1, live.shown
        frame = TournamentPart(
            self._id,
            live.shown,
            after,
            view.head(state) if "head" in parts else None,
            view.entrants(state) if "entrants" in parts else None,
            view.pairings(state, self._changed, live.scores) if "pairings" in parts else None,
            view.table(state) if "standings" in parts else None,
        )
        self._parts, self._changed = set[str](), set[str]()
        playing = {f.current.id for _, f in state.open_fights() if f.current is not None}
        live.scores = {match: score for match, score in live.scores.items() if match in playing}
        self.here()
        edges = self._context.edges
        sinks = [edges[connection].sink for connection in live.readers]
        there = [sink for sink in sinks if sink is not None]
        if there:
            whole = partial(self.whole, state)
            self._context.act(partial(_stream, self._slot(), there, encode(frame), whole))
        if len(state.acts) != live.told:
            live.told = len(state.acts)
            for connection, player in live.readers.items():
                if state.organises(player):
                    self._tell_organiser(state, player, connection)

    def whole(self, state: State) -> bytes:
        """Return the whole as everybody may see it."""
        about = view.head(state), view.entrants(state)
        rest = view.pairings(state, None, self._live.scores), view.table(state)
        return encode(TournamentView(self._id, self._live.shown, *about, *rest))

    def _tell_organiser(self, state: State, player: str, connection: str) -> None:
        invited = tuple(sorted(state.invited))
        frame = OrganisersView(
            self._id, state.plan.word, state.station_word, tuple(state.acts), invited
        )
        deliver = Deliver(encode(frame), f"organisers {self._id}", connection)
        self._context.tell(Address("player", player), deliver)

    def _gather(self) -> None:
        if not self._live.readers:
            self._parts, self._changed = set[str](), set[str]()
        elif self._parts:
            self._context.timer("publish", self._context.now() + GATHER, Publish())

    def _slot(self) -> str:
        return f"tournament {self._id}"


def _stream(key: str, sinks: list[Sink], frame: bytes, whole: Any) -> None:
    for sink in sinks:
        if not sink.stream(frame):
            sink.put(key, whole())

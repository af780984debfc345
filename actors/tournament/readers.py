"""The pages that read a tournament: shown the whole once, then the parts that change."""

from collections.abc import Iterable
from functools import partial
from typing import Any, TypeVar

from msgspec import Struct
from msgspec.structs import replace

from actors.core.address import Address
from actors.core.context import Context
from actors.frames import encode
from actors.player.connection import Later, Sink
from actors.player.following import Following, People
from actors.player.messages import Deliver, Followed
from actors.tournament import view
from actors.tournament.aside import Aside
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
from actors.tournament.formats.standings import Standing
from actors.tournament.matches import find, under_way
from actors.tournament.messages import Publish, Ranked
from actors.tournament.shown import OrganisersView, TournamentPart, TournamentView
from actors.tournament.state import State

GATHER = 0.2
"""Seconds for which changes gather, so that many in a row are told at once."""
OF_PAIRING = Called | Ready | Extended | MatchDrawn | MatchDropped | MatchMade | MatchOver | Decided


Hidden = frozenset[str]
"""Players whom a reader may not know."""


class Live(Struct):
    """What is shown and to whom; no event, so it ends with the process.

    ``readers`` has the player of each connection, and ``people`` what is known of those players.
    ``scores`` has the points of the matches being played (left, right), ``shown`` the version that
    all readers know.
    """

    readers: dict[str, str] = {}
    people: People = {}
    scores: dict[str, tuple[int, int]] = {}
    shown: int = 0
    told: int = 0


class Readers:
    """Writes frames into the outboxes of pages, encoded once for all who are shown the same.

    A page whose socket is congested gets the whole instead, as soon as there is room. Everybody is
    shown the aliases; whose they are, those are not who are parted from them by a block.
    """

    def __init__(self, context: Context[Any], live: Live, aside: Aside) -> None:
        self._context = context
        self._aside = aside
        self._ranking: dict[str, Slots] | None = None
        self._live = live
        self._id = context.address.id
        self._changed = set[str]()
        self._parts = set[str]()
        self._anew = set[str]()
        self._told: dict[str, Hidden] = {}  # of whom each reader was not told last
        self._slots: dict[str, Slots] = {}
        self.following = Following(context, live.people, self._news, self._lapsed)

    def add(self, state: State, player: str, connection: str) -> None:
        """Let a page read; it is shown the whole."""
        self._live.readers[connection] = player
        self._show(state, player, connection)
        self.following.follow(player)
        if state.organises(player):
            self._tell_organiser(state, player, connection)

    def _show(self, state: State, player: str, connection: str) -> None:
        hidden = self._told[player] = self._hidden(state, player)
        frame = self.whole(state, hidden)
        self._context.tell(Address("player", player), Deliver(frame, self._slot(), connection))

    def _hidden(self, state: State, player: str) -> Hidden:
        """Return the players of entrants whom a reader may not know; all, until that is known."""
        person = self._live.people.get(player)
        players = {e.player for e in state.entrants.values() if e.player} | {state.owner.id}
        players |= {*state.organisers, *state.stations}
        if person is None or person.parted is None:
            return frozenset(players - {player})
        return person.parted & players

    def remove(self, connection: str) -> None:
        """Let a page read no longer."""
        player = self._live.readers.pop(connection, None)
        if player is not None and player not in self._live.readers.values():
            self.following.unfollow(player)
            self._told.pop(player, None)

    def here(self) -> bool:
        """Tell whether somebody reads."""
        for connection in self._live.readers.keys() - self._context.edges.keys():
            self.remove(connection)
        return bool(self._live.readers)

    def resume(self, state: State) -> None:
        """After a crash: show all the whole, as it is not known what they were told."""
        self.following.resume(self._live.readers.values())
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
        found = find(state, match)
        if found is not None:
            self._live.scores[match] = score
            self._parts.add("pairings")
            self._changed.add(found[0])
            self._gather()

    def publish(self, state: State) -> None:
        """Show the readers what has changed."""
        live = self._live
        live.shown += 1
        later = set[str]()
        if "standings" in self._parts and state.ranked is None:
            later = {"standings"}
            self._rank(state)
        self._parts -= later
        part = self._part(state)
        self._parts, self._changed = later, set[str]()
        playing = {match.id for _, _, match in under_way(state)}
        live.scores = {match: score for match, score in live.scores.items() if match in playing}
        self.here()
        for player in self._anew:
            changed = self._hidden(state, player) != self._told.get(player)
            for connection in [c for c, p in live.readers.items() if changed and p == player]:
                self._show(state, player, connection)
        self._anew = set[str]()
        for hidden, sinks in self._sinks(state).items():
            frame = encode(hide(part, hidden))
            whole = partial(self.whole, state, hidden)
            self._context.act(partial(_stream, self._slot(), sinks, frame, whole))
        if len(state.acts) != live.told:
            live.told = len(state.acts)
            for connection, player in live.readers.items():
                if state.organises(player):
                    self._tell_organiser(state, player, connection)

    def _part(self, state: State) -> TournamentPart:
        parts, live = self._parts, self._live
        return TournamentPart(
            self._id,
            live.shown,
            live.shown - 1,
            view.head(state) if "head" in parts else None,
            view.entrants(state) if "entrants" in parts else None,
            view.pairings(state, self._changed, live.scores) if "pairings" in parts else None,
            view.table(state) if "standings" in parts else None,
        )

    def _sinks(self, state: State) -> dict[Hidden, list[Sink]]:
        """Return the outboxes of all pages that read, by whom they may not know."""
        found: dict[Hidden, list[Sink]] = {}
        known: dict[str, Hidden] = {}
        for connection, player in self._live.readers.items():
            sink = self._context.edges[connection].sink
            if sink is not None:
                if player not in known:
                    known[player] = self._told[player] = self._hidden(state, player)
                found.setdefault(known[player], []).append(sink)
        return found

    def _rank(self, state: State) -> None:
        """Have the table worked out where it holds up nobody; it is shown a little later."""
        slots = state.slots()
        if self._ranking is not slots:
            self._ranking = slots
            rank = state.rank()
            self._context.effect(lambda: self._aside(rank), Ranked, lambda _: Ranked(None))

    def ranked(self, state: State, standings: tuple[Standing, ...] | None) -> None:
        """Take the table, unless something has been decided since; then the next one follows."""
        if standings is not None and self._ranking is state.known and state.ranked is None:
            state.ranked = standings
        self._ranking = None
        self._gather()

    def whole(self, state: State, hidden: Hidden = frozenset()) -> bytes:
        """Return the whole, without saying who these players are."""
        about = view.head(state), view.entrants(state)
        rest = view.pairings(state, None, self._live.scores), view.table(state)
        return encode(hide(TournamentView(self._id, self._live.shown, *about, *rest), hidden))

    def _news(self, news: Followed) -> None:
        """Show a reader the whole anew if it has changed whom they may know."""
        if news.parted is not None:
            self._anew.add(news.player)
            self._context.timer("publish", self._context.now(), Publish())

    def _lapsed(self, player: str) -> None:
        readers = self._live.readers
        self._live.readers = {c: p for c, p in readers.items() if p != player}

    def _tell_organiser(self, state: State, player: str, connection: str) -> None:
        invited = tuple(sorted(state.invited))
        frame = OrganisersView(
            self._id, state.plan.word, state.station_word, view.acts(state), invited
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


T = TypeVar("T", TournamentView, TournamentPart)


def hide(shown: T, hidden: Hidden) -> T:
    """Return what is shown without saying who these players are. Pure."""
    if not hidden:
        return shown
    head, entrants = shown.head, shown.entrants
    if head is not None:
        people = (head.owner, *head.organisers)
        owner, *organisers = (replace(p, id="") if p.id in hidden else p for p in people)
        head = replace(head, owner=owner, organisers=(*organisers,))
    if entrants is not None:
        entrants = tuple(replace(e, player=None) if e.player in hidden else e for e in entrants)
    pairings = shown.pairings
    if pairings is not None:
        pairings = tuple(replace(p, station="") if p.station in hidden else p for p in pairings)
    return replace(shown, head=head, entrants=entrants, pairings=pairings)


def _stream(key: str, sinks: list[Sink], frame: bytes, whole: Later) -> None:
    for sink in sinks:
        sink.stream(frame, key, whole)

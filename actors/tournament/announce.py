"""What a tournament tells people: lines in its room for all, and notes to those whom it concerns.

A note is in the stored inbox of a player, so it reaches them on every page, in a match or in chat,
and also when they come later.
"""

from collections.abc import Iterable, Sequence
from typing import Any

from actors.core.context import Context
from actors.player.inbox import notify
from actors.player.notices import NextFight, TournamentNews
from actors.room.notices import Announce, FightOver, Fights, Notice, Stage, room_of_tournament
from actors.tournament import view
from actors.tournament.events import (
    Called,
    Cancelled,
    CheckInOpened,
    Decided,
    Event,
    Finished,
    Held,
    RoundDrawn,
    Started,
    WentOn,
)
from actors.tournament.state import Entrant, State
from store.programs.records import is_bot

MOST_NAMED = 20
"""Fights that one line names; of the others it says how many there are."""


class Announcer:
    """Tells all that has happened in a turn, in its order."""

    def __init__(self, context: Context[Any]) -> None:
        self._context = context
        self._id = context.address.id

    def announce(self, state: State, happened: Sequence[Event]) -> None:
        """Say in the room what happened, and tell each entrant what concerns them."""
        called = [event for event in happened if isinstance(event, Called)]
        for event in happened:
            self._tell(state, event)
        for event in called:
            self._call(state, event)
        if called:
            self._say(_fights(self._id, state, called))

    def _tell(self, state: State, event: Event) -> None:
        match event:
            case CheckInOpened():
                self._say(Stage(self._id, "check_in"))
                self._news(state, "check_in", state.entrants.values())
            case Started():
                self._say(Stage(self._id, "started"))
                self._news(state, "started", state.entrants.values())
            case RoundDrawn(drawn) if state.plan.format == "swiss":
                self._say(Stage(self._id, "round", round=drawn[0].round if drawn else None))
            case Decided(pairing):
                self._decide(state, event, pairing)
            case Held():
                self._say(Stage(self._id, "held"))
            case WentOn():
                self._say(Stage(self._id, "went_on"))
            case Finished():
                self._finish(state)
            case Cancelled():
                self._say(Stage(self._id, "cancelled"))
                self._news(state, "cancelled", state.entrants.values())
            case _:
                pass

    def _call(self, state: State, event: Called) -> None:
        """Call both sides; who is called again is told again."""
        first, second = _two(state, event.pairing)
        until = int(event.until * 1000.0)
        for one, other in ((first, second), (second, first)):
            if one.player is not None:
                about = self._id, state.plan.name, event.pairing, other.alias
                note = f"{self._id} {event.pairing} {until}"
                fight = NextFight(*about, until, is_bot(other.player))
                notify(self._context, one.player, note, fight)

    def _decide(self, state: State, event: Decided, pairing: str) -> None:
        outcome = event.outcome
        first, second = two = _two(state, pairing)
        aliases = (first.alias, second.alias)
        result = outcome.winner, outcome.games, outcome.points, outcome.cause
        self._say(FightOver(self._id, pairing, aliases, *result, _bots(two)))
        if outcome.cause != "played":  # else both have seen it
            self._news(state, "result", two, f"{pairing} {int(event.at * 1000.0)}")

    def _finish(self, state: State) -> None:
        places = {one.entrant: one.place for one in view.table(state)}
        first = [number for number, place in places.items() if place == 1]
        winner = state.entrants[first[0]] if len(first) == 1 else None
        named = Stage(self._id, "over")
        if winner is not None:
            named = Stage(self._id, "over", winner=winner.alias, bots=_bots([winner]))
        self._say(named)
        for entrant in state.entrants.values():
            self._news(state, "over", [entrant], place=places.get(entrant.number))

    def _news(
        self,
        state: State,
        what: Any,
        entrants: Iterable[Entrant],
        about: str = "",
        *,
        place: int | None = None,
    ) -> None:
        news = TournamentNews(self._id, state.plan.name, what, place)
        note = f"{self._id} {what} {about or int((state.ended or state.started or 0) * 1000.0)}"
        for entrant in entrants:
            if entrant.player is not None and (entrant.gone is None or what == "result"):
                notify(self._context, entrant.player, note, news)

    def _say(self, notice: Notice) -> None:
        self._context.send(room_of_tournament(self._id), Announce(notice))


def _fights(tournament: str, state: State, called: Sequence[Called]) -> Fights:
    pairs = [(event.pairing, _two(state, event.pairing)) for event in called]
    named = pairs[:MOST_NAMED]
    fights = tuple((key, first.alias, second.alias) for key, (first, second) in named)
    until = int(max(event.until for event in called) * 1000.0)
    bots = _bots(one for _, two in named for one in two)
    return Fights(tournament, fights, len(pairs) - len(named), until, bots)


def _bots(entrants: Iterable[Entrant]) -> tuple[str, ...]:
    """Return the aliases of those who are bots: a line marks them, as it has no ids."""
    return tuple(one.alias for one in entrants if is_bot(one.player))


def _two(state: State, pairing: str) -> tuple[Entrant, Entrant]:
    first, second = state.two(state.slots()[pairing])
    if first is None or second is None:
        raise RuntimeError(f"pairing {pairing}: it was called or decided, but nobody meets in it")
    return first, second

"""What players and organisers ask of a tournament, and what they are answered."""

from collections.abc import Sequence
from typing import Any

from msgspec import Struct, field

from actors.core.context import Context
from actors.frames import Error, From, Ok, Origin
from actors.player.pages import Pages
from actors.ratings.modes import mode_of
from actors.seats.answers import Answers
from actors.seats.ids import draw_id
from actors.seats.refused import Refused
from actors.tournament import acts, entering
from actors.tournament.asking import asks, look, vanished
from actors.tournament.events import Acted, Created, Event, Person
from actors.tournament.frames import (
    Join,
    MakeTournament,
    Organise,
    Request,
    Station,
    WatchTournament,
)
from actors.tournament.guesses import Guesses
from actors.tournament.messages import Facts, Known, Message, Someone, Vanished
from actors.tournament.plan import Makers, fault, is_id
from actors.tournament.refusals import bad_plan, refused
from actors.tournament.state import State
from store.protocol import Store

MOST_OPEN = 10
"""Tournaments of one player that have not ended."""
NOTHING = Facts(None)


class Waiting(Struct):
    """Requests of which the store is asked, by key, the last answers, and words that were wrong.

    It ends with the process.
    """

    asked: dict[str, From[Request]] = {}
    answers: Answers = field(default_factory=Answers)
    guesses: Guesses = field(default_factory=Guesses)


class Requests:
    """Asks the store what a request needs to know, has it decided, and answers it."""

    def __init__(
        self, context: Context[Any], store: Store, waiting: Waiting, makers: Makers
    ) -> None:
        self._context = context
        self._store = store
        self._makers = makers
        self._waiting = waiting
        self._pages = Pages(context)

    def resume(self, state: State | None, fatal: Message | None) -> None:
        """After a crash: answer whoever waits for what crashed the last start; ask again."""
        match fatal:
            case From(origin, frame) if not isinstance(frame, WatchTournament):
                self._drop(origin, frame)
                self._answer(origin, frame, refused("server_fault"), keep=False)
            case Known(key) if (lost := self._waiting.asked.pop(key, None)) is not None:
                self._answer(lost.origin, lost.frame, refused("server_fault"), keep=False)
            case _:
                pass
        for key, asked in self._waiting.asked.items():
            self._look(state, key, asked)

    def take(self, state: State | None, asked: From[Request]) -> list[Event]:
        """Return what a request leads to, unless the store has to be asked first."""
        known = self._waiting.answers.to(asked.origin.player, asked.frame)
        if known is not None:
            self._pages.answer(asked.origin, known)
            return []
        if not asks(asked.frame):
            return self._decide(state, asked, NOTHING)
        key = draw_id("q", self._context.random)
        self._waiting.asked[key] = asked
        self._look(state, key, asked)
        return []

    def known(self, state: State | None, message: Known) -> list[Event]:
        """Return what a request leads to of which the store has said what it needs."""
        asked = self._waiting.asked.get(message.key)
        if asked is None:
            return []
        happened = self._decide(state, asked, message.facts)
        del self._waiting.asked[message.key]
        return happened

    def unknown(self, origin: Origin) -> None:
        """Tell a page that there is no such tournament."""
        self._pages.answer(origin, refused("no_such_tournament").error(None))

    def look_for_vanished(self, state: State) -> None:
        """After the server was away: ask whose account was deleted meanwhile."""
        known = [entrant.player for entrant in state.entrants.values() if entrant.player]
        players = dict.fromkeys((*known, *state.organisers, *state.invited, state.owner.id))
        self._context.effect(
            lambda: vanished(self._store, [player for player in players if player]),
            Vanished,
            lambda _: Vanished(()),
        )

    def _look(self, state: State | None, key: str, asked: From[Request]) -> None:
        mode = (None if state is None else mode_of(state.plan.settings)) or "classic"
        self._context.effect(
            lambda: look(self._store, asked.origin.player, asked.frame, mode),
            lambda facts: Known(key, facts),
            lambda _: Known(key, None),
        )

    def _drop(self, origin: Origin, frame: Request) -> None:
        for key, other in [*self._waiting.asked.items()]:
            if other.origin == origin and other.frame == frame:
                del self._waiting.asked[key]

    def _decide(
        self, state: State | None, asked: From[Request], facts: Facts | None
    ) -> list[Event]:
        origin, frame = asked.origin, asked.frame
        if facts is None or self._context.log_away:
            answer: list[Event] | Refused = refused("unavailable")
        elif isinstance(frame, MakeTournament):
            answer = self._make(state, origin, frame, facts)
        elif state is None:
            answer = refused("no_such_tournament")
        else:
            answer = self._of(state, origin, frame, facts)
        self._answer(origin, frame, answer)
        return [] if isinstance(answer, Refused) else answer

    def _make(
        self, state: State | None, origin: Origin, frame: MakeTournament, facts: Facts
    ) -> list[Event] | Refused:
        now = self._context.date()
        if state is not None:
            same = state.owner.id == origin.player and state.plan == frame.plan
            return [] if same else refused("tournament_exists")
        if not is_id(self._context.address.id):
            return refused("bad_id")
        if (barred := self._barred(facts.sender)) is not None:
            return refused(barred)
        if (wrong := fault(frame.plan, now)) is not None:
            return bad_plan(wrong)
        if facts.open_ones >= MOST_OPEN:
            return refused("too_many_tournaments")
        word = draw_id("", self._context.random)[:8]
        return [Created(Person(origin.player, origin.name), frame.plan, now, word)]

    def _barred(self, sender: Someone | None) -> str | None:
        """Return why somebody may make no tournament here."""
        if sender is None:
            return "no_such_player"
        if self._makers == "moderators" and not sender.moderates:
            return "moderators_make"
        return "accounts_make" if self._makers == "accounts" and sender.guest else None

    def _of(
        self, state: State, origin: Origin, frame: Request, facts: Facts
    ) -> list[Event] | Refused:
        if isinstance(frame, Organise):
            return self._organise(state, origin, frame, facts)
        now, guesses = self._context.date(), self._waiting.guesses
        word = frame.word if isinstance(frame, Join | Station) else None
        if word and guesses.too_many(origin.home, now):
            return refused("too_many_words")
        if isinstance(frame, Join):
            answer = entering.join(state, origin, frame, facts, now)
        else:
            answer = entering.DECIDE[type(frame)](state, origin, frame)
        if word and isinstance(answer, Refused) and answer.code == "wrong_word":
            guesses.note(origin.home, now)
        return answer

    def _organise(
        self, state: State, origin: Origin, frame: Organise, facts: Facts
    ) -> list[Event] | Refused:
        if not state.organises(origin.player):
            return refused("not_an_organiser")
        now = self._context.date()
        happens = acts.act(acts.Desk(state, facts, now, self._context.random), frame.act)
        if isinstance(happens, Refused) or not happens:
            return happens
        what = type(frame.act).__struct_config__.tag
        by = Person(origin.player, origin.name)
        return [*happens, Acted(by, str(what), acts.subject(state, frame.act), now)]

    def _answer(
        self,
        origin: Origin,
        frame: Request,
        answer: Sequence[Event] | Refused,
        *,
        keep: bool = True,
    ) -> None:
        sent: Ok | Error = Ok(frame.id)
        if isinstance(answer, Refused):
            sent = answer.error(frame.id)
        if keep:
            self._waiting.answers.note(origin.player, frame, sent)
        self._pages.answer(origin, sent)

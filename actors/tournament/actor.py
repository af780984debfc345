"""The tournament actor: it takes requests, news of matches and time; the director decides."""

from collections.abc import Callable, Sequence
from typing import Any, get_args

from msgspec import Struct

from actors.core.actor import Actor
from actors.core.context import Context
from actors.frames import From, Origin, encode
from actors.match.owner import Ended, Resumed, Scored
from actors.player.following import OfFollowing
from actors.seats.seating import Declined, Reserved
from actors.tournament.announce import Announcer
from actors.tournament.apply import apply_all, begun
from actors.tournament.aside import Aside, at_once
from actors.tournament.director import after_absence, due, newly_drawn, proceed, wants_round
from actors.tournament.entering import forget
from actors.tournament.events import Created, Event, Undone
from actors.tournament.formats.format import next_round
from actors.tournament.frames import WatchTournament
from actors.tournament.matches import Matches, under_way
from actors.tournament.messages import (
    Due,
    Forget,
    Known,
    Message,
    Paired,
    Publish,
    Ranked,
    Retry,
    Show,
    Vanished,
)
from actors.tournament.plan import Makers
from actors.tournament.readers import Live, Readers
from actors.tournament.recall import recall
from actors.tournament.requests import Requests, Waiting
from actors.tournament.rows import rows
from actors.tournament.state import Fight, State
from store.protocol import Store

SNAPSHOT_EVERY = 100
"""Events after which the whole is journaled, so that a start has few to read. A greater tournament
waits for more, as its whole is greater too.
"""
PAIRED_BY = 60.0
"""Seconds until somebody looks whether the next round is there."""
AGAIN = 5.0
"""Seconds until a round that could not be paired is paired once more."""


class TournamentActor(Actor[Message]):
    """One tournament. All that it knows is in its journal; what it shows, and to whom, is not."""

    def __init__(
        self,
        context: Context[Message],
        store: Store,
        aside: Aside = at_once,
        makers: Makers = "everybody",
    ) -> None:
        super().__init__(context)
        handed = context.recovered.handed if context.recovered is not None else None
        self.crashed = handed is not None
        self.live, self.waiting = handed or (Live(), Waiting())
        self.aside = aside
        self.state = recall(context.recovered)
        self.unsnapped = 0
        self.pairing = False
        self.readers = Readers(context, self.live, aside)
        self.matches = Matches(context)
        self.announcer = Announcer(context)
        self.requests = Requests(context, store, self.waiting, makers)
        self.told: dict[type, Callable[[State, Any], Sequence[Event]]] = {
            Ended: self.matches.ended,
            Reserved: lambda state, m: self.matches.reserved(state, m.match),
            Declined: self.matches.declined,
            Resumed: lambda _, resumed: self.matches.resumed(resumed) or (),
            Scored: lambda s, m: self.readers.scored(s, m.match, m.score) or (),
            Retry: lambda state, _: self.matches.reserve(state) or (),
            Ranked: lambda state, m: self.readers.ranked(state, m.standings) or (),
            Publish: lambda state, _: self.readers.publish(state) or (),
            Forget: lambda state, m: forget(state, m.player),
            Vanished: lambda s, m: [e for player in m.players for e in forget(s, player)],
            Paired: self._paired,
            Due: lambda state, _: self._wait(state) or (),
            **dict.fromkeys(get_args(OfFollowing), self._follow),
        }

    def started(self) -> None:
        """Go on: ask for seats again, show the readers all, and see what is due."""
        self.context.hand_over((self.live, self.waiting))
        if self.state is not None:
            self.readers.resume(self.state)
            self.matches.reserve(self.state)
            self._wait(self.state)
            away = [] if self.crashed else after_absence(self.state, self.context.date())
            self._happen(away)
            if not self.crashed:
                self.requests.look_for_vanished(self.state)
        self.requests.resume(self.state, self.context.fatal)
        self._once_more(self.context.fatal)

    def _once_more(self, fatal: Message | None) -> None:
        """Handle a letter that has crashed the last start, as nobody says it again."""
        if isinstance(fatal, Ended | Forget):
            self.receive(fatal)

    def receive(self, message: Message) -> None:
        """Handle one message; before the tournament is made there is none."""
        match message:
            case Show():
                shown = None if self.state is None else self.readers.whole(self.state)
                self.context.reply().ok(shown)
            case From(origin, WatchTournament(_, on)):
                self._watch(origin, on=on)
            case From(origin, frame) if not isinstance(frame, WatchTournament):
                self._happen(self.requests.take(self.state, From(origin, frame)))
            case Known():
                self._happen(self.requests.known(self.state, message))
            case _ if self.state is not None:
                self._happen(self.told[type(message)](self.state, message))
            case _:
                pass

    def _watch(self, origin: Origin, *, on: bool) -> None:
        if not on:
            self.readers.remove(origin.connection)
        elif self.state is None:
            self.requests.unknown(origin)
        else:
            self.readers.add(self.state, origin.player, origin.connection)

    def _follow(self, _: State, news: OfFollowing) -> Sequence[Event]:
        self.readers.following.handle(news)
        return ()

    def can_passivate(self) -> bool:
        """Leave the memory when nobody reads and nothing is being played or called."""
        if self.state is not None and self.state.phase == "running":
            return False
        return not self.readers.here() and not self.waiting.asked

    # What follows from every message.

    def _happen(self, happened: Sequence[Event]) -> None:
        """Let events happen and whatever follows; it is told when it is durable."""
        events = [*happened]
        if self.state is None:
            if not events or not isinstance(events[0], Created):
                return
            self.state = begun(events[0])
            before, players, fights = (), dict[int, str | None](), dict[str, Fight]()
            asked = dict[str, tuple[str, ...]]()
            apply_all(self.state, events[1:])
        else:
            before = tuple(match for _, _, match in under_way(self.state))
            asked = self.matches.asked(self.state)
            fights = dict(self.state.fights)
            players = {e.number: e.player for e in self.state.entrants.values()}
            apply_all(self.state, events)
        state = self.state
        events += proceed(state, self.context.date(), self.context.random)
        if events:
            self._journal(state, events, rows(self.context.address.id, state, players, events))
            self.matches.follow(state, before, asked)
            undone = (
                key for event in events if isinstance(event, Undone) for key in event.pairings
            )
            self.matches.reverse(state, [fights[key] for key in undone if key in fights])
            self.announcer.announce(state, events)
            self.readers.note(state, events)
        if wants_round(state) and not self.pairing:
            self._pair(state)

    def _journal(self, state: State, events: list[Event], meant: tuple[Struct, ...]) -> None:
        self.unsnapped += len(events)
        self.context.persist(*events, rows=meant)
        if self.unsnapped >= max(SNAPSHOT_EVERY, 2 * (len(state.entrants) + len(state.drawn))):
            self.unsnapped = 0
            self.context.snapshot(encode(state.bare()))
        self._wait(state)

    def _wait(self, state: State) -> None:
        """Be woken when something is due, whatever fails until then; it may come too early too."""
        until = self.context.date() + PAIRED_BY if wants_round(state) else due(state)
        if until is None:
            self.context.unwake("due")
        else:
            self.context.wake("due", until, Due())

    def _pair(self, state: State) -> None:
        """Pair the next round where it holds up nobody."""
        self.pairing = True
        shape, size, drawn = state.plan.shape, len(state.field), tuple(state.drawn)
        outcomes, gone = state.outcomes(), state.gone()
        self.context.effect(
            lambda: self.aside(lambda: next_round(shape, size, drawn, outcomes, gone)),
            Paired,
            lambda _: Paired(None),
        )

    def _paired(self, state: State, paired: Paired) -> Sequence[Event]:
        self.pairing = False
        if paired.drawn is None:
            self.context.timer("pair", self.context.now() + AGAIN, Retry())
            return ()
        return newly_drawn(state, paired.drawn)

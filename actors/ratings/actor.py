"""The ratings actor of one mode: it counts results, each once, and takes them back."""

import logging
from collections.abc import Awaitable, Callable
from typing import Any, cast

from msgspec.structs import replace

from actors.core.actor import Actor
from actors.core.context import Context
from actors.player.pages import Pages
from actors.ratings.messages import (
    AskAgain,
    Known,
    Letter,
    Message,
    Rated,
    RatingChanged,
    Reverse,
    Unknown,
    Written,
)
from actors.ratings.modes import RatingMode
from actors.ratings.rules import Change, shown
from actors.ratings.state import (
    State,
    Waiting,
    after_crash,
    changes,
    lasting,
    restored,
    with_letter,
    without,
)
from store.protocol import Store
from store.ratings.records import Rating

RETRY = 1.0
"""Seconds after which a store that could not answer is asked again."""

log = logging.getLogger("actors.ratings")


class RatingsActor(Actor[Message]):
    """One for each mode.

    A letter is journaled in the write that removes it from the letters under way. Then the store is
    asked for the ratings it is about, and what it changes is written as rows of the flush that
    takes it out of the journal. So it counts once, whatever is killed in between.
    """

    def __init__(self, context: Context[Message], store: Store) -> None:
        super().__init__(context)
        self.mode: RatingMode = cast("RatingMode", context.address.id)
        self.store = store
        self.state = restored(context.recovered)
        self.pages = Pages(context)
        self.told: dict[type, Callable[[Any], None]] = {
            Rated: self._take,
            Reverse: self._take,
            Known: self._settle,
            Unknown: self._wait,
            AskAgain: self._again,
            Written: self._written,
        }

    def started(self) -> None:
        """Go on with the letters that are not settled, and with what crashed the last start."""
        fatal: Message | None = self.context.fatal
        match fatal:
            case Rated() | Reverse():  # nobody says it again
                self._take(fatal)
            case Known(number):
                log.error("%s has crashed over letter %s", self.context.address, number)
                state = after_crash(self.state, number)
                self.context.snapshot(lasting(state))
                self._ask(state)
            case Written():
                self._written(fatal)
            case _:
                self._ask(self.state)

    def receive(self, message: Message) -> None:
        """Handle one message."""
        self.told[type(message)](message)

    def can_passivate(self) -> bool:
        """Agree only when all letters are settled."""
        return not self.state.waiting

    def _take(self, letter: Letter) -> None:
        state = with_letter(self.state, letter)
        self.context.snapshot(lasting(state))
        self._ask(state)

    def _ask(self, state: State) -> None:
        """Ask the store about every letter whose turn it is."""
        ready = [*state.ready()]
        for waiting in ready:
            failed = Unknown(waiting.number)
            self.context.effect(
                self._reading(waiting), lambda known: known, lambda _, failed=failed: failed
            )
        self._keep(replace(state, asked=state.asked.union(one.number for one in ready)))

    def _reading(self, waiting: Waiting) -> Callable[[], Awaitable[Known]]:
        async def read() -> Known:
            ratings, letter = self.store.ratings, waiting.letter
            entries = tuple(await ratings.entries_of_match(letter.match))
            own = tuple(entry for entry in entries if entry.mode == self.mode)
            players = letter.players if isinstance(letter, Rated) else [e.player for e in own]
            known = dict[str, Rating]()
            for player in players:
                if (rating := await ratings.rating(player, self.mode)) is not None:
                    known[player] = rating
            return Known(waiting.number, own, known)

        return read

    def _wait(self, unknown: Unknown) -> None:
        at = self.context.now() + RETRY
        self.context.timer(f"letter {unknown.number}", at, AskAgain(unknown.number))

    def _again(self, again: AskAgain) -> None:
        self._ask(replace(self.state, asked=self.state.asked - {again.number}))

    def _settle(self, known: Known) -> None:
        """Write what a letter changes, and tell the players when it is written."""
        state, waiting = self.state, self.state.find(known.number)
        if waiting is None:
            return
        made = changes(waiting.letter, known, int(self.context.date() * 1000.0))
        rows = tuple(row for change in made for row in (change.entry, change.rating))
        self.context.persist(rows=rows)
        self.context.tell(self.context.address, Written(known.number))
        for change in made:
            self.pages.send(change.rating.player, self._news(change))
        state = replace(state, settled=state.settled | {known.number})
        self.context.snapshot(lasting(state))
        self._keep(state)

    def _written(self, written: Written) -> None:
        self._ask(without(self.state, written.number))

    def _keep(self, state: State) -> None:
        self.state = state
        self.context.hand_over(state)

    def _news(self, change: Change) -> RatingChanged:
        rating, entry = change.rating, change.entry
        return RatingChanged(
            entry.match_id,
            self.mode,
            entry.kind,
            shown(rating.mu),
            shown(rating.mu) - shown(entry.mu_before),
            rating.provisional,
        )

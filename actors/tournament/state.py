"""What a tournament knows: its plan, who takes part, and how far each pairing is. Pure."""

from collections.abc import Callable, Iterator
from functools import partial
from typing import Literal

from msgspec import Struct
from msgspec.structs import replace

from actors.tournament.events import Gone, Index, Person, Why
from actors.tournament.formats.draw import Drawn, Outcome, Slots, resolve
from actors.tournament.formats.format import standings
from actors.tournament.formats.standings import Standing
from actors.tournament.plan import Plan
from store.names import name_key

Phase = Literal["registration", "check_in", "running", "over", "cancelled"]
MOST_ACTS = 200
"""Acts of organisers that are remembered, the latest."""


class Entrant(Struct, frozen=True):
    """Somebody who takes part. ``player`` is None for who has no account here."""

    number: int
    player: str | None
    alias: str
    entered: float = 0.0
    rating: float | None = None
    checked: bool = False
    gone: Gone | None = None


class Match(Struct, frozen=True):
    """One match of a pairing. ``left`` is the side that sits on the left; None winner: nobody."""

    id: str
    left: Index
    made: bool = False
    over: bool = False
    cause: str = ""
    winner: Index | None = None
    points: tuple[int, int] = (0, 0)


Stage = Literal["called", "playing", "between"]


class Fight(Struct, frozen=True):
    """A pairing that was called.

    It waits until its sides are ready, at most ``until``; then a match is played, which is over by
    ``latest``; ``between`` matches nobody waits. ``faults`` counts the matches in a row that came
    to nothing by the server's fault, ``empty`` those that nobody has won otherwise.
    """

    until: float
    stage: Stage = "called"
    latest: float = 0.0
    station: str | None = None
    ready: tuple[bool, bool] = (False, False)
    matches: tuple[Match, ...] = ()
    faults: int = 0
    empty: int = 0
    outcome: Outcome | None = None

    @property
    def current(self) -> Match | None:
        """The match that is drawn or played; None: none is."""
        last = self.matches[-1] if self.matches else None
        return last if last is not None and not last.over else None

    @property
    def games(self) -> tuple[int, int]:
        """How many matches each side has won."""
        won = [match.winner for match in self.matches]
        return won.count(0), won.count(1)

    @property
    def points(self) -> tuple[int, int]:
        """The sums of the points of each side."""
        first = sum(match.points[0] for match in self.matches)
        return first, sum(match.points[1] for match in self.matches)


class Act(Struct, frozen=True):
    """What an organiser has done."""

    by: Person
    what: str
    subject: str
    at: float


class State(Struct):
    """Made of events alone (`actors.tournament.apply`), so the journal is all there is of it.

    ``field`` has the entrants by seed; ``fights`` are the pairings that were called, by key.
    ``version`` counts the events; ``known`` and ``ranked`` are what `slots` and `standings` have
    found; ``moved`` is when it has begun, been decided upon or been acted upon last.
    """

    plan: Plan
    owner: Person
    at: float
    phase: Phase = "registration"
    station_word: str = ""
    version: int = 0
    known: dict[str, Slots] | None = None
    ranked: tuple[Standing, ...] | None = None
    organisers: dict[str, Person] = {}
    stations: dict[str, Person] = {}
    invited: set[str] = set()
    entrants: dict[int, Entrant] = {}
    entered: int = 0
    until: float | None = None
    field: list[int] = []
    drawn: list[Drawn] = []
    fights: dict[str, Fight] = {}
    held: float | None = None
    moved: float = 0.0
    started: float | None = None
    ended: float | None = None
    why: Why | None = None
    acts: list[Act] = []

    def organises(self, player: str) -> bool:
        """Tell whether a player is an organiser."""
        return player == self.owner.id or player in self.organisers

    def of(self, player: str) -> Entrant | None:
        """Return a player as an entrant who has not left; None: they take no part."""
        for entrant in self.entrants.values():
            if entrant.player == player and entrant.gone is None:
                return entrant
        return None

    def called(self, alias: str) -> Entrant | None:
        """Return who has this alias, or one that counts as the same."""
        key = name_key(alias)
        return next((e for e in self.entrants.values() if name_key(e.alias) == key), None)

    def outcomes(self) -> dict[str, Outcome]:
        """Return how the pairings have ended that are over."""
        return {key: f.outcome for key, f in self.fights.items() if f.outcome is not None}

    def slots(self) -> dict[str, Slots]:
        """Return who is in each pairing by now, by its key."""
        if self.known is None:
            self.known = resolve(self.drawn, self.outcomes())
        return self.known

    def standings(self) -> tuple[Standing, ...]:
        """Return the table. With hundreds of entrants it takes some milliseconds, once."""
        if self.ranked is None:
            self.ranked = self.rank()()
        return self.ranked

    def rank(self) -> Callable[[], tuple[Standing, ...]]:
        """Return what works out the table as of now, also elsewhere and later."""
        shape, size, drawn = self.plan.shape, len(self.field), (*self.drawn,)
        return partial(standings, shape, size, drawn, self.outcomes(), self.disqualified())

    def bare(self) -> "State":
        """Return it without what it has worked out: what a snapshot needs."""
        return replace(self, known=None, ranked=None)

    def entrant(self, seed: int) -> Entrant:
        """Return who has a seed."""
        return self.entrants[self.field[seed]]

    def two(self, slots: Slots) -> tuple[Entrant | None, Entrant | None]:
        """Return the entrants on the two sides of a pairing, as far as they are known."""
        first, second = slots.sides
        return (
            None if first is None else self.entrant(first),
            None if second is None else self.entrant(second),
        )

    def waits_until(self, fight: Fight) -> float:
        """Return when the wait of a pairing without an outcome ends by itself."""
        return fight.latest if fight.stage == "playing" else fight.until

    def open_fights(self) -> Iterator[tuple[str, Fight]]:
        """Return the pairings that were called and have no outcome, as long as it goes on."""
        running = self.phase == "running"
        return ((key, f) for key, f in self.fights.items() if running and f.outcome is None)

    def gone(self) -> frozenset[int]:
        """Return the seeds of those who play no more."""
        return frozenset(s for s, n in enumerate(self.field) if self.entrants[n].gone is not None)

    def disqualified(self) -> frozenset[int]:
        """Return the seeds of those whom an organiser has put out."""
        return frozenset(s for s in self.gone() if self.entrant(s).gone == "disqualified")

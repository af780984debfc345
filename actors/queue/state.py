"""Who waits in the queue, and for whom. Pure."""

from collections import Counter
from collections.abc import Iterable

from msgspec import Struct, field
from msgspec.structs import replace

from actors.core.journal.book import Recovered
from actors.frames import encode
from actors.player.following import People
from actors.player.topic import Readers
from actors.ratings.modes import RatingMode
from actors.seats.answers import Answers
from actors.seats.lasting import read
from actors.seats.seating import Missed

MOST_AT_HOME = 200
"""The most people of one household in the queue at once: all of a school."""
MOST_LET_DOWN = 8
"""Households that a player is not paired with again; if there are more, the latest."""
MOST_PLAYERS_LET_DOWN = 1000
"""Players of whom that is known; if there are more, the latest."""
MOST_WITHDRAWN = 1000
"""Matches that may still give places back; if there are more, the latest."""
INSIST = 20.0
"""Seconds in the queue after which a match against anybody is better than none."""
RESTED = 60.0
"""Seconds after that after which the wait of a player who is not in the queue begins anew."""
NOBODY = frozenset[str]()


class Waiting(Struct, frozen=True):
    """A player of household ``home`` in the queue for a quick match of a mode."""

    player: str
    name: str
    home: str = ""
    mode: RatingMode = "classic"
    rated: bool = False

    def wants_as(self, other: "Waiting") -> bool:
        """Tell whether both wait for the same kind of match."""
        return (self.mode, self.rated) == (other.mode, other.rated)


class Lasting(Struct):
    """What outlives crash and kill; journaled with what is told of it.

    ``queue`` keeps the order of arrival. ``withdrawn`` are the places that the players of a match
    had, in case it never begins. ``let_down`` are the households (or players, if the household is
    unknown) that have let a player wait in vain.
    """

    queue: dict[str, Waiting] = {}
    withdrawn: dict[str, tuple[Waiting, ...]] = {}
    let_down: dict[str, tuple[str, ...]] = {}


class State(Lasting):
    """Owned by the queue actor; what is declared here ends with the process.

    ``proposed`` are the pairs under way to the seats actor, by key; ``faulty`` is the last pair
    over which it has crashed. ``insists`` is the time from which on a player prefers any opponent
    to none (seconds since the epoch); leaving the queue or the server for a moment does not put it
    off.
    """

    proposed: dict[str, tuple[str, str]] = {}
    faulty: frozenset[str] = NOBODY
    insists: dict[str, float] = {}
    people: People = {}
    answers: Answers = field(default_factory=Answers)
    readers: Readers = {}

    def rename(self, player: str, name: str) -> bool:
        """Give a waiting player a new name; return whether it is another one."""
        waiting = self.queue.get(player)
        if waiting is None or waiting.name == name:
            return False
        self.queue[player] = replace(waiting, name=name)
        return True

    def crowded(self, player: str, home: str) -> bool:
        """Tell whether a household, if known, has as many others in the queue as it may."""
        others = sum(w.home == home and w.player != player for w in self.queue.values())
        return home != "" and others >= MOST_AT_HOME

    def withdraw(self, match: str, players: Iterable[str], *, keep: bool) -> bool:
        """Take players who have a match out of the queue; return whether any was in it.

        ``keep``: they may get their places back.
        """
        gone = tuple(self.queue.pop(player) for player in players if player in self.queue)
        for waiting in gone:
            self.insists.pop(waiting.player, None)
        if gone and keep:
            self.withdrawn[match] = (*self.withdrawn.get(match, ()), *gone)
            if len(self.withdrawn) > MOST_WITHDRAWN:
                del self.withdrawn[next(iter(self.withdrawn))]
        return bool(gone)

    def give_back(self, missed: Missed) -> list[str]:
        """Let players wait again, in front, whose match never began; return who does."""
        for player in missed.back:
            known = self.let_down.pop(player, ())
            self.let_down[player] = tuple(dict.fromkeys((*known, *missed.absentees)))[
                -MOST_LET_DOWN:
            ]
        for player in [*self.let_down][:-MOST_PLAYERS_LET_DOWN]:
            del self.let_down[player]
        places = self.withdrawn.pop(missed.match, ())
        back = {w.player: w for w in places if w.player in missed.back}
        self.queue = back | self.queue
        return list(back)

    def sweep(self, missed: Missed) -> dict[str, float]:
        """Take players who are barred now out of the queue; return until when, by player."""
        barred = {w.player: missed.bars.until(w.player, w.home) for w in self.queue.values()}
        swept = {player: until for player, until in barred.items() if until is not None}
        for player in swept:
            del self.queue[player]
        return swept

    def insist(self, player: str, now: float) -> float:
        """Return the time from which on a queueing player prefers any opponent to none."""
        self.insists = {
            p: at for p, at in self.insists.items() if p in self.queue or at + RESTED >= now
        }
        return max(self.insists.setdefault(player, now + INSIST), now)

    def insisting(self, player: str, now: float) -> bool:
        """Tell whether a player prefers any opponent to none by now."""
        return self.insists.get(player, now + INSIST) <= now

    def parted(self, player: str) -> frozenset[str]:
        """Return everybody who has blocked a waiting player or is blocked by them."""
        person = self.people.get(player)
        return (person and person.parted) or NOBODY

    def opponent_for(self, player: str, *, anybody: bool = False) -> Waiting | None:
        """Return the opponent who has waited longest and whom no block or no-show rules out.

        Nobody is matched before their blocks are known, or while no page of theirs is connected.
        ``anybody``: if there is nobody else, accept a household that has let the player wait, and
        then a player with a block.
        """
        waiting, taken = self.queue.get(player), {p for two in self.proposed.values() for p in two}
        if waiting is None or player in taken or not self._ready(player):
            return None
        others = [
            w
            for w in self.queue.values()
            if w.player != player
            and w.player not in taken
            and w.wants_as(waiting)
            and self._ready(w.player)
        ]
        parted = self.parted(player)
        near = [w for w in others if w.player not in parted and player not in self.parted(w.player)]
        liked = [w for w in near if not self._distrusts(w, waiting)]
        choice = (liked or near or others) if anybody else liked
        return choice[0] if choice else None

    def _ready(self, player: str) -> bool:
        person = self.people.get(player)
        return person is not None and person.here and person.parted is not None

    def _distrusts(self, one: Waiting, two: Waiting) -> bool:
        """Tell whether the household of either has let the other wait in vain."""
        return any(
            (b.home or b.player) in self.let_down.get(a.player, ())
            for a, b in ((one, two), (two, one))
        )

    def hidden(self) -> Counter[str]:
        """Return how many who wait are hidden from each player by a block."""
        return Counter(other for player in self.queue for other in self.parted(player))


def lasting(state: State) -> bytes:
    """Encode what outlives the process, for the journal."""
    return encode(Lasting(state.queue, state.withdrawn, state.let_down))


def restored(recovered: Recovered | None) -> State:
    """Return the queue as journaled last, with what was live before a crash.

    Proposals are made anew: those who were paired meanwhile are taken out by `Seated`.
    """
    if recovered is None:
        return State()
    kept, before = read(recovered, Lasting), recovered.handed
    state = State(kept.queue, kept.withdrawn, kept.let_down)
    if isinstance(before, State):
        state.insists, state.people = before.insists, before.people
        state.faulty = before.faulty
        state.answers, state.readers = before.answers, before.readers
    return state

"""Who waits in the queue, and for what. Pure."""

from collections import Counter
from collections.abc import Iterable

from msgspec import Struct, field
from msgspec.structs import replace

from actors.core.journal.book import Recovered
from actors.frames import encode
from actors.matchmaker.lately import Lately
from actors.matchmaker.waiting import Kind, Waiting
from actors.player.following import People
from actors.player.topic import Readers
from actors.seats.answers import Answers
from actors.seats.lasting import read
from actors.seats.seating import HomeBarred, Missed
from store.programs.records import is_bot

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
MOST_OWED = 1000
"""Players to whom the server owes a match; if there are more, the latest."""
OWED_FOR = 900.0
"""Seconds for which it owes one: whoever waits again by then comes first."""
CREDIT = 10.0
"""Seconds that such a player counts as having waited already, at least."""
NOBODY = frozenset[str]()


class Lasting(Struct):
    """What outlives crash and kill; journaled with what is told of it.

    ``queue`` keeps the order of arrival. ``withdrawn`` are the places that the players of a match
    had, in case it never begins. ``let_down`` are the households (or players, if the household is
    unknown) that have let a player wait in vain. ``owed`` are players who have lost a match by the
    server's fault, and when (seconds since the epoch).
    """

    queue: dict[str, Waiting] = {}
    withdrawn: dict[str, tuple[Waiting, ...]] = {}
    let_down: dict[str, tuple[str, ...]] = {}
    owed: dict[str, float] = {}


class Call(Struct, frozen=True):
    """Two who may play, as soon as those have answered who were away: ``missing``."""

    two: tuple[str, str]
    missing: frozenset[str]


class State(Lasting):
    """Owned by the matchmaker; what is declared here ends with the process.

    ``proposed`` are the pairs under way to the seats actor, by key; ``faulty`` is the last pair
    over which it has crashed. ``calls`` are the pairs that wait for somebody who was away, by key.
    ``begun`` is when the wait of a player began (seconds since the epoch); leaving the queue or the
    server for a moment does not put it off.
    """

    proposed: dict[str, tuple[str, str]] = {}
    calls: dict[str, Call] = {}
    faulty: frozenset[str] = NOBODY
    begun: dict[str, float] = {}
    lately: Lately = field(default_factory=Lately)
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

    def rate(self, player: str, kind: Kind, mu: float) -> bool:
        """Note the rating of somebody who waits for a match of this kind; return whether any is."""
        waiting = self.queue.get(player)
        if waiting is None or waiting.kind != kind:
            return False
        self.queue[player] = replace(waiting, mu=mu)
        return True

    def crowded(self, player: str, home: str) -> bool:
        """Tell whether a household, if known, has as many others in the queue as it may."""
        others = sum(w.home == home and w.player != player for w in self.queue.values())
        return home != "" and others >= MOST_AT_HOME

    def place(self, wish: Waiting, now: float) -> Waiting:
        """Let a player wait, in front if the server owes them a match; return the new place.

        Who changes what they wait for keeps the time they have waited.
        """
        player = wish.player
        owed = self.owed.pop(player, None)
        first = owed is not None and owed > now - OWED_FOR
        since = self.begin(player, now)
        if first:
            since = min([since, now - CREDIT, *(w.since for w in self.queue.values())])
        waiting = replace(wish, since=since)
        if first:
            self.queue.pop(player, None)
            self.queue = {player: waiting} | self.queue
        else:
            self.queue[player] = waiting
        return waiting

    def begin(self, player: str, now: float) -> float:
        """Return since when a player waits; it is now, unless they have waited just before."""
        kept = INSIST + RESTED
        self.begun = {p: at for p, at in self.begun.items() if p in self.queue or at + kept >= now}
        return self.begun.setdefault(player, now)

    def owe(self, players: Iterable[str], now: float) -> None:
        """Note that players have lost a match by the server's fault."""
        for player in players:
            self.owed.pop(player, None)
            self.owed[player] = now
        for player in [*self.owed][:-MOST_OWED]:
            del self.owed[player]

    def withdraw(self, match: str, players: Iterable[str], *, keep: bool) -> bool:
        """Take players who have a match out of the queue; return whether any was in it.

        ``keep``: they may get their places back.
        """
        gone = tuple(self.queue.pop(player) for player in players if player in self.queue)
        for waiting in gone:
            self.begun.pop(waiting.player, None)
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
        if len(places) > 1:
            self.lately.unmet(places[0].player, places[1].player)
        return list(back)

    def sweep(self, barred: HomeBarred) -> list[str]:
        """Take players who are barred now out of the queue; return who was in it."""
        swept = [
            w.player
            for w in self.queue.values()
            if barred.binds(w.player, w.home, reliable=w.reliable)
        ]
        for player in swept:
            del self.queue[player]
        return swept

    def insisting(self, player: str, now: float) -> bool:
        """Tell whether a player prefers any opponent to none by now."""
        return self.begun.get(player, now) + INSIST <= now

    def parted(self, player: str) -> frozenset[str]:
        """Return everybody who has blocked a waiting player or is blocked by them."""
        person = self.people.get(player)
        return (person and person.parted) or NOBODY

    def hidden(self) -> Counter[tuple[str, Kind]]:
        """Return how many who wait are hidden from each player by a block, for each kind."""
        return Counter(
            (other, waiting.kind)
            for waiting in self.queue.values()
            for other in self.parted(waiting.player)
            if is_bot(other) == is_bot(waiting.player)  # else they are not counted for them
        )

    def called(self, player: str) -> str | None:
        """Return the call that a player has a part in."""
        return next((key for key, call in self.calls.items() if player in call.two), None)


def lasting(state: State) -> bytes:
    """Encode what outlives the process, for the journal."""
    return encode(Lasting(state.queue, state.withdrawn, state.let_down, state.owed))


def restored(recovered: Recovered | None, now: float) -> State:
    """Return the queue as journaled last, with what was live before a crash.

    Proposals are made anew: those who were paired meanwhile are taken out by `Seated`. Calls are
    made anew too.
    """
    if recovered is None:
        return State()
    kept, before = read(recovered, Lasting), recovered.handed
    queue = {p: replace(w, since=min(w.since or now, now)) for p, w in kept.queue.items()}
    state = State(queue, kept.withdrawn, kept.let_down, kept.owed)
    if isinstance(before, State):
        state.begun, state.people = before.begun, before.people
        state.faulty, state.lately = before.faulty, before.lately
        state.answers, state.readers = before.answers, before.readers
    return state

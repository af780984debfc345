"""Which invitations are open, and until when. Pure."""

from collections.abc import Iterable
from typing import NamedTuple

from msgspec import Struct, field
from msgspec.structs import replace

from actors.core.journal.book import Recovered
from actors.frames import Origin, encode
from actors.invitations.messages import Accept, Invite, Request
from actors.player.following import People
from actors.pong.settings import Settings
from actors.presence.messages import PersonView
from actors.room.flood import Pace
from actors.seats.answers import Answers
from actors.seats.lasting import read
from actors.seats.seating import Asked

WHILE_HERE = 120.0
"""Seconds for which the invited player is there until an invitation ends unanswered."""
AT_MOST = 600.0
"""Seconds until it ends, however long they are away."""
REST = 30.0
"""Seconds after a player has declined before the same one may invite them again."""
MOST_SENT, MOST_RECEIVED = 5, 30
"""Open invitations of one player at once."""
MOST_AT_HOME = 50
"""Open invitations that one household has sent at once."""
MOST = 2000
"""Open invitations at once."""


class Invitation(Struct, frozen=True):
    """``by`` one player, of household ``home``, ``to`` another, ``at`` a time.

    ``spent`` are the seconds for which the invited player has been there until they came back last,
    ``since``; None: they are not there. With ``blind`` nothing of that counts, as they are
    invisible. ``called``: a note has called them, as they were not there. ``shown``: who has
    invited them may see where they are.
    """

    id: str
    by: PersonView
    to: PersonView
    settings: Settings
    at: float
    home: str = ""
    shown: bool = False
    blind: bool = False
    spent: float = 0.0
    since: float | None = None
    called: bool = False

    @property
    def players(self) -> tuple[str, str]:
        """Who has invited, and who is invited."""
        return self.by.id, self.to.id

    @property
    def latest(self) -> float:
        """When it ends if the invited player does not come."""
        return self.at + AT_MOST

    @property
    def until(self) -> float:
        """When it ends unless the invited player comes or goes before."""
        if self.since is None:
            return self.latest
        return min(self.latest, self.since + max(WHILE_HERE - self.spent, 0.0))

    def clocked(self, now: float, *, here: bool) -> "Invitation":
        """Return it with the time counted for which the invited player was there."""
        here = here and not self.blind
        if here == (self.since is not None):
            return self
        if self.since is None:
            return replace(self, since=now)
        return replace(self, spent=self.spent + now - self.since, since=None)


class Accepting(Struct):
    """An invitation for which the seats actor is asked, and who waits for the answer.

    ``others`` are requests that came meanwhile and depend on it.
    """

    invitation: str
    asked: list[tuple[Origin, Accept | Invite]]
    others: list[Asked[Request]] = []


class Lasting(Struct):
    """What outlives crash and kill; journaled with what is told of it.

    ``invitations`` are in the order in which they were sent. ``rests`` has, by the two, until when
    a player who was declined may not invite again (seconds since the epoch).
    """

    invitations: dict[str, Invitation] = {}
    rests: dict[str, float] = {}


class Ended(NamedTuple):
    """The last proposal that was settled; the turn that did it may have crashed."""

    key: str
    accepting: Accepting


class State(Lasting):
    """Owned by the invitations actor; what is declared here ends with the process.

    ``names`` are the invitations of each player, in order: there are many, and most have few.
    ``looked_up`` are the players to be invited of whom the store is asked; ``accepting`` has the
    proposals under way; both by key. ``paces`` is how fast players invite, ``told`` what those were
    shown last who have invitations.
    """

    names: dict[str, dict[str, None]] = {}
    looked_up: dict[str, Asked[Invite]] = {}
    accepting: dict[str, Accepting] = {}
    settled: Ended | None = None
    paces: dict[str, Pace] = {}
    told: dict[str, bytes] = {}
    people: People = {}
    answers: Answers = field(default_factory=Answers)

    def put(self, one: Invitation) -> None:
        """Let an invitation be open, or be as it is now."""
        self.invitations[one.id] = one
        for player in one.players:
            self.names.setdefault(player, {})[one.id] = None

    def remove(self, one: Invitation) -> None:
        """Let an invitation not be open any more."""
        del self.invitations[one.id]
        for player in one.players:
            del self.names[player][one.id]
            if not self.names[player]:
                del self.names[player]

    def of(self, player: str) -> list[Invitation]:
        """Return what a player has sent or received."""
        return [self.invitations[name] for name in self.names.get(player, ())]

    def sent(self, player: str) -> list[Invitation]:
        """Return what a player has sent."""
        return [one for one in self.of(player) if one.by.id == player]

    def received(self, player: str) -> list[Invitation]:
        """Return what a player has received."""
        return [one for one in self.of(player) if one.to.id == player]

    def between(self, by: str, to: str) -> Invitation | None:
        """Return the open invitation of one player to another."""
        return next((one for one in self.of(by) if one.players == (by, to)), None)

    def parties(self) -> list[str]:
        """Return everybody who has sent or received an invitation."""
        return [*self.names]

    def taken(self, names: Iterable[str]) -> Accepting | None:
        """Return the proposal under way for one of these invitations."""
        wanted = set(names)
        return next((a for a in self.accepting.values() if a.invitation in wanted), None)

    def settle(self, key: str) -> Accepting | None:
        """Return what was behind a proposal, which is under way no longer.

        May be repeated for the last one: the turn that settled it may have crashed.
        """
        accepting = self.accepting.pop(key, None)
        if accepting is not None:
            self.settled = Ended(key, accepting)
        elif self.settled is not None and self.settled.key == key:
            return self.settled.accepting
        return accepting

    def parted(self, one: Invitation) -> bool:
        """Tell whether there is a block between the two, as far as it is known."""
        for player, other in (one.players, one.players[::-1]):
            person = self.people.get(player)
            if person is not None and person.parted is not None and other in person.parted:
                return True
        return False

    def is_here(self, player: str) -> bool:
        """Tell whether a player is there and could answer: connected, not away, not playing."""
        person = self.people.get(player)
        return person is not None and person.where == "online"

    def is_gone(self, player: str) -> bool:
        """Tell whether it is known that a player is away from all pages, or has none."""
        person = self.people.get(player)
        return person is not None and person.where in ("away", "offline")

    def rename(self, player: str, name: str) -> bool:
        """Give a player a new name; return whether it is another one."""
        changed = False
        for one in self.of(player):
            by, to = (
                PersonView(p.id, name, p.avatar) if p.id == player else p for p in (one.by, one.to)
            )
            if (by, to) != (one.by, one.to):
                self.put(replace(one, by=by, to=to))
                changed = True
        return changed

    def crowded(self, player: str, home: str) -> bool:
        """Tell whether a player or their household has as many open invitations as may be."""
        at_home = sum(one.home == home for one in self.invitations.values()) if home else 0
        return len(self.sent(player)) >= MOST_SENT or at_home >= MOST_AT_HOME

    def rest(self, by: str, to: str, now: float) -> None:
        """Note that a player was declined, and forget what is long ago."""
        self.rests = {two: until for two, until in self.rests.items() if until > now}
        self.rests[_two(by, to)] = now + REST

    def rests_until(self, by: str, to: str) -> float:
        """Return from when on a player may invite another."""
        return self.rests.get(_two(by, to), 0.0)


def _two(by: str, to: str) -> str:
    return f"{by} {to}"


def lasting(state: State) -> bytes:
    """Encode what outlives the process, for the journal."""
    return encode(Lasting(state.invitations, state.rests))


def restored(recovered: Recovered | None, now: float) -> State:
    """Return the invitations as journaled last, with what was live before a crash.

    After a kill nobody is there, and nobody's time has run since they were seen last. The clock may
    have been set back: nothing is later than ``now``.
    """
    if recovered is None:
        return State()
    kept, before = read(recovered, Lasting), recovered.handed
    rests = {two: min(until, now + REST) for two, until in kept.rests.items()}
    state, killed = State(rests=rests), not isinstance(before, State)
    for one in kept.invitations.values():
        state.put(replace(one, at=min(one.at, now), since=None) if killed else one)
    if killed:
        return state
    state.looked_up, state.accepting = before.looked_up, before.accepting
    state.settled, state.told, state.paces = before.settled, before.told, before.paces
    state.people, state.answers = before.people, before.answers
    return state

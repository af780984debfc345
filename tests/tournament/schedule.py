"""A tournament run by lot, without actors: people and organisers who do anything at any time.

`Schedule` does what the actor does with the pure parts, and writes every event down as the journal
does. `tests.tournament.rules` says what has to hold after each step.
"""

from collections.abc import Callable, Sequence
from random import Random
from typing import Any, Literal

import msgspec

from actors.frames import Origin, encode
from actors.pong.settings import Settings
from actors.seats.refused import Refused
from actors.tournament import acts, entering, events
from actors.tournament.apply import apply_all, begun
from actors.tournament.director import LATE, after_absence, due, newly_drawn, proceed, wants_round
from actors.tournament.events import Event, MatchDropped, MatchMade, MatchOver
from actors.tournament.formats.draw import Drawn
from actors.tournament.formats.format import Format, next_round
from actors.tournament.frames import ActFrame
from actors.tournament.matches import under_way
from actors.tournament.messages import Facts, Someone
from actors.tournament.plan import Plan
from actors.tournament.state import State

START = 1_700_000_000.0
HOST = Origin("host", "Host", "c0")
STATIONS = ("desk", "bar")
DECODE_STATE, DECODE_EVENT = msgspec.json.Decoder(State), msgspec.json.Decoder(Event)
Check = Callable[["Schedule", list[Event]], None]


class Schedule:
    """One tournament, and whoever has to do with it. ``check`` is called after each step.

    ``told`` are the events as journaled, ``saved`` is a snapshot and how many it has in it.
    """

    def __init__(self, seed: int, check: Check) -> None:
        self.seed = seed
        self.random = Random(seed)
        self.lot = Random(seed + 0.5)
        self.check = check
        self.now = START
        self.steps = 0
        self.undone = self.came_back = False
        plan = _plan(self.random)
        self.state = begun(
            events.Created(events.Person("host", "Host"), plan, START, station_word="w")
        )
        created = events.Created(self.state.owner, plan, START, "w")
        self.told = [encode(created)]
        self.saved: tuple[bytes, int] | None = None
        self.paired: tuple[Drawn, ...] | None = None
        self.players = [f"p{number}" for number in range(self.random.randint(2, plan.most + 1))]

    def happen(self, happened: Sequence[Event] | Refused) -> None:
        """Let this happen and what follows; refused, nothing does."""
        self.steps += 1
        told = [] if isinstance(happened, Refused) else [*happened]
        apply_all(self.state, told)
        told += proceed(self.state, self.now, self.lot)
        self.told += map(encode, told)
        self.undone |= any(isinstance(event, events.Undone) for event in told)
        self.check(self, told)
        if wants_round(self.state) and self.paired is None:
            self.paired = self._pair()

    def act(self, frame: ActFrame, subject: str | None = None) -> None:
        """Let the organiser do something."""
        facts = Facts(None, None if subject is None else Someone(subject, subject, guest=True))
        done = acts.act(acts.Desk(self.state, facts, self.now, self.lot), frame)
        if not isinstance(done, Refused) and done:
            what = type(frame).__name__.lower()
            by = events.Person("host", "Host")
            subject = acts.subject(self.state, frame)
            done = [*done, events.Acted(by, what, subject, self.now)]
        self.happen(done)

    def ask(self, player: str, frame: Any) -> None:
        """Let a player ask for something."""
        origin = HOST if player == "host" else Origin(player, player.upper(), f"c{player}")
        self.happen(entering.DECIDE[type(frame)](self.state, origin, frame))

    def join(self, player: str, alias: str) -> None:
        """Let a player take part."""
        origin = Origin(player, player.upper(), f"c{player}")
        rating = self.random.choice([None, 1000.0, 1500.0])
        facts = Facts(Someone(player, player, guest=True, rating=rating))
        frame = entering.Join("r", "t.x", alias)
        self.happen(entering.join(self.state, origin, frame, facts, self.now))

    def wait(self, seconds: float) -> None:
        """Let time pass; whatever is due meanwhile happens at its time."""
        end = self.now + seconds
        self.finish_pairing()
        while (until := due(self.state)) is not None and until <= end:
            self.now = max(self.now, until)
            self.happen([])
            self.finish_pairing()
        self.now = end

    def to_the_next(self) -> None:
        """Let time pass until something is due."""
        if (until := due(self.state)) is not None:
            self.now = max(self.now, until)
            self.happen([])

    def recall(self) -> State:
        """Return what a new process would know, by way of the snapshot if there is one."""
        if self.saved is None:
            first, rest = DECODE_EVENT.decode(self.told[0]), self.told[1:]
            assert isinstance(first, events.Created)
            state = begun(first)
        else:
            state, rest = DECODE_STATE.decode(self.saved[0]), self.told[self.saved[1] :]
        apply_all(state, map(DECODE_EVENT.decode, rest))
        return state

    def snapshot(self) -> None:
        """Write all down at once."""
        self.state.known = None
        self.saved = encode(self.state), len(self.told)

    def kill(self, away: float) -> None:
        """Go on with what a new process knows that comes a while later.

        A round that was being paired is lost, and nobody has lost anything by a wait that is over.
        """
        self.state, self.paired = self.recall(), None
        self.now += away
        told, until = len(self.told), self.state.until
        self.happen(after_absence(self.state, self.now))
        found = {type(DECODE_EVENT.decode(one)) for one in self.told[told:]}
        if until is not None and self.now > until + LATE:
            assert not found & {events.Started, events.Cancelled}, "the check-in ended unseen"
        assert events.Decided not in found, "somebody has lost while the server was away"

    def _pair(self) -> tuple[Drawn, ...]:
        state = self.state
        size, outcomes = len(state.field), state.outcomes()
        drawn = next_round(state.plan.shape, size, state.drawn, outcomes, state.gone())
        assert drawn is not None
        return drawn

    # What comes by itself.

    def finish_pairing(self) -> None:
        """Let the round that was being paired arrive, perhaps too late."""
        drawn, self.paired = self.paired, None
        if drawn is not None:
            self.happen(newly_drawn(self.state, drawn))

    def play_on(self, *, cause: str | None = None, busy: bool = False) -> None:
        """Let something happen to a match that is drawn or played."""
        going = under_way(self.state)
        if not going:
            return
        key, _, match = self.random.choice(going)
        if match.made:
            self.happen([self._over(key, match.id, cause or self.random.choice(CAUSES))])
        elif busy:
            sides: list[tuple[events.Index, ...]] = [(0,), (1,), (0, 1)]
            self.happen([MatchDropped(key, match.id, self.random.choice(sides))])
        else:
            self.happen([MatchMade(key, match.id)])

    def _over(self, key: str, match: str, cause: str) -> MatchOver:
        winner: events.Index = 0 if self.random.random() < 0.5 else 1
        less = self.random.randint(0, 2)
        points = (3, less) if winner == 0 else (less, 3)
        nobody = cause in {"aborted", "server_fault"} or (
            cause in {"no_show", "forfeit_absent"} and self.random.random() < 0.3
        )
        if nobody:
            return MatchOver(key, match, cause, None, (0, 0))
        return MatchOver(key, match, cause, winner, points)


CAUSES = (
    *("played", "played", "played", "resigned", "forfeit_absent"),
    *("no_show", "aborted", "server_fault"),
)


def _plan(random: Random) -> Plan:
    """Return any plan for few entrants."""
    start: Literal["hand", "full", "time"] = random.choice(["hand", "hand", "full", "time"])
    format_: Format = random.choice(["single", "double", "robin", "swiss"])
    ahead = random.choice([600.0, 7200.0, 90 * 86_400.0])
    return Plan(
        name="Cup",
        format=format_,
        late=format_ == "swiss" and random.random() < 0.5,
        third=random.random() < 0.5,
        reset=random.random() < 0.5,
        rounds=random.choice([None, None, 1, 3, 16]),
        best_of=random.choice([1, 1, 3, 5]),
        settings=Settings(3),
        most=random.choice([2, 3, 4, 5, 6, 8, 9, 12]),
        seeding=random.choice(["rating", "drawn", "entry"]),
        start=start,
        starts_at=int((START + ahead) * 1000.0) if start == "time" else None,
        check_in=random.choice([0, 0, 5]),
        call=random.choice([10, 120]),
    )

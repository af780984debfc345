"""What holds of a tournament after every step of a schedule, and at its end."""

from collections import Counter

from actors.tournament.director import due, wants_round
from actors.tournament.events import Decided, Event, Undone, WentOn
from actors.tournament.formats.draw import Outcome
from actors.tournament.state import Fight, State
from tests.tournament.play import Played, export
from tests.tournament.referee import faults
from tests.tournament.schedule import Schedule

RECALLED_EVERY = 7
"""Steps after which the journal is read."""


class Rules:
    """The rules, and what they remember of the step before."""

    def __init__(self) -> None:
        self.outcomes: dict[str, Outcome] = {}
        self.called = set[str]()

    def check(self, schedule: Schedule, told: list[Event]) -> None:
        """Hold a step against all rules."""
        state, now = schedule.state, schedule.now
        self._waits(state, now)
        self._one_at_a_time(state)
        self._decided_stays(state, told)
        self._called_stays(state, told)
        self._hold_costs_nothing(state, told)
        self._advances(state)
        for key, fight in state.fights.items():
            self._fight(state, key, fight)
        if schedule.steps % RECALLED_EVERY == 0:
            state.known = None
            assert schedule.recall() == state, "the journal says otherwise"

    def _waits(self, state: State, now: float) -> None:
        until = due(state)
        if state.phase in {"over", "cancelled"}:
            assert until is None
            return
        assert until is not None or wants_round(state), "it waits for nothing"
        assert until is None or until > now or wants_round(state), (
            "something is due, and did not happen"
        )
        if state.phase == "running" and state.held is None:
            going = [*state.open_fights()]
            assert going or wants_round(state) or _lacks_stations(state), "nothing goes on"

    def _one_at_a_time(self, state: State) -> None:
        slots = state.slots()
        seeds = Counter(s for key, _ in state.open_fights() for s in slots[key].sides)
        assert None not in seeds, "somebody was called to meet nobody"
        assert max(seeds.values(), default=0) <= 1, f"somebody plays two at once: {seeds}"
        players = Counter(
            entrant and entrant.player
            for key, fight in state.open_fights()
            for entrant in state.two(slots[key])
            if fight.station is None
        )
        assert state.held or None not in players, (
            "somebody without an account was called to no station"
        )
        assert not _idle_station(state), "somebody is called to a station that is gone"
        players.update(f.station for _, f in state.open_fights() if f.station is not None)
        twice = [player for player, count in players.items() if player and count > 1]
        assert not twice, f"{twice} are called twice"

    def _decided_stays(self, state: State, told: list[Event]) -> None:
        taken_back = {key for event in told if isinstance(event, Undone) for key in event.pairings}
        now = state.outcomes()
        for key, outcome in self.outcomes.items():
            assert key in taken_back or now.get(key) == outcome, f"{key} is decided otherwise"
        twice = Counter(event.pairing for event in told if isinstance(event, Decided))
        known = self.outcomes.keys() - taken_back
        again = [key for key, count in twice.items() if count > 1 or key in known]
        assert not again, f"{again} are decided twice"
        self.outcomes = now

    def _hold_costs_nothing(self, state: State, told: list[Event]) -> None:
        """When it goes on, no wait and no match of before the hold is over by that."""
        if any(isinstance(event, WentOn) for event in told):
            missed = [
                event.pairing
                for event in told
                if isinstance(event, Decided)
                and event.outcome.cause in {"walkover", "double_no_show", "played"}
                and all(not match.over for match in state.fights[event.pairing].matches)
            ]
            assert not missed, f"{missed}: somebody was not there in the hold"

    def _called_stays(self, state: State, told: list[Event]) -> None:
        """Who was called is called until there is an outcome."""
        taken_back = {key for event in told if isinstance(event, Undone) for key in event.pairings}
        assert self.called - taken_back <= state.fights.keys(), "a call is forgotten"
        self.called = {*state.fights}

    def _advances(self, state: State) -> None:
        """Nobody is twice in a round, and who is in one has an outcome that says so."""
        slots = state.slots()
        where = Counter(
            (drawn.part, drawn.round, seed)
            for drawn in state.drawn
            for seed in slots[drawn.key].sides
            if seed is not None
        )
        assert max(where.values(), default=0) <= 1, "somebody has advanced twice"
        for key, outcome in state.outcomes().items():
            assert slots[key].outcome == outcome, f"the outcome of {key} does not count"

    def _fight(self, state: State, key: str, fight: Fight) -> None:
        going = [match for match in fight.matches if not match.over]
        assert len(going) <= 1, f"{key} is played twice at a time"
        assert not going or going == [fight.matches[-1]]
        ids = [match.id for match in fight.matches]
        assert len({*ids}) == len(ids)
        if fight.outcome is None and state.phase == "running":
            assert bool(going) == (fight.stage == "playing"), f"{key}: {fight}"
        most = state.plan.best_of // 2 + 1
        winners = [match.winner for match in fight.matches]
        games = winners.count(0), winners.count(1)
        assert max(games) <= most, f"{key} goes on after it was won"
        if fight.outcome is not None and fight.outcome.cause == "played" and not going:
            winner = fight.outcome.winner
            assert winner is not None
            assert games[winner] == most, f"{key}: who has not won goes on"


def at_the_end(state: State, *, changed: bool) -> None:
    """Hold the end against the referee.

    If a result was undone, or somebody has come back (``changed``), rounds of Swiss may have been
    drawn by what was known then.
    """
    assert state.phase in {"over", "cancelled"}
    if state.phase == "cancelled":
        return
    assert all(slots.state in {"over", "void"} for slots in state.slots().values())
    shape, size, gone = state.plan.shape, len(state.field), state.gone()
    played = Played(shape, size, (*state.drawn,), state.outcomes(), gone, state.disqualified())
    found = faults(export(played))
    if changed:
        found = [fault for fault in found if " repeated" not in fault and "sat out" not in fault]
    assert not found, found


def _idle_station(state: State) -> bool:
    """Whether somebody is called to a station that is gone, while another one is free."""
    called = {f.station for _, f in state.open_fights() if f.stage == "called" and f.station}
    taken = {fight.station for _, fight in state.open_fights()}
    running = state.held is None
    return running and bool(called - state.stations.keys() and state.stations.keys() - taken)


def _lacks_stations(state: State) -> bool:
    """Whether all that could be played waits for a station."""
    ready = [slots for slots in state.slots().values() if slots.state == "ready"]
    return bool(ready) and all(
        any(one is not None and one.player is None for one in state.two(slots)) for slots in ready
    )

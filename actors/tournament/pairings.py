"""One pairing after the other: who is called, what is played, and how it ends. Pure.

A pairing is called when both sides are known and play nothing else here. Both say that they are
ready; then the matches of the best-of follow each other, with the sides changing ends.
"""

from collections.abc import Iterator
from random import Random
from typing import NamedTuple

from actors.seats.ids import draw_id
from actors.tournament.events import Called, Decided, Event, Index, MatchDrawn
from actors.tournament.formats.draw import Cause, Outcome, Slots
from actors.tournament.state import Entrant, Fight, Gone, State

LONGEST_MATCH = 3600.0
"""Seconds after which a match is called off, and who leads has won the pairing."""
AT_A_STATION = 86_400.0
"""Seconds for which two are awaited at a station, where the organiser sees who is there."""
AT_ONCE = 3
"""Server faults in a row after which both have to say again that they are ready."""
MOST_FAULTS = 6
"""Server faults in a row after which the lot decides, so that the pairing ends."""
MOST_EMPTY = 2
"""Matches in a row that nobody has won, after which neither goes on."""
AFTER_FAULTS = 600.0
"""Seconds to be ready again after several faults: the server may be in trouble for a while."""


class Pairing(NamedTuple):
    """One that was called: its two, and what decides about it."""

    key: str
    fight: Fight
    two: tuple[Entrant, Entrant]
    best_of: int
    call: float


def go_on(
    state: State, key: str, slots: Slots, now: float, random: Random, free: Iterator[str]
) -> list[Event]:
    """Return what happens next in a pairing that was called and is not over; [] to wait on.

    ``free`` are the stations at which nobody plays: of one that is gone, its two go to another.
    """
    first, second = state.two(slots)
    fight = state.fights[key]
    if first is None or second is None:
        return []
    pairing = Pairing(key, fight, (first, second), state.plan.best_of, state.plan.call)
    outcome = _by_leaving(pairing) or _by_waiting(pairing, now, random)
    if outcome is None and fight.stage == "between":
        outcome = _by_playing(pairing, random)
    if outcome is not None:
        return [Decided(key, outcome, now)]
    if fight.stage != "playing" and fight.station not in (None, *state.stations):
        station = next(free, None)
        if station is not None:
            return [Called(key, now + AT_A_STATION, station)]
    if fight.stage == "between":
        return [_again(pairing, now, random)]
    if fight.stage == "called" and all(fight.ready):
        return [_match(pairing, now, random)]
    return []


def calls(state: State, now: float) -> list[Event]:
    """Return the calls to all pairings that can be played now, in the order of the draw.

    One with somebody who has left the tournament is decided instead.
    """
    slots = state.slots()
    busy = {seed for key, _ in state.open_fights() for seed in slots[key].sides}
    free = free_stations(state)
    found = list[Event]()
    for key, each in slots.items():
        if each.state != "ready" or key in state.fights or busy.intersection(each.sides):
            continue
        two = state.two(each)
        if any(entrant is None for entrant in two):
            continue
        if (outcome := _left(tuple(e.gone for e in two if e is not None), Fight(now))) is not None:
            found.append(Decided(key, outcome, now))
        elif all(entrant is not None and entrant.player is not None for entrant in two):
            found.append(Called(key, now + state.plan.call))
        elif (station := next(free, None)) is not None:
            found.append(Called(key, now + AT_A_STATION, station))
        else:
            continue
        busy.update(each.sides)
    return found


def free_stations(state: State) -> Iterator[str]:
    """Return the stations to which nobody is called."""
    taken = {fight.station for _, fight in state.open_fights()}
    return iter([player for player in state.stations if player not in taken])


def _by_leaving(pairing: Pairing) -> Outcome | None:
    return _left(tuple(entrant.gone for entrant in pairing.two), pairing.fight)


def _left(gone: tuple[Gone | None, ...], fight: Fight) -> Outcome | None:
    """Return the outcome if somebody plays no more; if both, nobody goes on."""
    first, second = gone
    why: Gone | None = first or second
    if why is None:
        return None
    winner: Index | None = None if first and second else 1 if first else 0
    return Outcome(winner, why, fight.games, fight.points)


def _by_waiting(pairing: Pairing, now: float, random: Random) -> Outcome | None:
    """Return the outcome if the wait is over: for those who are not ready, or for the match."""
    fight = pairing.fight
    if fight.stage == "called" and now >= fight.until and not all(fight.ready):
        if not any(fight.ready):
            return _outcome(fight, None, "double_no_show")
        return _outcome(fight, 0 if fight.ready[0] else 1, "walkover")
    if fight.stage == "playing" and now >= fight.latest:
        return _outcome(fight, _leader(fight, random), "played")
    return None


def _by_playing(pairing: Pairing, random: Random) -> Outcome | None:
    """Return the outcome if the match that is over has decided it."""
    fight, last = pairing.fight, pairing.fight.matches[-1]
    if max(fight.games) > pairing.best_of // 2:
        return _outcome(fight, 0 if fight.games[0] > fight.games[1] else 1, "played")
    if last.cause == "no_show" and last.winner is not None:
        return _outcome(fight, last.winner, "walkover")
    if fight.empty >= MOST_EMPTY:
        return _outcome(fight, None, "double_no_show")
    if fight.faults >= MOST_FAULTS:
        return _outcome(fight, 0 if random.random() < 0.5 else 1, "lot")
    return None


def _leader(fight: Fight, random: Random) -> Index:
    """Return who has won more matches, else more points, else whom the lot chooses."""
    for first, second in (fight.games, fight.points):
        if first != second:
            return 0 if first > second else 1
    return 0 if random.random() < 0.5 else 1


def _again(pairing: Pairing, now: float, random: Random) -> Event:
    """Let the next match follow, or first see who is there after one that came to nothing."""
    fight = pairing.fight
    if fight.station is not None:
        return Called(pairing.key, now + AT_A_STATION, fight.station)
    if fight.empty:
        return Called(pairing.key, now + pairing.call)
    if fight.faults >= AT_ONCE:
        return Called(pairing.key, now + max(AFTER_FAULTS, pairing.call))
    return _match(pairing, now, random)


def _match(pairing: Pairing, now: float, random: Random) -> MatchDrawn:
    """Draw the next match: the sides change ends after each one, and the lot begins."""
    before = pairing.fight.matches
    lot: Index = 0 if random.random() < 0.5 else 1
    left: Index = lot if not before else 1 if before[-1].left == 0 else 0
    return MatchDrawn(pairing.key, draw_id("m", random), left, now + LONGEST_MATCH)


def _outcome(fight: Fight, winner: Index | None, cause: Cause) -> Outcome:
    return Outcome(winner, cause, fight.games, fight.points)

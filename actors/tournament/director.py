"""The director: what happens next by itself, and until when every wait lasts. Pure.

`proceed` is called after whatever has happened, and when a wait is over. It cannot get stuck: while
the tournament runs, something is played or waited for, and each wait has an end (`due`) that is
stored. Every pairing ends: with both ready it is played, else who is ready goes on, else nobody.
"""

from collections.abc import Sequence
from random import Random

from actors.tournament.apply import apply_all
from actors.tournament.events import (
    Cancelled,
    CheckInOpened,
    Event,
    Extended,
    Finished,
    RoundDrawn,
    Started,
    WentOn,
)
from actors.tournament.formats.draw import Drawn
from actors.tournament.formats.format import draw_all, is_over
from actors.tournament.formats.seeding import by_lot, by_rating
from actors.tournament.pairings import LONGEST_MATCH, calls, free_stations, go_on
from actors.tournament.plan import LEAST
from actors.tournament.state import Entrant, State

LONGEST_HOLD = 86_400.0
"""Seconds after which a tournament that is held goes on by itself."""
ABANDONED = 60 * 86_400.0
"""Seconds after which a tournament that nobody starts is cancelled."""
STALLED = 7 * 86_400.0
"""Seconds after which one is cancelled whose pairings all wait for a station that never comes."""
LATE = 5.0
"""Seconds by which a deadline may be handled late though the server was there."""


def proceed(state: State, now: float, random: Random) -> list[Event]:
    """Let everything happen that is due; return it. ``now`` is a date in seconds."""
    happened = list[Event]()
    while next_events := _next(state, now, random):
        apply_all(state, next_events)
        happened += next_events
    return happened


def due(state: State) -> float | None:
    """Return when `proceed` has something to do at the latest; None: never, it has ended."""
    match state.phase:
        case "registration":
            return _opens(state)
        case "check_in":
            return state.until
        case "running" if state.held is not None:
            return state.held + LONGEST_HOLD
        case "running":
            waits = [state.waits_until(fight) for _, fight in state.open_fights()]
            return min(waits, default=state.moved + STALLED)
        case _:
            return None


def wants_round(state: State) -> bool:
    """Tell whether the next round has to be paired, which takes time: see `format.next_round`."""
    if state.phase != "running" or state.held is not None or state.plan.format != "swiss":
        return False
    if next(state.open_fights(), None) is not None:
        return False
    waits = any(slots.state in {"open", "ready"} for slots in state.slots().values())
    return not waits and not _is_over(state)


def after_absence(state: State, now: float) -> list[Event]:
    """Return what happens when the server was away: whoever is waited for has the full time again.

    A check-in goes on if it should have ended meanwhile. What is held goes on later anyway.
    """
    until = now + state.plan.call
    if state.phase == "check_in" and state.until is not None and now > state.until + LATE:
        return [Extended(None, until)]
    if state.phase != "running" or state.held is not None:
        return []
    found = list[Event]()
    for key, fight in state.open_fights():
        full = now + LONGEST_MATCH if fight.stage == "playing" else until
        if fight.stage != "between" and state.waits_until(fight) < full:
            found.append(Extended(key, full))
    return found


def newly_drawn(state: State, drawn: Sequence[Drawn]) -> list[Event]:
    """Return what a round that was paired leads to: nothing, if it is not wanted any more."""
    known = {one.key for one in state.drawn}
    if not wants_round(state) or any(one.key in known for one in drawn):
        return []
    return [RoundDrawn((*drawn,))]


def start(state: State, now: float, random: Random) -> list[Event]:
    """Return the start, with who is there; without two of them it is cancelled."""
    there = [*state.entrants.values()]
    if state.phase == "check_in":
        there = [entrant for entrant in there if entrant.checked]
    if len(there) < LEAST:
        return [Cancelled("too_few", now)]
    seeded = tuple(entrant.number for entrant in _seeded(state, there, random))
    return [Started(seeded, now)]


def opened(state: State, now: float, random: Random) -> list[Event]:
    """Return what begins the tournament: the check-in, or without one the start."""
    plan = state.plan
    if not plan.check_in:
        return start(state, now, random)
    planned = plan.starts_at / 1000.0 if plan.start == "time" and plan.starts_at else now
    return [CheckInOpened(max(planned, now + plan.check_in * 60.0))]


def _seeded(state: State, there: list[Entrant], random: Random) -> list[Entrant]:
    match state.plan.seeding:
        case "rating":
            order = by_rating([entrant.rating for entrant in there])
        case "drawn":
            order = by_lot(len(there), random)
        case "entry":
            order = [*range(len(there))]
    return [there[index] for index in order]


def _opens(state: State) -> float:
    """Return when the check-in opens by the clock, or it starts."""
    plan = state.plan
    if plan.start != "time" or plan.starts_at is None:
        return state.at + ABANDONED
    return plan.starts_at / 1000.0 - plan.check_in * 60.0


def _next(state: State, now: float, random: Random) -> list[Event]:
    match state.phase:
        case "registration":
            return _before(state, now, random)
        case "check_in":
            over = state.until is not None and now >= state.until
            return start(state, now, random) if over else []
        case "running" if state.held is not None:
            return [WentOn(now)] if now >= state.held + LONGEST_HOLD else []
        case "running":
            return _running(state, now, random)
        case _:
            return []


def _before(state: State, now: float, random: Random) -> list[Event]:
    if state.plan.start == "hand" and now >= _opens(state):
        return [Cancelled("abandoned", now)]
    full = state.plan.start == "full" and len(state.entrants) >= state.plan.most
    return opened(state, now, random) if full or now >= _opens(state) else []


def _running(state: State, now: float, random: Random) -> list[Event]:
    if not state.drawn and state.plan.format != "swiss":
        return [RoundDrawn(draw_all(state.plan.shape, len(state.field)))]
    slots = state.slots()
    found, free = list[Event](), free_stations(state)
    for key, _ in state.open_fights():
        found += go_on(state, key, slots[key], now, random, free)
    found = found or calls(state, now)
    if found or next(state.open_fights(), None) is not None:
        return found
    if _is_over(state):
        return [Finished(now)]
    stalled = now >= state.moved + STALLED and not wants_round(state)
    return [Cancelled("abandoned", now)] if stalled else []


def _is_over(state: State) -> bool:
    shape, size = state.plan.shape, len(state.field)
    return is_over(shape, size, state.drawn, state.outcomes(), state.gone())

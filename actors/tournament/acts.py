"""What organisers do. Pure: each act returns what happens, or why it is refused."""

from collections.abc import Callable
from random import Random
from typing import Any, NamedTuple

from actors.seats.refused import Refused
from actors.tournament import frames
from actors.tournament.director import opened, start
from actors.tournament.events import (
    Appointed,
    Cancelled,
    CheckedIn,
    Decided,
    Entered,
    Event,
    Extended,
    Gave,
    Held,
    Invited,
    Person,
    Planned,
    Removed,
    Replaced,
    Undone,
    WentOn,
)
from actors.tournament.formats.draw import Outcome, depends
from actors.tournament.frames import ActFrame
from actors.tournament.messages import Facts, Someone
from actors.tournament.plan import LEAST, fault
from actors.tournament.refusals import bad_plan, more_depends, refused
from actors.tournament.state import Fight, State
from store.names import name_key
from store.programs.records import is_bot

Answer = list[Event] | Refused
ENDED = frozenset({"over", "cancelled"})


class Desk(NamedTuple):
    """What an act is decided by."""

    state: State
    facts: Facts
    now: float
    random: Random


def act(desk: Desk, what: ActFrame) -> Answer:
    """Return what an act of an organiser leads to."""
    if desk.state.phase in ENDED and not isinstance(what, frames.Undo | frames.Appoint):
        return refused("tournament_over")
    return _ACTS[type(what)](desk, what)


def subject(state: State, what: ActFrame) -> str:
    """Name what an act is about, for the log."""
    match what:
        case frames.Extend(pairing=str(key)) | frames.Decide(key) | frames.Undo(key):
            return key
        case frames.Check(number) | frames.Remove(number) | frames.Replace(number):
            return state.entrants[number].alias if number in state.entrants else str(number)
        case frames.Appoint(player) | frames.Invite(player):
            return player
        case frames.Enter(aliases):
            return ", ".join(aliases[:10])
        case _:
            return ""


def undone_with(state: State, key: str) -> tuple[str, ...]:
    """Return the pairings that have begun and depend on one, nearest first."""
    return tuple(each for each in depends(state.drawn, key) if each in state.fights)


def _start(desk: Desk, _: frames.Start) -> Answer:
    state = desk.state
    if state.phase == "running":
        return []
    if state.phase == "check_in":
        there = [e for e in state.entrants.values() if e.checked]
    else:
        there = [*state.entrants.values()]
    if len(there) < LEAST:
        return refused("too_few")
    begin = start if state.phase == "check_in" else opened
    return begin(state, desk.now, desk.random)


def _hold(desk: Desk, what: frames.Hold) -> Answer:
    if desk.state.phase != "running":
        return refused("not_begun")
    if what.on == (desk.state.held is not None):
        return []
    return [Held(desk.now) if what.on else WentOn(desk.now)]


def _cancel(desk: Desk, _: frames.Cancel) -> Answer:
    return [Cancelled("organiser", desk.now)]


def _change(desk: Desk, what: frames.Change) -> Answer:
    if desk.state.phase != "registration":
        return refused("begun")
    if (wrong := fault(what.plan, desk.now)) is not None:
        return bad_plan(wrong)
    if what.plan.most < len(desk.state.entrants):
        return bad_plan("most: more take part already; remove some first, or choose more.")
    if not what.plan.bots and any(is_bot(one.player) for one in desk.state.entrants.values()):
        return bad_plan("bots: bots take part already; remove them first, or let them.")
    return [Planned(what.plan)]


def _extend(desk: Desk, what: frames.Extend) -> Answer:
    state = desk.state
    if what.pairing is None:
        if state.phase != "check_in" or state.until is None:
            return refused("no_check_in")
        return [Extended(None, max(state.until, desk.now) + what.seconds)]
    fight = state.fights.get(what.pairing)
    if fight is None or fight.outcome is not None or fight.stage != "called":
        return refused("not_called")
    return [Extended(what.pairing, max(fight.until, desk.now) + what.seconds)]


def _enter(desk: Desk, what: frames.Enter) -> Answer:
    state = desk.state
    if state.phase == "running":
        return refused("begun")
    new = {name_key(alias): alias for alias in what.aliases}
    if len(new) < len(what.aliases) or any(state.called(alias) for alias in new.values()):
        return refused("alias_taken")
    if len(state.entrants) + len(new) > state.plan.most:
        return refused("full")
    return [
        Entered(state.entered + place, None, alias, desk.now)
        for place, alias in enumerate(new.values(), 1)
    ]


def _check(desk: Desk, what: frames.Check) -> Answer:
    entrant = desk.state.entrants.get(what.entrant)
    if entrant is None:
        return refused("no_such_entrant")
    if desk.state.phase != "check_in":
        return refused("no_check_in")
    return [] if entrant.checked else [CheckedIn(what.entrant)]


def _remove(desk: Desk, what: frames.Remove) -> Answer:
    entrant = desk.state.entrants.get(what.entrant)
    if entrant is None or entrant.gone is not None:
        return refused("no_such_entrant")
    if desk.state.phase != "running":
        return [Removed(what.entrant)]
    return [Gave(what.entrant, "disqualified" if what.disqualified else "withdrawn")]


def _replace(desk: Desk, what: frames.Replace) -> Answer:
    state, new = desk.state, desk.facts.subject
    old, taken = state.entrants.get(what.entrant), state.called(what.alias)
    if old is None:
        return refused("no_such_entrant")
    if taken is not None and taken is not old:
        return refused("alias_taken")
    if what.player is not None and (barred := _barred(state, new, what.entrant)) is not None:
        return refused(barred)
    if _plays(state, what.entrant):
        return refused("in_play")
    return [Replaced(what.entrant, what.player, what.alias)]


def _decide(desk: Desk, what: frames.Decide) -> Answer:
    state, slots = desk.state, desk.state.slots().get(what.pairing)
    fight = state.fights.get(what.pairing, Fight(desk.now))
    if slots is None:
        return refused("no_such_pairing")
    if any(entrant is None for entrant in state.two(slots)):
        return refused("not_known_yet")
    if slots.state == "over" or fight.outcome is not None:
        return refused("has_outcome")
    if fight.current is not None and fight.current.made:
        return refused("being_played")
    outcome = Outcome(what.winner, "set", fight.games, fight.points)
    return [Decided(what.pairing, outcome, desk.now)]


def _undo(desk: Desk, what: frames.Undo) -> Answer:
    state = desk.state
    if what.pairing not in state.slots():
        return refused("no_such_pairing")
    if what.pairing not in state.fights or state.phase == "cancelled":
        return refused("no_outcome")
    also = undone_with(state, what.pairing)
    if not {*also} <= {*what.also}:
        return more_depends(also)
    return [Undone((what.pairing, *also))]


def _appoint(desk: Desk, what: frames.Appoint) -> Answer:
    state, new = desk.state, desk.facts.subject
    if what.player == state.owner.id:
        return refused("owner")
    if not what.on:
        old = state.organisers.get(what.player)
        return [] if old is None else [Appointed(old, on=False)]
    if new is None:
        return refused("no_such_player")
    known = what.player in state.organisers
    return [] if known else [Appointed(Person(new.id, new.name), on=True)]


def _invite(desk: Desk, what: frames.Invite) -> Answer:
    if desk.facts.subject is None:
        return refused("no_such_player")
    return [] if what.player in desk.state.invited else [Invited(what.player)]


def _barred(state: State, new: Someone | None, number: int) -> str | None:
    if new is None:
        return "no_such_player"
    if new.guest and not state.plan.guests:
        return "guests_cannot"
    if is_bot(new.id) and not state.plan.bots:
        return "bots_cannot"
    entrant = state.of(new.id)
    return "is_in" if entrant is not None and entrant.number != number else None


def _plays(state: State, number: int) -> bool:
    slots = state.slots()
    return any(
        entrant is not None and entrant.number == number
        for key, _ in state.open_fights()
        for entrant in state.two(slots[key])
    )


_ACTS: dict[type, Callable[[Desk, Any], Answer]] = {
    frames.Start: _start,
    frames.Hold: _hold,
    frames.Cancel: _cancel,
    frames.Change: _change,
    frames.Extend: _extend,
    frames.Enter: _enter,
    frames.Check: _check,
    frames.Remove: _remove,
    frames.Replace: _replace,
    frames.Decide: _decide,
    frames.Undo: _undo,
    frames.Appoint: _appoint,
    frames.Invite: _invite,
}

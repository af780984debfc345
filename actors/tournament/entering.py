"""What players ask of a tournament: to take part, to leave, to be there. Pure.

Each function returns what happens, or why it is refused; [] if it is so already.
"""

from collections.abc import Callable
from typing import Any

from actors.frames import Origin
from actors.seats.refused import Refused
from actors.tournament.events import (
    CheckedIn,
    Entered,
    Event,
    Forgotten,
    Gave,
    Index,
    Ready,
    Removed,
    Stationed,
)
from actors.tournament.events import Person as Organiser
from actors.tournament.formats.format import rounds
from actors.tournament.frames import CheckIn, Join, Leave, SayReady, Station
from actors.tournament.messages import Facts, Someone
from actors.tournament.refusals import refused
from actors.tournament.state import State
from store.programs.records import is_bot

Answer = list[Event] | Refused


def join(state: State, origin: Origin, frame: Join, facts: Facts, now: float) -> Answer:
    """Let a player take part."""
    sender, taken, entrant = facts.sender, state.called(frame.alias), state.of(origin.player)
    if entrant is not None and entrant is taken:
        return []
    if (closed := _closed(state)) is not None:
        return closed
    if sender is None or (taken is not None and taken is not entrant):
        return refused("no_such_player" if sender is None else "alias_taken")
    if entrant is not None:  # another alias
        known = entrant.entered, entrant.rating
        return [Entered(entrant.number, origin.player, frame.alias, *known)]
    if (barred := _barred(state, origin, frame, sender)) is not None:
        return barred
    return [Entered(state.entered + 1, origin.player, frame.alias, now, sender.rating)]


def leave(state: State, origin: Origin, _: Leave) -> Answer:
    """Let a player take part no longer."""
    entrant = state.of(origin.player)
    if entrant is None:
        return []
    if state.phase in {"over", "cancelled"}:
        return refused("tournament_over")
    if state.phase == "running":
        return [Gave(entrant.number, "withdrawn")]
    return [Removed(entrant.number)]


def check_in(state: State, origin: Origin, _: CheckIn) -> Answer:
    """Note that an entrant is there."""
    entrant = state.of(origin.player)
    if entrant is None:
        return refused("not_entered")
    if entrant.checked:
        return []
    if state.phase != "check_in":
        return refused("no_check_in")
    return [CheckedIn(entrant.number)]


def say_ready(state: State, origin: Origin, frame: SayReady) -> Answer:
    """Note that a side is ready, or both at a station."""
    slots, fight = state.slots().get(frame.pairing), state.fights.get(frame.pairing)
    if slots is None:
        return refused("no_such_pairing")
    if fight is None or fight.outcome is not None:
        return refused("not_called")
    two = state.two(slots)
    if fight.station is not None:
        sides: list[Index] = [0, 1] if fight.station == origin.player else []
    else:
        sides = [i for i in (0, 1) if (one := two[i]) is not None and one.player == origin.player]
    if not sides:
        return refused("not_called")
    if fight.stage != "called":
        return []  # it is about to be played, or is
    return [Ready(frame.pairing, side) for side in sides if not fight.ready[side]]


def station(state: State, origin: Origin, frame: Station) -> Answer:
    """Let a computer be a station, or be none any more; who was called to it goes elsewhere."""
    player = origin.player
    if not frame.on:
        if player not in state.stations:
            return []
        return [Stationed(Organiser(player, origin.name), on=False)]
    if state.phase in {"over", "cancelled"}:
        return refused("tournament_over")
    if not state.organises(player) and frame.word != state.station_word:
        return refused("wrong_word")
    known = player in state.stations
    return [] if known else [Stationed(Organiser(player, origin.name), on=True)]


def forget(state: State, player: str) -> list[Event]:
    """Withdraw a player whose account is deleted, and forget who they were."""
    entrant = state.of(player)
    gone: list[Event] = []
    if entrant is not None and state.phase == "running":
        gone = [Gave(entrant.number, "withdrawn")]
    elif entrant is not None and state.phase in {"registration", "check_in"}:
        gone = [Removed(entrant.number)]
    return [*gone, Forgotten(player)]


def _closed(state: State) -> Refused | None:
    match state.phase:
        case "over" | "cancelled":
            return refused("tournament_over")
        case "running":
            return None if _takes_late(state) else refused("begun")
        case _:
            return None


def _takes_late(state: State) -> bool:
    plan = state.plan
    drawn = max((pairing.round for pairing in state.drawn), default=0)
    return plan.late and 2 * drawn <= rounds(plan.shape, len(state.field))


def _barred(state: State, origin: Origin, frame: Join, sender: Someone) -> Refused | None:
    plan, expected = state.plan, origin.player in state.invited or state.organises(origin.player)
    if sender.guest and not plan.guests:
        return refused("guests_cannot")
    if is_bot(origin.player) and not plan.bots:
        return refused("bots_cannot")
    if plan.entry == "invited" and not expected:
        return refused("not_invited")
    if plan.entry == "word" and not expected and frame.word != plan.word:
        return refused("wrong_word")
    return refused("full") if len(state.entrants) >= plan.most else None


DECIDE: dict[type, Callable[[State, Origin, Any], Answer]] = {
    Leave: leave,
    CheckIn: check_in,
    SayReady: say_ready,
    Station: station,
}
"""What decides each request that needs to know nothing more."""

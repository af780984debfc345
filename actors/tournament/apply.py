"""What each event makes of the state. Pure: it decides nothing, and refuses nothing."""

from collections.abc import Callable, Iterable
from typing import Any

from msgspec.structs import replace

from actors.tournament import events
from actors.tournament.state import MOST_ACTS, Act, Entrant, Fight, Match, State
from store.names import DELETED


def begun(created: events.Created) -> State:
    """Return the state of a tournament that was just made."""
    return State(created.plan, created.by, created.at, station_word=created.station_word, version=1)


def apply(state: State, event: events.Event) -> None:
    """Let an event have happened."""
    _APPLY[type(event)](state, event)
    state.version += 1


def apply_all(state: State, happened: Iterable[events.Event]) -> None:
    """Let events have happened, in their order."""
    for event in happened:
        apply(state, event)


def _planned(state: State, event: events.Planned) -> None:
    state.plan = event.plan


def _appointed(state: State, event: events.Appointed) -> None:
    if event.on:
        state.organisers[event.person.id] = event.person
    else:
        state.organisers.pop(event.person.id, None)


def _entered(state: State, event: events.Entered) -> None:
    number = event.entrant
    new = Entrant(number, event.player, event.alias, event.at, event.rating)
    before = state.entrants.get(number)
    state.entrants[number] = new if before is None else replace(before, alias=event.alias)
    state.entered = max(state.entered, number)
    if state.phase == "running" and number not in state.field:  # a late entry
        state.field.append(number)
        state.known = state.ranked = None


def _removed(state: State, event: events.Removed) -> None:
    del state.entrants[event.entrant]


def _replaced(state: State, event: events.Replaced) -> None:
    old = state.entrants[event.entrant]
    new = replace(old, player=event.player, alias=event.alias, gone=None)
    state.entrants[event.entrant] = new
    state.known = state.ranked = None


def _stationed(state: State, event: events.Stationed) -> None:
    if event.on:
        state.stations[event.person.id] = event.person
    else:
        state.stations.pop(event.person.id, None)


def _check_in_opened(state: State, event: events.CheckInOpened) -> None:
    state.phase, state.until = "check_in", event.until


def _checked_in(state: State, event: events.CheckedIn) -> None:
    entrant = state.entrants[event.entrant]
    state.entrants[event.entrant] = replace(entrant, checked=True)


def _started(state: State, event: events.Started) -> None:
    state.phase, state.started, state.until = "running", event.at, None
    state.field = [*event.field]
    state.moved = event.at


def _round_drawn(state: State, event: events.RoundDrawn) -> None:
    state.drawn += event.drawn
    state.known = state.ranked = None


def _called(state: State, event: events.Called) -> None:
    state.fights.setdefault(event.pairing, Fight(event.until))
    changed = {"until": event.until, "station": event.station, "ready": (False, False)}
    _fight(state, event.pairing, stage="called", **changed)


def _ready(state: State, event: events.Ready) -> None:
    first, second = state.fights[event.pairing].ready
    ready = (True, second) if event.side == 0 else (first, True)
    _fight(state, event.pairing, ready=ready)


def _extended(state: State, event: events.Extended) -> None:
    if event.pairing is None:
        state.until = event.until
    elif state.fights[event.pairing].stage == "playing":
        _fight(state, event.pairing, latest=event.until)
    else:
        _fight(state, event.pairing, until=event.until)


def _match_drawn(state: State, event: events.MatchDrawn) -> None:
    matches = (*state.fights[event.pairing].matches, Match(event.match, event.left))
    _fight(state, event.pairing, matches=matches, stage="playing", latest=event.until)


def _match_dropped(state: State, event: events.MatchDropped) -> None:
    fight = state.fights[event.pairing]
    matches = tuple(one for one in fight.matches if one.id != event.match)
    first, second = fight.ready
    ready = (first and 0 not in event.busy, second and 1 not in event.busy)
    _fight(state, event.pairing, matches=matches, stage="called", ready=ready)


def _match_made(state: State, event: events.MatchMade) -> None:
    _match(state, event.pairing, event.match, made=True)


def _match_over(state: State, event: events.MatchOver) -> None:
    fight = state.fights[event.pairing]
    faults = fight.faults + 1 if event.cause == "server_fault" else 0
    nobody = event.winner is None and event.cause != "server_fault"
    empty = fight.empty + 1 if nobody else 0
    over = {"over": True, "cause": event.cause, "winner": event.winner, "points": event.points}
    _match(state, event.pairing, event.match, **over)
    _fight(state, event.pairing, stage="between", faults=faults, empty=empty)


def _decided(state: State, event: events.Decided) -> None:
    state.fights.setdefault(event.pairing, Fight(event.at))
    _fight(state, event.pairing, outcome=event.outcome)
    state.known = state.ranked = None
    state.moved = event.at


def _undone(state: State, event: events.Undone) -> None:
    for pairing in event.pairings:
        state.fights.pop(pairing, None)
    state.known = state.ranked = None
    if state.phase == "over":
        state.phase, state.ended = "running", None


def _gave(state: State, event: events.Gave) -> None:
    entrant = state.entrants[event.entrant]
    state.entrants[event.entrant] = replace(entrant, gone=event.how)
    state.known = state.ranked = None


def _held(state: State, event: events.Held) -> None:
    state.held = event.at


def _went_on(state: State, event: events.WentOn) -> None:
    away = event.at - (event.at if state.held is None else state.held)
    for key, fight in [*state.open_fights()]:
        _fight(state, key, until=fight.until + away, latest=fight.latest + away)
    state.held, state.moved = None, event.at


def _finished(state: State, event: events.Finished) -> None:
    state.phase, state.ended = "over", event.at


def _cancelled(state: State, event: events.Cancelled) -> None:
    state.phase, state.ended, state.until = "cancelled", event.at, None
    state.why = event.why


def _forgotten(state: State, event: events.Forgotten) -> None:
    names = {event.player}
    for entrant in [*state.entrants.values()]:
        if entrant.player == event.player:
            names.add(entrant.alias)
            unknown = replace(entrant, player=None, alias=f"{DELETED} {entrant.number}")
            state.entrants[entrant.number] = unknown
    nobody = events.Person("", DELETED)
    if state.owner.id == event.player:
        state.owner = nobody
    state.organisers.pop(event.player, None)
    state.stations.pop(event.player, None)
    state.invited.discard(event.player)
    for place, act in enumerate(state.acts):
        by = nobody if act.by.id == event.player else act.by
        subject = DELETED if act.subject in names else act.subject
        state.acts[place] = replace(act, by=by, subject=subject)


def _acted(state: State, event: events.Acted) -> None:
    act = Act(event.by, event.what, event.subject, event.at)
    state.acts = [*state.acts, act][-MOST_ACTS:]
    state.moved = event.at


def _fight(state: State, pairing: str, **changed: Any) -> None:
    state.fights[pairing] = replace(state.fights[pairing], **changed)


def _match(state: State, pairing: str, match: str, **changed: Any) -> None:
    matches = state.fights[pairing].matches
    new = tuple(replace(one, **changed) if one.id == match else one for one in matches)
    _fight(state, pairing, matches=new)


_APPLY: dict[type, Callable[[State, Any], None]] = {
    events.Planned: _planned,
    events.Appointed: _appointed,
    events.Invited: lambda state, event: state.invited.add(event.player),
    events.Entered: _entered,
    events.Removed: _removed,
    events.Replaced: _replaced,
    events.Stationed: _stationed,
    events.CheckInOpened: _check_in_opened,
    events.CheckedIn: _checked_in,
    events.Started: _started,
    events.RoundDrawn: _round_drawn,
    events.Called: _called,
    events.Ready: _ready,
    events.Extended: _extended,
    events.MatchDrawn: _match_drawn,
    events.MatchDropped: _match_dropped,
    events.MatchMade: _match_made,
    events.MatchOver: _match_over,
    events.Decided: _decided,
    events.Undone: _undone,
    events.Gave: _gave,
    events.Held: _held,
    events.WentOn: _went_on,
    events.Finished: _finished,
    events.Cancelled: _cancelled,
    events.Forgotten: _forgotten,
    events.Acted: _acted,
}

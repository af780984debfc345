"""What events mean in rows, from which lists and profiles show tournaments. Pure."""

from collections.abc import Iterable

from msgspec import Struct

from actors.tournament import view
from actors.tournament.events import (
    Cancelled,
    CheckInOpened,
    Created,
    Entered,
    Event,
    Finished,
    Forgotten,
    Gave,
    Planned,
    Removed,
    Replaced,
    Started,
    Undone,
)
from actors.tournament.state import State
from store.tournaments.records import Entry, EntryGone, TournamentRecord

LISTED = (
    *(Created, Planned, Entered, Removed, Replaced, CheckInOpened, Started, Finished, Cancelled),
    *(Undone, Forgotten, Gave),
)
"""Events that change what a list says."""


def rows(
    name: str, state: State, before: dict[int, str | None], happened: Iterable[Event]
) -> tuple[Struct, ...]:
    """Return what is to be written with these events, which have led to ``state``.

    ``before`` has the players of the entrants until then, by number.
    """
    kinds = {type(event) for event in happened}
    if kinds.isdisjoint(LISTED):
        return ()
    found: list[Struct] = [record(name, state)]
    now = {number: entrant.player for number, entrant in state.entrants.items()}
    gone = {*before.values()} - {*now.values()} - {None}
    found += [EntryGone(player, name) for player in sorted(player for player in gone if player)]
    ends = bool(kinds & {Finished, Undone})
    places = {one.entrant: one.place for one in view.table(state)} if state.phase == "over" else {}
    changed = {event.entrant for event in happened if isinstance(event, Entered | Replaced)}
    found += [
        Entry(entrant.player, name, entrant.alias, places.get(number))
        for number, entrant in state.entrants.items()
        if entrant.player is not None and (ends or number in changed)
    ]
    return tuple(found)


def record(name: str, state: State) -> TournamentRecord:
    """Return what a list says of a tournament."""
    plan = state.plan
    return TournamentRecord(
        id=name,
        name=plan.name,
        format=plan.format,
        entry=plan.entry,
        guests=plan.guests,
        rated=plan.rated,
        most=plan.most,
        entrants=len(state.entrants),
        phase=state.phase,
        starts_at=plan.starts_at if plan.start == "time" else None,
        created_at=int(state.at * 1000.0),
        ended_at=None if state.ended is None else int(state.ended * 1000.0),
        owner=state.owner.id or None,
    )

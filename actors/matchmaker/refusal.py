"""Why somebody may not wait in the queue. Pure."""

from actors.frames import Error
from actors.matchmaker.messages import Queue, Request
from actors.matchmaker.state import MOST_AT_HOME, State
from actors.seats.refused import (
    already_playing,
    bots_cannot,
    crowded,
    guests_cannot,
    no_show,
)
from actors.seats.seating import Asked
from store.programs.records import is_bot


def refusal_of(asked: Asked[Request], frame: Queue, state: State, now: float) -> Error | None:
    """Return why somebody may not wait, if so."""
    origin = asked.origin
    if asked.match is not None:
        return already_playing(asked.match).error(frame.id)
    if asked.barred is not None:
        return no_show(asked.barred, now).error(frame.id)
    if frame.rated and not origin.account:
        return guests_cannot(frame.id)
    if frame.rated and is_bot(origin.player):
        return bots_cannot(frame.id)
    if state.crowded(origin.player, origin.home):
        return crowded("people wait", MOST_AT_HOME).error(frame.id)
    return None

"""Restores a match from the journal after the server process that ran it has ended. Pure."""

from typing import cast

import msgspec
from msgspec import Raw
from msgspec.structs import replace

from actors.core.journal.book import Recovered
from actors.match import phases
from actors.match.play import Course, Entry, Looked
from actors.match.presence import server_lost
from actors.match.state import State, match_time, owned_by
from actors.pong import ai
from actors.pong.apply import apply
from actors.pong.inputs import Steer

_state = msgspec.json.Decoder(State)
_entry = msgspec.json.Decoder(Entry)


def restore(match: str, recovered: Recovered, now: float) -> Course:
    """Return the match as it stood at the last durable instant, paused if it was being played.

    ``now`` is in seconds since the epoch. The ``entries`` of the course are not recorded yet.
    Raises ValueError if the journal cannot be understood.
    """
    if recovered.state is None:
        raise ValueError(f"match {match}: its journal has entries and no snapshot")
    kept = _state.decode(recovered.state)
    owner = owned_by(kept.owner, kept.players)
    course = Course(match, replace(kept, watchers=(), owner=owner))
    for entry in recovered.entries:
        _replay(course, _entry.decode(entry) if isinstance(entry, Raw) else cast(Entry, entry))
    state = course.state
    if state.phase == "finished":
        return course
    if state.phase == "playing":
        course.run(match_time(state, recovered.until))
    course.frames.clear()  # nobody knows who was told what, so all are shown the whole match
    until = recovered.until
    phases.interrupted(course, lambda c: server_lost(c, "server_restarted", until, now), until)
    return course


def _replay(course: Course, entry: Entry) -> None:
    """Apply a recorded entry, as it was applied then."""
    state = course.state
    if isinstance(entry, Looked):
        for chair in state.chairs:
            if chair.side == entry.side and chair.seat.level is not None:
                keys = ai.decide(entry.view.encode(), chair.seat.level, state.game.seed)
                course.state = replace(state, keys=keys, look=entry.at + ai.LOOK_EVERY)
        return
    if isinstance(entry, Steer) and entry.side == state.machine:
        course.state = replace(state, keys=tuple(k for k in state.keys if k.at > entry.at))
    course.game, _ = apply(course.game, entry)

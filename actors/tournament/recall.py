"""Makes a tournament of its journal. Pure."""

from typing import Any

import msgspec
from msgspec import Raw

from actors.core.journal.book import Recovered
from actors.tournament.apply import apply, begun
from actors.tournament.events import Event
from actors.tournament.state import State

_event = msgspec.json.Decoder(Event)
_state = msgspec.json.Decoder(State)


def recall(recovered: Recovered | None) -> State | None:
    """Return the tournament as journaled; None: it was not made yet."""
    if recovered is None:
        return None
    state = None if recovered.state is None else _state.decode(recovered.state)
    for entry in recovered.entries:
        event: Any = _event.decode(entry) if isinstance(entry, Raw) else entry
        if state is None:
            state = begun(event)
        else:
            apply(state, event)
    return state

"""What becomes of a tournament whose actor fails again and again. Pure."""

import logging

from actors.core.actor import LeftBehind, Settlement
from actors.core.address import Address
from actors.player.inbox import noted
from actors.player.messages import Notify
from actors.player.notices import TournamentNews
from actors.seats.parts import HALL
from actors.seats.seating import Abandoned
from actors.tournament.apply import apply
from actors.tournament.events import Cancelled
from actors.tournament.recall import recall
from actors.tournament.rows import record

log = logging.getLogger("actors.tournament")


def settle(left: LeftBehind) -> Settlement:
    """Cancel it: its matches are called off, its players are free, and all entrants are told.

    The seats know its matches, also those of a tournament that cannot be read.
    """
    name, abandoned = left.address.id, (HALL, Abandoned(left.address))
    try:
        state = recall(left.recovered)
    except Exception:
        log.exception("%s cannot be read", left.address)
        return Settlement(send=(abandoned,))
    if state is None or state.phase in {"over", "cancelled"}:
        return Settlement()
    apply(state, Cancelled("server_fault", left.date))
    news = TournamentNews(name, state.plan.name, "cancelled")
    at = int(left.date * 1000.0)
    notes = [
        noted(f"{name} cancelled {at}", entrant.player, news, at)
        for entrant in state.entrants.values()
        if entrant.player is not None and entrant.gone is None
    ]
    return Settlement(
        rows=(record(name, state), *notes),
        send=(abandoned,),
        tell=tuple((Address("player", note.player), Notify(note)) for note in notes),
    )

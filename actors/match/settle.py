"""Settles a match whose actor was given up: nobody loses, everybody is told."""

import logging

from actors.core.actor import LeftBehind, Settlement
from actors.core.address import Address
from actors.frames import encode
from actors.match.create import create
from actors.match.messages import Create, Finished
from actors.match.owner import Ended
from actors.match.phases import finish
from actors.match.record import result_of
from actors.match.restore import restore
from actors.match.state import State, outcome, told_by
from actors.player.messages import Deliver, Unseated
from actors.seats.parts import HALL
from store.matches.records import MatchResult

log = logging.getLogger("actors.match")


def settle(left: LeftBehind) -> Settlement:
    """End a match as it last stood, with no winner, unless it is over or never was."""
    match, now = left.address.id, left.now
    if left.recovered is None and not isinstance(left.fatal, Create):
        return Settlement()
    state = _last(left)
    if state is not None and state.phase == "finished":
        return Settlement()  # all that follows from its end was written and told with it
    if state is None:
        at = int(left.date * 1000.0)
        return Settlement(
            rows=(MatchResult(match, "server_fault", 0, (0, 0), 0.0, at),),
            send=((HALL, Ended(match, (), "server_fault", 0, (0, 0))),),
        )
    over = finish(state, "server_fault", 0, now)
    game, cause, winner = over.game, over.cause or "server_fault", over.winner or 0
    end = Finished(match, cause, winner, game.score, game.now, over.pauses, game.sets)
    frame = encode(end)
    seats = [Address("player", player) for player in over.players]
    pages = [(Address("player", w.player), w.connection) for w in over.watchers if w.admitted]
    return Settlement(
        rows=(result_of(match, over, left.date),),
        send=tuple(
            (part, Ended(match, over.players, cause, winner, outcome(over)))
            for part in told_by(over)
        ),
        tell=(
            *((player, Deliver(frame)) for player in seats),
            *((player, Deliver(frame, None, connection)) for player, connection in pages),
            *((player, Unseated(match)) for player in seats),
        ),
    )


def _last(left: LeftBehind) -> State | None:
    """Return the match as it last stood; None if that is not known."""
    recovered = left.recovered
    if recovered is None:
        fatal = left.fatal
        return create(fatal, left.now) if isinstance(fatal, Create) else None
    if isinstance(recovered.handed, State):
        return recovered.handed
    try:
        return restore(left.address.id, recovered, left.now).state
    except Exception:
        log.exception("%s cannot be restored", left.address)
        return None

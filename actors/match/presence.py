"""Who is here, whose grace budget runs, and what happens when it is used up."""

from typing import NamedTuple

from msgspec.structs import replace

from actors.match.messages import Absent, Cause, Why
from actors.match.state import Chair, State, other, served, strangers

BUDGET = 30.0
"""Seconds a player may be away in one match, over all absences."""
ENTER = 10.0
"""Seconds to come to a match against a stranger; a friend has the whole budget."""
PAUSES = 3
"""Pauses a player may cause in one match, whatever the cause; after that play does not wait."""
LEAST = 3.0
"""Seconds that each pause costs at least: as long as the countdown after it."""
RETURN = 10.0
"""Seconds that everybody has to come back after the server was away, before the budget runs."""
PROOF = 3
"""Points after which two strangers count as having played, however the match ends."""
ALL_GONE = 120.0
"""Seconds after which a match that nobody attends is aborted."""
SUSPENDED = 1800.0
"""Seconds for which a match stands that its player has paused; then it is aborted."""


class Verdict(NamedTuple):
    """How a match ends: its cause and the winning side, 0 for nobody."""

    cause: Cause
    winner: int


def arrive(chair: Chair, connection: str, now: float) -> Chair:
    """Return the chair with its player here; the first wait for a player costs no budget.

    `phases.arrived` takes care of the least cost of a pause.
    """
    used, late = chair.used, chair.late
    if chair.away_since is not None and chair.entered:
        used += max(now - chair.away_since, 0.0)
    elif chair.away_since is not None:
        late += max(now - chair.away_since, 0.0)
    return replace(
        chair,
        connection=connection,
        entered=True,
        away_since=None,
        left_at=None,
        awaited=True,
        used=used,
        late=late,
        held=0,
        window=0.0,
    )


def depart(chair: Chair, why: Why, now: float) -> Chair:
    """Return the chair with its player away from now on."""
    return replace(chair, connection=None, away_since=now, left_at=now, why=why, held=0)


def server_lost(chair: Chair, why: Why, until: float, now: float) -> Chair:
    """Return the chair after the server, and every connection, was lost at ``until``.

    That costs no budget; an absence that began earlier counts up to ``until``.
    """
    if not chair.human:
        return chair
    absent = until - chair.away_since if chair.away_since is not None and chair.entered else 0.0
    return replace(
        chair,
        connection=None,
        away_since=now + RETURN,
        left_at=chair.left_at if stranded(chair) else until,
        awaited=True,
        why=why,
        used=chair.used + max(absent, 0.0),
        held=0,
    )


def counted(state: State, chair: Chair) -> Chair:
    """Return the chair after its player left a match between two: one pause more, if any is left.

    If none is left, play goes on: the budget runs as ever, and the player may come back into the
    running play. But a ball is never served before a player has come for the first time: that match
    has not begun.
    """
    if chair.pauses < PAUSES:
        return replace(chair, pauses=chair.pauses + 1)
    return replace(chair, awaited=not served(state))


def awaited_anew(state: State, now: float) -> State:
    """Give those who have not come yet their full time again: we may have lost their ``enter``."""
    left, right = (expected(chair, now) for chair in state.chairs)
    return replace(state, chairs=(left, right))


def expected(chair: Chair, since: float) -> Chair:
    """Return the chair; if its player has not come yet, the full time for that begins ``since``."""
    return chair if chair.entered or not chair.human else replace(chair, away_since=since)


def stranded(chair: Chair) -> bool:
    """Tell whether its player is away because the server was."""
    return not chair.here and chair.why in {"server_stopping", "server_restarted"}


def budget_left(chair: Chair, now: float) -> float:
    """Return the seconds this chair may still be empty; less than a millisecond counts as none.

    That is more than its budget while the budget does not run yet, see `RETURN`.
    (A timer set for ``now + left`` may find a rest of one rounding, and would be set for ever.)
    """
    away = now - chair.away_since if chair.away_since is not None else 0.0
    total = BUDGET if chair.entered else chair.enters_within
    left = total - chair.used - away
    return left if left > 0.001 else 0.0


def time_left(state: State, chair: Chair, now: float) -> float:
    """Return the seconds that the others still wait for this chair.

    That is its budget. Before the first serve of a match between strangers it is the time to come,
    less all absences so far, even if the player has come and gone again.
    """
    left = budget_left(chair, now)
    if not strangers(state) or served(state) or not chair.entered:
        return left
    left -= BUDGET - chair.enters_within + chair.late
    return left if left > 0.001 else 0.0


def pauses_left(chair: Chair) -> int:
    """How often play still waits for this player."""
    return PAUSES - chair.pauses


def everybody_here(state: State) -> bool:
    """Tell whether play may go on: everybody it waits for is here, and at least one player is."""
    if state.suspended_at is not None or _nobody_here(state):
        return False
    return all(chair.here or not chair.awaited for chair in state.chairs)


def absent(state: State, now: float) -> tuple[Absent, ...]:
    """Return those who are away, for the pages."""
    return tuple(
        Absent(chair.side, chair.why, int(budget_left(chair, now) * 1000.0), pauses_left(chair))
        for chair in state.chairs
        if not chair.here
    )


def deadline(state: State, now: float) -> float:
    """Return when to ask for a `verdict` next: a budget runs out, or all are gone for too long."""
    if state.suspended_at is not None:
        return state.suspended_at + SUSPENDED
    gone = [chair for chair in state.chairs if chair.human and not chair.here]
    if _nobody_here(state):
        return max(chair.away_since or now for chair in gone) + ALL_GONE
    return min(now + time_left(state, chair, now) for chair in gone)


def verdict(state: State, now: float) -> Verdict | None:
    """Return how the match ends at ``now`` because of absence, if it does."""
    if state.suspended_at is not None:
        return Verdict("aborted", 0) if now >= deadline(state, now) else None
    if _nobody_here(state):
        return Verdict("aborted", 0) if now >= deadline(state, now) else None
    for chair in state.chairs:
        if not chair.here and time_left(state, chair, now) <= 0.0:
            came = chair.entered and (served(state) or not strangers(state))
            return Verdict("forfeit_absent" if came else "no_show", other(chair.side))
    return None


def missed(state: State) -> tuple[str, ...]:
    """Return who let a stranger wait in vain: by not coming, or by leaving before play began."""
    if not strangers(state) or served(state) or not state.winner:
        return ()
    return tuple(c.seat.player for c in state.chairs if c.side != state.winner and c.seat.player)


def proven(state: State) -> bool:
    """Tell whether its players have shown that they come even to a match with a stranger."""
    game = state.game
    points = game.rally + (game.winner is not None)  # of all sets
    return strangers(state) and points >= PROOF


def _nobody_here(state: State) -> bool:
    """Tell whether nobody attends. A machine attends, so a player who leaves it alone forfeits."""
    return not any(chair.here for chair in state.chairs)

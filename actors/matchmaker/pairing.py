"""Who plays whom. Pure."""

from actors.matchmaker.state import State
from actors.matchmaker.waiting import Waiting, cost, suits


def opponent_for(state: State, player: str, now: float, *, anybody: bool = False) -> Waiting | None:
    """Return the best opponent whom no block, no-show or repetition rules out.

    Nobody is matched before their blocks and their rating are known, or while no page of theirs is
    connected. Whoever is away is called only if nobody else is there. ``anybody``: if there is
    nobody better, accept somebody whom the player has met often just now, or a household that has
    let the player wait, and then a player with a block.
    """
    waiting, taken = state.queue.get(player), taken_in(state)
    if waiting is None or player in taken or not ready(state, waiting):
        return None
    others = [
        w
        for w in state.queue.values()
        if w.player != player
        and w.player not in taken
        and ready(state, w)
        and suits(w, waiting, now)
    ]
    parted = state.parted(player)
    near = [w for w in others if w.player not in parted and player not in state.parted(w.player)]
    liked = [
        w
        for w in near
        if not _distrusts(state, w, waiting) and not state.lately.often(w.player, player, now)
    ]
    choice = (liked or near or others) if anybody else liked
    return min(choice, key=lambda w: _order(state, waiting, w, now), default=None)


def taken_in(state: State) -> set[str]:
    """Return who is about to have a match."""
    pairs = [*state.proposed.values(), *(call.two for call in state.calls.values())]
    return {player for two in pairs for player in two}


def ready(state: State, waiting: Waiting) -> bool:
    """Tell whether all is known of somebody, and a page of theirs is connected."""
    person = state.people.get(waiting.player)
    known = person is not None and person.here and person.parted is not None
    return known and (waiting.mu is not None or not waiting.rated)


def is_away(state: State, player: str) -> bool:
    """Tell whether nobody is at any page of a player."""
    person = state.people.get(player)
    return person is not None and person.away


def _order(state: State, waiting: Waiting, other: Waiting, now: float) -> tuple[bool, float]:
    person = state.people.get(other.player)
    delay = (person and person.delay) or 0
    return is_away(state, other.player), cost(waiting, other, delay, now)


def _distrusts(state: State, one: Waiting, two: Waiting) -> bool:
    """Tell whether the household of either has let the other wait in vain."""
    pairs = (one, two), (two, one)
    return any((b.home or b.player) in state.let_down.get(a.player, ()) for a, b in pairs)

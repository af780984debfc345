"""A match as the store keeps it."""

from actors.frames import encode
from actors.match.state import State
from actors.pong import RULES_VERSION
from store.matches.records import MatchPlayer, MatchRecord, MatchResult


def match_record(match: str, state: State) -> MatchRecord:
    """What the match is made of."""
    left, right = (MatchPlayer(c.side, c.seat.player, c.seat.name) for c in state.chairs)
    if left.user_id == right.user_id:  # the second hand on one keyboard is no user
        right = MatchPlayer(right.side, None, right.name)
    settings = encode(state.game.settings)
    players = (left, right)
    return MatchRecord(
        match, state.mode, settings, state.game.seed, RULES_VERSION, players, state.created
    )


def match_result(match: str, state: State) -> MatchResult:
    """How it ended; only of a finished match."""
    cause, winner = state.cause or "aborted", state.winner or 0
    game, pauses = state.game, encode(state.pauses)
    return MatchResult(match, cause, winner, game.score, game.now, state.finished, pauses)

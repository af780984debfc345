"""A match in the records of the store."""

from actors.frames import encode
from actors.match.messages import Create
from actors.match.state import State, outcome
from actors.pong import RULES_VERSION
from actors.pong.court import LEFT, RIGHT
from store.matches.records import MatchPlayer, MatchRecord, MatchResult


def record_of(match: str, create: Create) -> MatchRecord:
    """Return the record of a match that is about to begin."""
    left, right = create.seats
    players = (
        MatchPlayer(LEFT, left.player, left.name),
        # The second player on one keyboard is no user.
        MatchPlayer(RIGHT, None if left.player == right.player else right.player, right.name),
    )
    settings, level = encode(create.settings), left.level or right.level
    begun = create.created
    rest = players, begun, level, create.rated
    return MatchRecord(match, create.mode, settings, create.seed, RULES_VERSION, *rest)


def result_of(match: str, state: State, date: float) -> MatchResult:
    """Return the result of a match that finished at ``date``, in seconds since the epoch."""
    cause, winner = state.cause or "aborted", state.winner or 0
    game, pauses = state.game, encode(state.pauses)
    at = int(date * 1000.0)
    return MatchResult(match, cause, winner, outcome(state), game.now, at, pauses)

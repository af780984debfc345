"""What is settled of a match whose actor failed for good."""

from typing import NamedTuple

from actors.match.messages import Finished
from actors.match.phases import finish
from actors.match.record import match_record, match_result
from actors.match.state import State
from actors.match.watching import Watcher
from store.matches.records import MatchRecord, MatchResult
from store.protocol import Store


class GivenUp(NamedTuple):
    """A match that ends by our fault, as the store keeps it and as all its pages are told."""

    record: MatchRecord
    result: MatchResult
    frame: Finished
    watchers: tuple[Watcher, ...]

    async def write(self, store: Store) -> None:
        """Keep it. Raises what the store does; may be repeated."""
        await store.matches.create_match(self.record)
        await store.matches.write_result(self.result)


def give_up(match: str, state: State, now: float) -> GivenUp:
    """End a match as it last stood, for nobody."""
    over = finish(state, "server_fault", 0, now)
    game, cause, winner = over.game, over.cause or "server_fault", over.winner or 0
    return GivenUp(
        match_record(match, over),
        match_result(match, over),
        Finished(match, cause, winner, game.score, game.now, over.pauses),
        over.watchers,
    )

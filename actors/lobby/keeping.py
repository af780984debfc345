"""What the lobby keeps of a match about to be made, and what of the lobby outlives the process."""

import msgspec
from msgspec import Struct, field

from actors.frames import Origin, encode
from actors.lobby.messages import Matched
from actors.lobby.no_shows import NoShows
from actors.lobby.state import Game, Pair, State, Taken, Waiting
from actors.match.messages import Create
from actors.pong.court import LEFT, RIGHT


class Lasting(Struct, frozen=True):
    """What outlives the process; who plays where is told by the matches themselves."""

    queue: dict[str, Waiting]
    games: dict[str, Game]
    no_shows: NoShows = field(default_factory=NoShows)
    taken: dict[str, Taken] = {}
    reliable: dict[str, None] = {}
    let_down: dict[str, tuple[str, ...]] = {}


def pair(state: State, match: str, asked: tuple[tuple[Origin, str], ...], create: Create) -> Pair:
    """A match about to be made."""
    left, right = create.seats
    told = {
        right.player: Matched(match, RIGHT, left.name),
        left.player: Matched(match, LEFT, right.name),  # also of one who sits on both
    }
    players = [player for player in told if player is not None]
    hosted = [game for game in map(state.hosted_by, players) if game is not None]
    return Pair(
        asked,
        create,
        tuple((player, told[player]) for player in players),
        tuple(state.queue[player] for player in players if player in state.queue),
        tuple(hosted),
    )


def taken(made: Pair) -> Taken:
    """What a match takes from those who waited for it, and from who asks for it."""
    waited = made.waited
    homes = {w.player: w.home for w in waited} | {g.host: g.home for g in made.games}
    if made.asked:
        origin, _ = made.asked[0]
        homes[origin.player] = origin.home
        if made.create.mode == "quick":  # perhaps it had waited already, and asks again
            name = next(s.name for s in made.create.seats if s.player == origin.player)
            known = {w.player: w for w in waited}
            known.setdefault(origin.player, Waiting(origin.player, name, origin.home))
            waited = tuple(known.values())
    return Taken(waited, made.games, homes)


def lasting(state: State) -> bytes:
    """What outlives the process, for the journal."""
    pairs = state.pairs.values()
    queue = {waiting.player: waiting for pair in pairs for waiting in pair.waited}
    games = {game.id: game for pair in pairs for game in pair.games}
    kept = Lasting(
        queue | state.queue,
        games | state.games,
        state.no_shows,
        state.taken,
        state.reliable,
        state.let_down,
    )
    return encode(kept)


def restored(data: bytes | None, now: float) -> State:
    """The lobby of the process before this one; who waited has some time to come back."""
    if data is None:
        return State()
    kept = msgspec.json.decode(data, type=Lasting)
    waiting = [*kept.queue, *(game.host for game in kept.games.values())]
    return State(
        queue=kept.queue,
        games=kept.games,
        absent=dict.fromkeys([*waiting, *kept.reliable, *kept.let_down], now),
        no_shows=kept.no_shows.recent(now),
        inherited=kept.taken,
        reliable=kept.reliable,
        let_down=kept.let_down,
    )

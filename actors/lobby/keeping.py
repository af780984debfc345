"""What the players of a match had waited with, and what of the lobby outlives a crash or a kill."""

import msgspec
from msgspec import Struct, field

from actors.core.journal.book import Recovered
from actors.frames import Origin, encode
from actors.lobby.messages import Matched
from actors.lobby.no_shows import NoShows
from actors.lobby.requests import Match
from actors.lobby.state import Game, Onlooker, State, Taken, Waiting
from actors.pong.court import LEFT, RIGHT


class Lasting(Struct, frozen=True):
    """The part of the lobby that outlives crash and kill; journaled with what is told of it."""

    queue: dict[str, Waiting]
    games: dict[str, Game]
    no_shows: NoShows = field(default_factory=NoShows)
    taken: dict[str, Taken] = {}
    reliable: dict[str, None] = {}
    let_down: dict[str, tuple[str, ...]] = {}
    playing: dict[str, str] = {}


def told(match: str, made: Match) -> dict[str, Matched]:
    """Return what the players of a new match are told; a player on both sides plays the left."""
    left, right = made.seats
    frames = {
        right.player: Matched(match, RIGHT, left.name),
        left.player: Matched(match, LEFT, right.name),
    }
    return {player: frame for player, frame in frames.items() if player is not None}


def taken(state: State, made: Match, asked: Origin | None) -> Taken:
    """Return what the players of a new match, and the one who asks for it, had waited with."""
    players = [seat.player for seat in made.seats if seat.player is not None]
    waited = {player: state.queue[player] for player in players if player in state.queue}
    games = tuple(game for game in map(state.hosted_by, players) if game is not None)
    homes = {w.player: w.home for w in waited.values()} | {g.host: g.home for g in games}
    if asked is not None:
        homes[asked.player] = asked.home
        if made.mode == "quick":  # this player may have waited already, and asks again
            waited.setdefault(asked.player, Waiting(asked.player, asked.name, asked.home))
    return Taken(tuple(waited.values()), games, homes)


def lasting(state: State) -> bytes:
    """Encode what outlives the process, for the journal."""
    kept = Lasting(
        state.queue,
        state.games,
        state.no_shows,
        state.taken,
        state.reliable,
        state.let_down,
        state.playing,
    )
    return encode(kept)


def restored(recovered: Recovered | None, now: float) -> State:
    """Return the lobby as journaled last, with what was live before a crash.

    After a kill nobody is connected; players who waited have some time to come back.
    """
    if recovered is None:
        return State()
    kept = Lasting({}, {})
    if recovered.state is not None:
        kept = msgspec.json.decode(recovered.state, type=Lasting)
    state = State(
        queue=kept.queue,
        games=kept.games,
        no_shows=kept.no_shows.recent(now),
        taken=kept.taken,
        reliable=kept.reliable,
        let_down=kept.let_down,
        playing=kept.playing,
    )
    before = recovered.handed
    if isinstance(before, State):
        state.absent, state.answers = before.absent, before.answers
        # They are shown what the crash held back.
        state.watchers = {c: Onlooker(each.player) for c, each in before.watchers.items()}
        state.parted, state.names, state.insists = before.parted, before.names, before.insists
    else:
        waiting = [*kept.queue, *(game.host for game in kept.games.values())]
        state.absent = dict.fromkeys([*waiting, *kept.reliable, *kept.let_down], now)
    return state

"""Plays matches of AI against AI and against a tracker; as a command it prints docs/ai.md's table.

Run ``python -m tests.rules.ai_series`` from the root of the project.
"""

from collections.abc import Callable, Iterator
from itertools import combinations_with_replacement
from typing import get_args

from msgspec import Struct

from actors.pong.ai import LOOK_EVERY, Key, Level, decide, view
from actors.pong.ai_view import read
from actors.pong.apply import apply
from actors.pong.court import LEFT, RIGHT, Side, index
from actors.pong.game import Game, new_game
from actors.pong.inputs import Steer
from actors.pong.rally import advance, next_contact
from actors.pong.settings import Settings

LEVELS: tuple[Level, ...] = get_args(Level)


class Player(Struct, frozen=True):
    """Looks every ``period`` seconds, and plans keys from the view and the seed."""

    name: str
    period: float
    plan: Callable[[bytes, int], tuple[Key, ...]]


def ai(level: Level) -> Player:
    return Player(level, LOOK_EVERY, lambda seen, seed: decide(seen, level, seed))


def track(seen: bytes, _seed: int) -> tuple[Key, ...]:
    """Move towards the height at which the ball is now, until the next look; no prediction."""
    facts = read(seen)
    way = facts.ball.y - facts.paddles[index(facts.side)].y
    return (Key(facts.at + 0.001, 0 if abs(way) < 1.0 else 1 if way > 0.0 else -1),)


TRACKER = Player("tracker", 0.25, track)


class Seat:
    """A player at the court: which keys it will press, and when it looks next."""

    def __init__(self, player: Player, side: Side, seed: int) -> None:
        self.player, self.seed = player, seed
        self.side: Side = side
        self.look = 0.0
        self.keys: list[Key] = []
        self.played: list[Key] = []

    def due(self) -> float:
        """The match time of the next look or key."""
        return min(self.look, self.keys[0].at) if self.keys else self.look

    def act(self, game: Game) -> Game:
        """Look or press, whichever is due at ``game.now``; a new plan replaces the old one."""
        if self.look <= game.now:
            self.keys = list(self.player.plan(view(game, self.side), self.seed))
            self.look = game.now + self.player.period
            return game
        key = self.keys.pop(0)
        self.played.append(key)
        return apply(game, Steer(key.at, self.side, key.direction))[0]


def play(
    left: Player, right: Player, seed: int, points: int = 3, settings: Settings | None = None
) -> tuple[Game, Seat, Seat]:
    """Play a whole match without lag, classic unless there are ``settings``."""
    game = new_game(settings or Settings(points), seed)
    seats = Seat(left, LEFT, seed), Seat(right, RIGHT, seed)
    while game.winner is None:
        game = step(game, seats)
    return game, *seats


def step(game: Game, seats: tuple[Seat, Seat]) -> Game:
    """Advance to the next contact, look or key, and let one seat act if it is due."""
    seat = min(seats, key=Seat.due)
    contact = next_contact(game)
    game, _ = advance(game, seat.due() if contact is None else min(contact, seat.due()))
    return seat.act(game) if game.winner is None and seat.due() <= game.now else game


class Tally(Struct, frozen=True):
    """A player won ``won`` of ``matches`` and ``points`` of ``rallies`` in ``seconds`` of play."""

    matches: int
    won: int
    rallies: int
    points: int
    seconds: float


def series(one: Player, two: Player, matches: int, points: int = 3) -> Tally:
    """Let ``one`` play against ``two``, changing sides after each match."""
    won = rallies = scored = 0
    seconds = 0.0
    for seed in range(matches):
        home: Side = LEFT if seed % 2 == 0 else RIGHT
        pair = (one, two) if home == LEFT else (two, one)
        game = play(*pair, seed, points)[0]
        won += game.winner == home
        scored += game.score[index(home)]
        rallies += sum(game.score)
        seconds += game.now
    return Tally(matches, won, rallies, scored, seconds)


def table(matches: int) -> Iterator[str]:
    """One line of Markdown for each pairing."""
    yield "| player | against | matches won | points won | seconds a rally |"
    yield "| --- | --- | --: | --: | --: |"
    players = [TRACKER, *map(ai, LEVELS)]
    for two, one in combinations_with_replacement(players, 2):
        tally = series(one, two, matches)
        yield (
            f"| {one.name} | {two.name} | {tally.won / matches:.0%} "
            f"| {tally.points / tally.rallies:.0%} | {tally.seconds / tally.rallies:.1f} |"
        )


if __name__ == "__main__":
    print(*table(200), sep="\n")

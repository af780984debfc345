"""Writes random rallies with all values that the rules compute; the JavaScript twin repeats them.

The file has JSON lines: first calls of single functions, then one match per line. A float is
written in the shortest form that reads back as the same bits, -0.0 included.
"""

from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from random import Random

import msgspec
from msgspec import UNSET, Struct, UnsetType
from msgspec.structs import replace

from actors.pong.apply import apply, effective
from actors.pong.ball import Flight, height, launch, motion, place, turn
from actors.pong.court import (
    BALL_RADIUS,
    FACE,
    LEFT,
    PADDLE_SPEED,
    RIGHT,
    WALL,
    Side,
    index,
)
from actors.pong.events import (
    Event,
    Halted,
    Hit,
    Missed,
    Served,
    SetWon,
    Turned,
    WallTouched,
)
from actors.pong.game import Game, new_game
from actors.pong.inputs import Halt, Input, Steer, Widen
from actors.pong.leg import fold
from actors.pong.maps import MAPS, Gate, leaf
from actors.pong.options import PACES, PADDLES, SPEED_UPS
from actors.pong.paddle import position, position_at
from actors.pong.rally import advance, next_contact
from actors.pong.seeded import mix, unit
from actors.pong.settings import Settings

MATCHES = 300
MANNERS = ("centre", "edge", "any", "limit", "late", "late", "stay")
MOST_HITS = 3
"""The most hits in a rally; then the defender moves away, so that there are many short rallies."""


class Step(Struct, omit_defaults=True):
    """What was done, and everything that the rules say afterwards."""

    do: tuple[object, ...] | Input
    game: Game
    events: tuple[Event, ...]
    next: float | None
    at: float
    ball: tuple[float, float]
    paddles: tuple[float, ...]
    motion: tuple[float, float]
    turns: tuple[float | None, ...]
    effective: float | UnsetType = UNSET


class Match(Struct):
    """One line of the file."""

    settings: Settings
    seed: int
    steps: list[Step]


class Recorder:
    """Plays one match and writes down each step; ``rallies`` holds the kinds seen in each."""

    def __init__(self, seed: int) -> None:
        self.random = Random(seed)
        settings = _settings(self.random, seed)
        self.game = new_game(settings, seed)
        self.match = Match(settings, seed, [])
        self.rallies: list[set[str]] = []
        self.hits = 0

    def to(self, at: float) -> tuple[Event, ...]:
        """Let time pass until ``at``."""
        return self._note(("to", at), advance(self.game, at))

    def change(self, change: Input) -> tuple[Event, ...]:
        """Apply an input with its effective time, or a decision of the match."""
        return self._note(change, apply(self.game, change))

    def claim(self, side: Side, claimed: float, direction: int) -> None:
        """Settle the time of a key that arrives now."""
        at = effective(self.game, side, claimed)
        done = apply(self.game, Steer(at, side, direction))
        self._note(("claim", side, claimed, direction), done, at)

    def _note(
        self,
        do: tuple[object, ...] | Input,
        done: tuple[Game, tuple[Event, ...]],
        at: float | UnsetType = UNSET,
    ) -> tuple[Event, ...]:
        self.game, events = done
        for event in events:
            self._see(event)
        game, flight = self.game, self.game.flight
        probe = flight.since + self.random.uniform(-0.1, 1.1) * (flight.contact - flight.since)
        paddles = tuple(position_at(paddle, probe) for paddle in game.paddles)
        turns = tuple(turn(flight, number) for number in range(4))
        step = Step(
            *(do, game, events, next_contact(game)),
            *(probe, place(flight, probe), paddles, motion(flight, probe), turns, at),
        )
        self.match.steps.append(step)
        if any(_clamped(game, side) for side in (LEFT, RIGHT)):
            self.mark("clamped")
        return events

    def _see(self, event: Event) -> None:
        match event:
            case Served():
                self.rallies.append({"serve"})
                self.hits = 0
            case Hit(_, _, offset):
                self.hits += 1
                size = abs(offset)
                self.mark("centre" if size < 0.05 else "edge" if size > 0.95 else "hit")
            case WallTouched():
                self.mark("wall")
            case Turned():
                self.mark(self.game.settings.map)
            case SetWon():
                self.mark("set")
            case Missed():
                self.mark("miss")
            case Halted():
                self.mark("pause")
            case _:
                pass

    def mark(self, kind: str) -> None:
        """Note a kind of event that happened in the present rally."""
        if self.rallies:
            self.rallies[-1].add(kind)


def _settings(random: Random, seed: int) -> Settings:
    """Choose settings: every other match is played on the classic court."""
    rules = Settings(random.randint(1, 4), random.random() < 0.5)
    if seed % 2 == 0:
        return rules
    return replace(
        rules,
        sets=random.choice((1, 1, 3)),
        ball=random.choice((*PACES,)),
        speed_up=random.choice((*SPEED_UPS,)),
        paddle=random.choice((*PADDLES,)),
        map=random.choice((*MAPS,)),
    )


def _clamped(game: Game, side: Side) -> bool:
    paddle = game.paddles[index(side)]
    last = paddle.segments[-1]
    return last.direction != 0 and abs(position(last, game.now, paddle.limit)) == paddle.limit


def _reach(game: Game) -> float:
    return game.paddles[0].half + BALL_RADIUS


def _match(seed: int) -> Recorder:
    """Play a whole match; each flight is defended in some manner until somebody has won."""
    table = Recorder(seed)
    random = table.random
    for side in (LEFT, RIGHT):
        table.change(Widen(0.0, side, random.choice((0.0, 0.1, 0.18, 0.25, 0.3))))
    while (due := next_contact(table.game)) is not None:
        flight = table.game.flight
        table.to(max(table.game.now, flight.since) + random.uniform(0.0, 0.05))
        manner = random.choice(MANNERS) if table.hits < MOST_HITS else "aside"
        _defend(table, flight, manner)
        if random.random() < 0.15:
            _pause(table)
        while (due := next_contact(table.game)) and table.game.flight == flight:
            table.to(due)
    table.to(table.game.now + 1.0)
    return table


def _defend(table: Recorder, flight: Flight, manner: str) -> None:
    """Move the defender's paddle to where its manner wants it at the contact."""
    random, y, reach = table.random, height(flight, flight.contact), _reach(table.game)
    towards = 1 if y > 0.0 else -1
    match manner:
        case "centre":
            _go(table, flight, y - random.uniform(-0.04, 0.04) * reach)
        case "edge":
            _go(table, flight, y - towards * random.uniform(0.96, 0.999) * reach)
        case "any":
            _go(table, flight, y - random.uniform(-0.95, 0.95) * reach)
        case "aside":
            _go(table, flight, y - towards * (reach + random.uniform(0.75, 3.25)))
        case "limit":
            table.claim(flight.side, table.game.now, towards)
            table.to(min(table.game.now + random.uniform(0.6, 1.2), flight.contact - 0.01))
        case "late" if flight.window > 0.0:
            _save_late(table, flight, y, towards)
        case _:
            pass


def _go(table: Recorder, flight: Flight, target: float) -> None:
    """Steer to a height and stop there, if there is time before the contact."""
    now = table.game.now
    paddle = table.game.paddles[index(flight.side)]
    way = target - position(paddle.segments[-1], now, paddle.limit)
    table.claim(flight.side, now - table.random.uniform(0.0, 0.01), 1 if way > 0.0 else -1)
    since = table.game.paddles[index(flight.side)].segments[-1].since
    stop = since + abs(way) / PADDLE_SPEED
    if stop < flight.contact:
        table.to(max(now, stop))
        table.claim(flight.side, stop, 0)


def _save_late(table: Recorder, flight: Flight, y: float, towards: int) -> None:
    """Wait out of reach, and save the ball by a key that arrives after the contact."""
    gap = table.random.uniform(0.05, 0.3)
    _go(table, flight, y - towards * (_reach(table.game) + gap))
    need = (gap + table.random.uniform(0.02, 0.4)) / PADDLE_SPEED
    if table.game.now > flight.contact - need:
        return
    arrival = flight.contact + table.random.uniform(0.05, 0.95) * (flight.window - need)
    table.to(arrival)
    lost = advance(table.game, next_contact(table.game) or 0.0)[1]
    table.claim(flight.side, flight.contact - need, towards)
    saved = table.to(flight.contact + flight.window)
    if any(isinstance(event, Missed) for event in lost) and any(
        isinstance(event, Hit) for event in saved
    ):
        table.mark("late save")


def _pause(table: Recorder) -> None:
    """Pause a little later, and then press a key that claims a time before the pause."""
    now = table.game.now + table.random.uniform(0.0, 0.2)
    table.change(Halt(now))
    side = table.random.choice((LEFT, RIGHT))
    table.claim(side, now - 0.1, table.random.choice((-1, 1)))


def _singles(random: Random) -> Iterator[tuple[object, ...]]:
    """Yield calls of single functions: name, arguments, result."""
    for number in range(1000):
        seed = (0, 1, 0x7FFFFFFF, 0x80000000, 0xFFFFFFFF, random.getrandbits(32))[min(number, 5)]
        yield "mix", (seed,), mix(seed)
        yield "unit", (seed, number), unit(seed, number)
        y = random.uniform(-80.0, 80.0)
        yield "fold", (y,), fold(y)
        side = random.choice((LEFT, RIGHT))
        flight = (number, random.uniform(0.0, 900.0), -side * FACE, random.uniform(-WALL, WALL))
        slope = random.choice((0.0, -0.0, random.uniform(-1.1, 1.1)))
        rest = (side, slope, random.uniform(15.0, 32.0), (0.1, 0.2))
        yield "launch", (*flight, *rest), launch(*flight, *rest)
        for name, obstacles in MAPS.items():
            yield "launchOn", (name, *flight, *rest), launch(*flight, *rest, obstacles)
        for gate in (one for one in MAPS["gate"] if isinstance(one, Gate)):
            at = random.uniform(0.0, 900.0)
            yield "leaf", (gate, at), leaf(gate, at)


def write(path: Path) -> tuple[int, Counter[str]]:
    """Write the file; returns how many rallies it holds, and how many of each kind."""
    tables = [_match(seed) for seed in range(MATCHES)]
    lines = [list(_singles(Random(0))), *(table.match for table in tables)]
    path.write_bytes(b"\n".join(map(msgspec.json.encode, lines)))
    rallies = [kinds for table in tables for kinds in table.rallies]
    return len(rallies), Counter(kind for kinds in rallies for kind in kinds)

"""The ten lines of physics in docs/protocol.md are enough to compute what is played."""

import re
from itertools import pairwise
from math import sqrt
from pathlib import Path
from random import Random
from typing import NamedTuple

import pytest

from actors.player import lag
from actors.pong.apply import apply
from actors.pong.ball import Flight
from actors.pong.court import BALL_RADIUS, HALF_HEIGHT, LEFT, LONGEST_WINDOW, RIGHT, index
from actors.pong.game import Game, new_game
from actors.pong.inputs import Steer, Widen
from actors.pong.options import PACES, PADDLES, SPEED_UPS
from actors.pong.paddle import position_at
from actors.pong.rally import advance, next_contact
from actors.pong.settings import Settings

TEXT = (Path(__file__).resolve().parents[2] / "docs" / "protocol.md").read_text()
SECTION = TEXT.partition("all of the physics:")[2]
LINES = re.findall(r"^(\d+)\. (.*(?:\n   .*)*)", SECTION, re.MULTILINE)[:10]


def number(line: int, words: str) -> float:
    """Return the number at the place of `#` in these words of a line."""
    text = " ".join(LINES[line - 1][1].split())
    found = re.search(re.escape(words).replace(r"\#", r"([\d.]+\d|\d)"), text)
    assert found, (words, text)
    return float(found[1])


PACE = number(1, "moves at # per second")
LIMIT = number(1, "within y = ±#")
WALL = number(2, "turns at y = ±#")
SERVE = number(3, "at a speed of #")
SERVE_SLOPE = number(3, "between -#")
DELAY = number(3, "is # second after the point")
FACE = number(4, "x = ±#")
REACH = number(4, "no further than # from")
SLOPE = number(5, "`vy/|vx| = # *")
assert number(5, "y of the paddle) / #") == REACH
FASTER = number(6, "then # times")
FASTEST = number(6, "at most #")
GOAL = number(8, "x = ±#")
SOONEST, LATEST = number(8, "x = ±16: #"), number(8, "to # seconds")


class Pad(NamedTuple):
    """A paddle as a `paddle` frame tells it."""

    since: float
    y: float
    direction: int


def folded(y: float) -> float:
    while abs(y) > WALL:
        y = (2 * WALL if y > 0 else -2 * WALL) - y
    return y


def at(pad: Pad, time: float) -> float:
    return max(-LIMIT, min(pad.y + pad.direction * PACE * (time - pad.since), LIMIT))


def test_there_are_ten_lines():
    assert [int(found) for found, _ in LINES] == list(range(1, 11))


def returned(before: Flight, paddle: float) -> tuple[float, float, float] | None:
    """Return vx, vy and speed after the contact, by the ten lines; None for a miss."""
    y = folded(before.y + before.vy * (before.contact - before.since))
    if abs(y - paddle) > REACH:
        return None
    slope = SLOPE * (y - paddle) / REACH
    speed = min(sqrt(before.vx * before.vx + before.vy * before.vy) * FASTER, FASTEST)
    vx = speed / sqrt(1 + slope * slope)
    return -before.side * vx, slope * vx, speed


class Played(NamedTuple):
    """A flight, what the ten lines make of it, and what came next, with its time."""

    game: Game
    reply: tuple[float, float, float] | None
    decided: float
    after: Game


def played(seed: int) -> list[Played]:
    """Play a random match; the defenders aim near the ball, later and later."""
    random = Random(seed)
    game = new_game(Settings(3, seed % 2 == 0), seed)
    found = list[Played]()
    while game.winner is None:
        flight = game.flight
        for side in (LEFT, RIGHT):
            window = random.choice((0.0, 0.02, 0.3))
            game, _ = apply(game, Widen(game.now, side, window))
        flight, start = game.flight, max(game.now, game.flight.since)
        place = index(flight.side)
        y = folded(flight.y + flight.vy * (flight.contact - flight.since))
        goal = max(-LIMIT, min(y + random.uniform(-2.1, 2.1), LIMIT))
        way = goal - position_at(game.paddles[place], start)
        game, _ = apply(game, Steer(start, flight.side, 1 if way > 0 else -1))
        stops = start + abs(way) / PACE
        if stops < flight.contact:
            game, _ = apply(game, Steer(stops, flight.side, 0))
        last = game.paddles[place].segments[-1]
        pad = at(Pad(last.since, last.y, last.direction), flight.contact)
        decided = flight.contact + flight.window
        reply = returned(flight, pad)
        decided = decided if reply else max(flight.goal, decided)
        after = game
        while after.flight is game.flight and after.winner is None:
            due = next_contact(after)
            assert due is not None
            after, _ = advance(after, due)
        assert after.now == decided
        found.append(Played(game, reply, decided, after))
        game = after
    return found


@pytest.mark.parametrize("seed", range(30))
def test_every_flight_of_a_match_is_as_the_ten_lines_say(seed: int):
    flights = played(seed)
    first = flights[0].game.flight
    assert first.since == 0.0
    served = [first]
    for game, reply, decided, after in flights:
        flight = game.flight
        assert abs(flight.x + flight.vx * (flight.contact - flight.since)) == pytest.approx(FACE)
        assert abs(flight.x + flight.vx * (flight.goal - flight.since)) == pytest.approx(GOAL)
        assert SOONEST <= flight.goal - flight.contact <= LATEST
        assert 0.0 <= flight.window <= LONGEST_WINDOW
        if reply is not None:
            back = after.flight
            assert (back.vx, back.vy, back.speed) == pytest.approx(reply)
            assert (back.since, back.side) == (flight.contact, -flight.side)
        elif after.winner is None:
            assert after.flight.since == decided + DELAY
            served.append(after.flight)
        scorer = 0 if flight.side > 0 else 1
        assert after.score[scorer] == game.score[scorer] + (reply is None)
    for serve in served:
        assert (serve.x, serve.y, serve.speed) == (0.0, 0.0, SERVE)
        assert abs(serve.vy / serve.vx) <= SERVE_SLOPE
    assert all(one.side == -two.side for one, two in pairwise(served))


def test_what_goal_is_is_known_exactly():
    """Check the bounds of the eighth line: the fastest ball, and the steepest after one hit."""
    depth = GOAL - FACE
    assert int(depth / FASTEST * 1000) / 1000 == SOONEST
    slowest = SERVE * FASTER / sqrt(1 + SLOPE * SLOPE)
    assert int(depth / slowest * 1000 + 1) / 1000 == LATEST


def test_other_settings_have_the_numbers_of_the_rules():
    rows = re.findall(r"^\| `(\w+)`: `(\w+)` \| (.+) \|$", SECTION, re.MULTILINE)
    said = {(option, name): [float(n) for n in row.split(" | ")] for option, name, row in rows}
    meant = {("ball", name): [pace.serve, pace.top] for name, pace in PACES.items()}
    meant |= {("speed_up", name): [factor] for name, factor in SPEED_UPS.items()}
    for name, half in PADDLES.items():
        meant["paddle", name] = [HALF_HEIGHT - half, half + BALL_RADIUS]
    assert said == meant


def test_the_lag_window_is_defined_with_its_bounds():
    words = " ".join(TEXT.partition("**Your lag window**")[2].partition("\n\n")[0].split())
    for figure in (f"up to {lag.JITTER * 1000:.0f} ms", f"and {lag.MARGIN * 1000:.0f} ms"):
        assert figure in words
    assert f"{LONGEST_WINDOW * 1000:.0f} ms at most" in words
    assert lag.LagMeter().window() == 0.0

"""The AI opponent: what it sees, what it decides, and how its hands move."""

from itertools import pairwise
from typing import get_type_hints

import msgspec
import pytest
from msgspec.structs import replace

from actors.pong import ai_hands
from actors.pong.ai import LOOK_EVERY, SKILLS, Key, Level, arrival, decide, view
from actors.pong.ai_view import Ball, Bat, View, read
from actors.pong.apply import apply
from actors.pong.ball import height
from actors.pong.court import LEFT, PADDLE_LIMIT, PADDLE_SPEED, RIGHT
from actors.pong.game import Game, new_game
from actors.pong.inputs import Halt, Steer
from actors.pong.maps import MAPS
from actors.pong.paddle import Paddle, position_at, steer
from actors.pong.rally import advance
from actors.pong.settings import MapName, Settings
from tests.rules.ai_series import LEVELS, TRACKER, Player, Seat, ai, play, step

MATCHES = 6
STILL = Bat(0.0, 0)


def watched(level: Level) -> list[tuple[bytes, tuple[Key, ...]]]:
    """Every view of a few matches, with the keys that were decided from it."""
    seen: list[tuple[bytes, tuple[Key, ...]]] = []

    def plan(data: bytes, seed: int) -> tuple[Key, ...]:
        seen.append((data, decide(data, level, seed)))
        return seen[-1][1]

    for seed in range(MATCHES):
        play(Player(level, LOOK_EVERY, plan), TRACKER, seed)
    return seen


def at_look(seed: int) -> tuple[Game, Seat, Seat]:
    """A match of the AI (left) against the tracker, just after the AI looked for the 8th time."""
    game = new_game(Settings(21), seed)
    seats = Seat(ai("hard"), LEFT, seed), Seat(TRACKER, RIGHT, seed)
    while seats[0].look < 8 * LOOK_EVERY:
        game = step(game, seats)
    return game, *seats


def test_a_view_holds_these_public_facts_and_no_other():
    facts = msgspec.json.decode(view(new_game(Settings(), 7), RIGHT))
    assert set(facts) == {"at", "side", "ball", "paddles", "score"}
    assert set(facts["ball"]) == {"x", "y", "vx", "vy", "speed", "since"}
    assert [set(bat) for bat in facts["paddles"]] == [{"y", "direction"}] * 2


def test_a_view_does_not_depend_on_the_seed_of_the_match():
    game = new_game(Settings(), 7)
    assert view(replace(game, seed=8), LEFT) == view(game, LEFT)


@pytest.mark.parametrize("late", [0.0, 0.3, 0.6, 0.9])
def test_a_view_predicts_what_the_rules_do(late: float):
    """Heights after up to three walls, from a view anywhere in the flight."""
    steep = replace(new_game(Settings(), 7).flight, x=-14.75, y=3.0, side=RIGHT, contact=2.0)
    for pace in range(-40, 41):
        flight = replace(steep, vx=14.75, vy=pace * 0.7)
        game, _ = advance(replace(new_game(Settings(), 7), flight=flight), late)
        side, *met = arrival(read(view(game, LEFT)).ball, "classic")
        assert side == RIGHT
        assert met == pytest.approx((2.0, height(flight, 2.0)), abs=1e-9)


def test_a_ball_whose_contact_is_undecided_waits_at_the_face():
    game = new_game(Settings(), 7)
    game = replace(game, flight=replace(game.flight, window=0.25))
    at_face, _ = advance(game, game.flight.contact)
    later, _ = advance(game, game.flight.contact + 0.2)
    assert later.flight is game.flight
    assert read(view(later, LEFT)).ball.x == read(view(at_face, LEFT)).ball.x


def test_a_ball_before_its_serve_waits_until_its_time():
    game, seats = new_game(Settings(), 7), (Seat(TRACKER, LEFT, 0), Seat(TRACKER, RIGHT, 0))
    while game.score == (0, 0):
        game = step(game, seats)
    ball = read(view(game, LEFT)).ball
    assert (ball.x, ball.y, ball.since) == (0.0, 0.0, game.flight.since)
    assert ball.since > game.now


def test_a_decision_is_made_from_bytes():
    assert get_type_hints(decide)["view"] is bytes


@pytest.mark.parametrize("seed", range(10))
def test_what_changes_between_two_views_changes_no_key(seed: int):
    def rest(trick: bool) -> list[Key]:
        game, seat, other = at_look(seed)
        already = len(seat.played)
        if trick:
            game, _ = apply(game, Halt(game.now))
            game, _ = apply(game, Steer(game.now, RIGHT, -1))
            flight = replace(game.flight, vy=-game.flight.vy - 1.0)
            game = replace(game, seed=99, score=(3, 5), flight=flight)
            other.keys.clear()
            other.look = game.now + 9.0
        until = seat.look
        while game.winner is None and min(seat.due(), other.due()) < until:
            game = step(game, (seat, other))
        return seat.played[already:]

    assert rest(trick=True) == rest(trick=False)


def test_the_trick_above_is_on_seconds_with_keys_in_them():
    assert sum(bool(at_look(seed)[1].keys) for seed in range(10)) >= 3


@pytest.mark.parametrize("level", LEVELS)
def test_a_decision_repeats_and_the_seed_matters(level: Level):
    seen = watched(level)
    assert [decide(data, level, 3) for data, _ in seen] == [
        decide(data, level, 3) for data, _ in seen
    ]
    assert any(decide(data, level, 3) != decide(data, level, 4) for data, _ in seen)


def aimed(at: float, other: float) -> float:
    """Where the hard level (right) goes for a straight ball at height 0, a second after ``at``."""
    ball = Ball(0.0, 0.0, 14.75, 0.0, 14.75, at)
    seen = View(at, RIGHT, ball, (Bat(other, 0), Bat(-5.0, 0)), (0, 0))
    press, release = decide(msgspec.json.encode(seen), "hard", 5)[:2]
    return -5.0 + press.direction * (release.at - press.at) * PADDLE_SPEED


def test_each_look_errs_in_its_own_way():
    assert len({round(aimed(float(at), 0.0), 3) for at in range(20)}) == 20


@pytest.mark.parametrize("at", range(20))
def test_a_ball_is_played_away_from_the_other_paddle(at: int):
    """A paddle above the ball sends it down: the further the meeting point, the steeper."""
    assert aimed(float(at), other=4.0) > aimed(float(at), other=-4.0)


@pytest.mark.parametrize("level", LEVELS)
def test_keys_come_after_the_reaction_and_are_up_again_at_the_next_view(level: Level):
    seen = watched(level)
    assert sum(bool(keys) for _, keys in seen) > len(seen) / 3
    for data, keys in seen:
        at = read(data).at
        assert all(at + SKILLS[level].reaction <= key.at < at + LOOK_EVERY for key in keys)
        assert not keys or keys[-1].direction == 0


@pytest.mark.parametrize("level", LEVELS)
def test_hands_press_and_release_like_a_person(level: Level):
    for seed in range(MATCHES):
        _, seat, _ = play(ai(level), TRACKER, seed)
        for one, two in pairwise(seat.played):
            assert two.at - one.at >= ai_hands.SHORTEST_HOLD - 1e-9
            assert (one.direction == 0) != (two.direction == 0)
        for first, fifth in zip(seat.played, seat.played[4:], strict=False):
            assert fifth.at - first.at > 0.5


@pytest.mark.parametrize("where", MAPS)
def test_on_each_map_the_machine_returns_most_balls(where: MapName):
    rallies = flights = 0
    for seed in range(4):
        game, *_ = play(ai("hard"), ai("hard"), seed, settings=Settings(3, map=where))
        rallies, flights = rallies + game.rally + 1, flights + game.flight.number + 1
    assert flights > 3.0 * rallies


@pytest.mark.parametrize("moving", [-1, 1])
def test_a_key_found_down_is_let_go(moving: int):
    game = new_game(Settings(), 7)
    game, _ = apply(game, Steer(0.0, LEFT, moving))
    game, _ = apply(game, Steer(0.0, RIGHT, moving))
    for side in (LEFT, RIGHT):
        assert decide(view(game, side), "hard", 1)[-1].direction == 0


def test_a_walk_ends_where_the_errand_sends_it():
    keys = ai_hands.run((ai_hands.Errand(0.2, 4.0), ai_hands.Errand(0.6, -9.0)), 0.0, STILL)
    assert [key.direction for key in keys] == [1, 0, -1, 0]
    paddle = Paddle()
    for key in keys[:3]:
        paddle = steer(paddle, key.direction, key.at)
    assert position_at(paddle, 0.6) == pytest.approx(4.0)
    assert keys[-1].at == ai_hands.STILL_AFTER


def test_a_walk_shorter_than_the_shortest_hold_is_not_made():
    assert ai_hands.run((ai_hands.Errand(0.2, 0.5),), 0.0, STILL) == ()


def test_an_errand_beyond_the_paddles_limit_ends_at_the_limit():
    press, release = ai_hands.run((ai_hands.Errand(0.2, 20.0),), 0.0, STILL)
    assert (release.at - press.at) * PADDLE_SPEED == pytest.approx(PADDLE_LIMIT)

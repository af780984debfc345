"""A pause changes nothing but the clock; keys held before play starts count from its start."""

from typing import Any

from actors.pong.court import PADDLE_SPEED
from actors.pong.paddle import position_at
from tests.actors.world import Duel, World


def interrupt(duel: Duel, seconds: float) -> None:
    """Let the left player be away for some seconds, and the countdown pass."""
    duel.left.drop()
    duel.world.wait(seconds)
    duel.left = duel.left.back()
    duel.left.enter(duel.match)
    duel.start()


def test_after_a_pause_ball_score_speed_and_paddles_are_the_same_bits(sound: World) -> None:
    duel = sound.duel().start()
    duel.left.press(duel.match, 1)
    duel.right.press(duel.match, -1)
    duel.play_to(0.3)
    running = duel.state.game
    interrupt(duel, 7.0)
    game = duel.state.game
    assert (game.flight, game.score, game.windows) == (running.flight, running.score, (0.01, 0.01))
    assert game.seed == running.seed
    stopped = game.now
    assert abs(stopped - 0.3) < 1e-6
    for before, after in zip(running.paddles, game.paddles, strict=True):
        assert position_at(after, stopped) == position_at(before, stopped)


def test_while_paused_nothing_moves(sound: World) -> None:
    duel = sound.duel().start()
    duel.play_to(0.8)
    duel.left.drop()
    before = duel.state.game
    duel.right.clear()
    sound.wait(25.0)
    duel.right.press(duel.match, 1)
    assert duel.state.game is before
    assert not duel.right.of("flight", "point", "paddle")


def outcome(*pauses: float) -> tuple[Any, ...]:
    """The outcome of a match without any key, with pauses at these match times."""
    world = World(seed=7)
    duel = world.duel(points=3).start()
    for pause in pauses:
        duel.play_to(pause)
        interrupt(duel, 3.0)
    world.until(lambda: duel.right.of("finished"))
    game = duel.state.game
    flights = {f["flight"]["number"]: f["flight"] for f in duel.right.of("flight", "point")}
    return game.score, game.now, game.flight, flights


def test_the_whole_match_is_the_same_with_and_without_pauses() -> None:
    assert outcome() == outcome(0.4) == outcome(0.2, 1.3, 2.9, 4.0)


def test_a_key_held_in_the_countdown_counts_from_the_start(sound: World) -> None:
    duel = sound.duel()
    sound.wait(1.0)
    duel.left.press(duel.match, -1)
    assert not duel.left.of("paddle")
    duel.start()
    moved = duel.right.last("paddle")
    assert (moved["side"], moved["since"], moved["direction"]) == (-1, 0.0, -1)
    duel.play_to(0.25)
    assert abs(position_at(duel.state.game.paddles[0], 0.25) + 0.25 * PADDLE_SPEED) < 1e-9


def test_a_key_released_before_the_start_does_not_count(sound: World) -> None:
    duel = sound.duel()
    duel.left.press(duel.match, -1)
    sound.wait(1.0)
    duel.left.press(duel.match, 0)
    duel.start()
    assert not duel.left.of("paddle")


def test_keys_of_a_pause_count_from_the_end_of_the_next_countdown(sound: World) -> None:
    duel = sound.duel().start()
    duel.right.press(duel.match, 1)
    duel.play_to(0.3)
    duel.left.drop()
    stopped = duel.state.game.now
    assert duel.right.last("pause")["paddles"][1]["direction"] == 0
    duel.right.clear()
    sound.wait(1.0)
    duel.left = duel.left.back()
    duel.left.enter(duel.match)
    duel.left.press(duel.match, -1)
    duel.start()
    moved = {f["side"]: (f["since"], f["direction"]) for f in duel.right.of("paddle")}
    assert moved == {-1: (stopped, -1), 1: (stopped, 1)}, "the right key was never released"


def test_who_comes_back_holds_no_key(sound: World) -> None:
    duel = sound.duel().start()
    duel.left.press(duel.match, 1)
    duel.play_to(0.3)
    interrupt(duel, 1.0)
    assert duel.state.game.paddles[0].segments[-1].direction == 0

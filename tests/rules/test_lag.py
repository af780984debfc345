"""Lag: late inputs count within their window, in any order; what was announced stays."""

from hypothesis import example, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from actors.pong.apply import apply, effective
from actors.pong.ball import launch
from actors.pong.court import LEFT, LONGEST_WINDOW, PADDLE_SPEED, REACH, RIGHT, Side, index
from actors.pong.events import Event, Hit, Missed, Scored
from actors.pong.game import Game, new_game
from actors.pong.inputs import Steer, Widen
from actors.pong.paddle import Paddle, Segment, position_at
from actors.pong.rally import advance, next_contact
from actors.pong.settings import Settings
from tests.patience import examples
from tests.rules.play import Move, bits, moves, opened, play, replay, rules, seeds, windows

Script = tuple[Move, ...]
Arrival = tuple[float, Steer]


def _arrivals(script: Script, pair: tuple[float, float]) -> list[Arrival]:
    """When each key of a script was pressed and when it arrives; those of a side stay in order."""
    arrivals: list[Arrival] = []
    pressed, latest = 0.0, [0.0, 0.0]
    for move in script:
        place = index(move.side)
        pressed += move.wait
        # 0.99: at the very end of a window the last bit decides, and both answers are right
        delay = min(1.0, move.late / LONGEST_WINDOW) * 0.99 * pair[place]
        latest[place] = max(latest[place], pressed + delay)
        direction = (move.amount > 0.0) - (move.amount < 0.0)
        arrivals.append((latest[place], Steer(pressed, move.side, direction)))
    return arrivals


def _referee(game: Game, arrivals: list[Arrival], end: float) -> tuple[Game, tuple[Event, ...]]:
    events: tuple[Event, ...] = ()
    for arrived, change in sorted(arrivals, key=lambda arrival: arrival[0]):
        game, seen = advance(game, arrived)
        events += seen
        assert effective(game, change.side, change.at) == change.at
        game, seen = apply(game, change)
        events += seen
    game, seen = advance(game, end)
    return game, events + seen


@settings(max_examples=examples(10_000))
@given(seeds, windows, rules, moves(16))
def test_any_order_of_arrival_gives_the_same_bits(
    seed: int, pair: tuple[float, float], options: Settings, script: Script
):
    start = opened(seed, pair, options)
    late = _arrivals(script, pair)
    punctual = [(change.at, change) for _, change in late]
    end = max([0.0, *(arrived for arrived, _ in late)]) + 1.0
    assert bits(_referee(start, late, end)) == bits(_referee(start, punctual, end))


@settings(max_examples=examples(10_000))
@given(seeds, windows, rules, moves(), st.floats(-10.0, 1000.0))
def test_nothing_announced_is_ever_taken_back(
    seed: int, pair: tuple[float, float], options: Settings, script: Script, more: float
):
    """With late keys the same is announced as if every key had come in time."""
    start = opened(seed, pair, options)
    played = play(start, [replace(move, late=move.late * more) for move in script])
    in_time = sorted(played.journal, key=lambda change: change.at)
    game, events = replay(start, in_time, played.game.now)
    assert bits(events) == bits(played.events)
    assert bits(game) == bits(played.game)


@settings(max_examples=examples(1000))
@given(seeds, windows, rules, moves(), st.floats(allow_nan=False))
def test_no_claim_reaches_before_the_window_or_an_announced_contact(
    seed: int, pair: tuple[float, float], options: Settings, script: Script, claimed: float
):
    played = play(opened(seed, pair, options), script)
    for side in (LEFT, RIGHT):
        at = effective(played.game, side, claimed)
        announced = [event.at for event in _contacts(played.events, side)]
        assert played.game.now - LONGEST_WINDOW <= at <= played.game.now
        assert at >= max([0.0, *announced])
        assert at >= max([0.0, *(c.at for c in played.journal if _is_of(c, side))])


def _contacts(events: tuple[Event, ...], side: Side) -> list[Hit | Missed]:
    return [event for event in events if isinstance(event, Hit | Missed) and event.side == side]


def _is_of(change: object, side: Side) -> bool:
    return isinstance(change, Steer) and change.side == side


@settings(max_examples=examples(1000))
@given(seeds, windows, rules, moves())
def test_the_paddle_stays_where_it_was_announced_to_meet_the_ball(
    seed: int, pair: tuple[float, float], options: Settings, script: Script
):
    game, met = opened(seed, pair, options), {}
    for move in script:
        game = play(game, [move]).game
        for place, paddle in enumerate(game.paddles):
            y = position_at(paddle, paddle.floor)
            assert met.setdefault((place, paddle.floor), y) == y


def _late(side: Side, window: float, gap: float) -> Game:
    """A straight ball that the paddle of ``side`` misses by ``gap`` unless it moves down."""
    game = new_game(Settings(), 1)
    ball = launch(0, 0.0, 0.0, REACH + gap, side, 0.0, 15.0, (window, window))
    return replace(game, flight=ball, receiver=side)


sides = st.sampled_from((LEFT, RIGHT))


@given(sides, st.floats(0.05, LONGEST_WINDOW), st.floats(0.01, 0.5), st.floats(0.0, 0.99))
def test_a_late_key_within_the_window_saves_the_ball(
    side: Side, window: float, gap: float, part: float
):
    game = _late(side, window, gap)
    pressed = game.flight.contact - (gap + 0.01) / PADDLE_SPEED
    arrived = max(game.flight.contact, pressed + window * part)
    game, _ = advance(game, arrived)
    at = effective(game, side, pressed)
    assert at == pressed
    game, _ = apply(game, Steer(at, side, 1))
    _, events = advance(game, arrived + window)
    assert [type(event) for event in _contacts(events, side)] == [Hit]


@given(sides, st.floats(0.0, 0.2), st.floats(0.001, 0.04))
def test_a_window_widened_meanwhile_does_not_reach_before_an_announced_contact(
    side: Side, window: float, later: float
):
    game = replace(_late(side, window, 0.5), paddles=(Paddle((Segment(0.0, 2.0, 0),)),) * 2)
    contact = game.flight.contact
    game, _ = advance(game, contact / 2)
    game, _ = apply(game, Widen(game.now, side, LONGEST_WINDOW))
    game, events = advance(game, contact + window + later)
    assert [type(event) for event in _contacts(events, side)] == [Hit]
    assert effective(game, side, contact - 0.001) == contact


@given(sides, st.floats(0.0, LONGEST_WINDOW))
def test_a_key_at_an_announced_contact_leaves_the_state_it_would_have_left_in_time(
    side: Side, window: float
):
    game = _late(side, window, 0.5)
    contact = game.flight.contact
    key = Steer(contact, side, 1)
    announced, _ = advance(game, contact + window)
    late, _ = apply(announced, key)
    in_time, _ = advance(apply(game, key)[0], contact + window)
    assert bits(late) == bits(in_time)


@given(sides, st.floats(0.0, LONGEST_WINDOW), st.floats(0.01, 0.5), st.floats(0.0, 2.0))
@example(LEFT, 0.0, 0.01, 0.0)
def test_a_key_after_the_window_saves_nothing(side: Side, window: float, gap: float, later: float):
    game = _late(side, window, gap)
    game, events = advance(game, game.flight.contact + window + later)
    assert [type(event) for event in _contacts(events, side)] == [Missed]
    due = next_contact(game)
    at = effective(game, side, 0.0)
    game, _ = apply(game, Steer(at, side, 1))
    assert next_contact(game) == due
    _, rest = advance(game, game.now + 1.0)
    assert not [event for event in _contacts(rest, side) if isinstance(event, Hit)]


@given(sides, st.floats(0.0, LONGEST_WINDOW))
def test_a_point_comes_at_the_later_of_goal_line_and_window(side: Side, window: float):
    game = _late(side, window, 0.5)
    _, events = advance(game, game.flight.goal + LONGEST_WINDOW)
    [point] = [event for event in events if isinstance(event, Scored)]
    assert point.at == max(game.flight.goal, game.flight.contact + window)
    assert point.side == -side

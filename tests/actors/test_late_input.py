"""A key pressed before the contact saves the ball, if its lag is within the measured window."""

import pytest

from actors.core.address import Address
from actors.match.messages import Lag
from actors.pong.ball import height
from actors.pong.court import PADDLE_SPEED, REACH
from tests.actors.hands import chase
from tests.actors.page import Page
from tests.actors.world import Duel, World

GAP = 0.2
"""Court units by which the paddle misses the ball: 15 ms at its speed."""


def nearly_missed(world: World, delay: float) -> tuple[Duel, Page, int]:
    """Bring the ball to the face plane, with the paddle a little off; return the way to move."""
    duel = world.duel(points=5, delays=(delay, delay))
    duel.start()
    while True:
        flight = duel.state.game.flight
        y = height(flight, flight.contact)
        way = 1 if y > 0 else -1
        walk = abs(y) - REACH - GAP
        page = duel.left if flight.side < 0 else duel.right
        if 0.1 < walk < 6.0 and flight.window > 0.0:
            break
        world.until(lambda was=flight.number: duel.state.game.flight.number != was)
    duel.play_to(flight.since)
    press_for(duel, page, way, walk / PADDLE_SPEED)
    duel.play_to(flight.contact)
    return duel, page, way


def press_for(duel: Duel, page: Page, way: int, seconds: float) -> None:
    """Hold a key for at least this time, in whole milliseconds."""
    page.press(duel.match, way)
    duel.world.wait(seconds)
    page.press(duel.match, 0)


def after(duel: Duel) -> str:
    """The frame that announces this contact."""
    page, number = duel.left, duel.state.game.flight.number
    page.clear()
    duel.world.until(lambda: page.of("point", "flight"), 3.0, 0.005)
    frame = page.of("point", "flight")[0]
    assert frame["flight"]["number"] == number + 1
    return frame["t"]


@pytest.mark.parametrize(
    ("delay", "arrives", "ago", "told"),
    [
        (0.08, 0.04, 0.085, "flight"),
        (0.08, 0.07, 0.075, "point"),
        (0.08, 0.08, 1.0, "point"),
        (0.0, 0.005, 0.085, "point"),
        (0.0, 0.04, 0.085, "point"),
        (0.2, 0.15, 0.18, "flight"),
    ],
    ids=["saved", "moved too late", "no claim reaches further", "no lag", "decided", "far away"],
)
def test_a_key_inside_the_window_saves_the_ball(
    sound: World, delay: float, arrives: float, ago: float, told: str
) -> None:
    duel, page, way = nearly_missed(sound, delay)
    sound.wait(arrives)
    page.press(duel.match, way, ago)
    assert after(duel) == told


def test_a_flight_saved_late_starts_at_the_contact(sound: World) -> None:
    duel, page, way = nearly_missed(sound, 0.08)
    flight = duel.state.game.flight
    sound.wait(0.04)
    page.press(duel.match, way, 0.085)
    duel.left.clear()
    sound.until(lambda: duel.left.of("flight"), 3.0, 0.005)
    back = duel.left.last("flight")["flight"]
    assert (back["since"], back["side"]) == (flight.contact, -flight.side)
    assert back["y"] == height(flight, flight.contact)
    assert duel.time() >= flight.contact + flight.window - 1e-6, "not before it is decided"


def test_the_window_is_what_the_servers_pings_measured(sound: World) -> None:
    duel = sound.duel(delays=(0.05, 0.12)).start()
    expected = [page.delay + 0.01 for page in (duel.left, duel.right)]
    assert [chair.window for chair in duel.state.chairs] == pytest.approx(expected, abs=0.011)
    assert duel.state.game.windows == tuple(chair.window for chair in duel.state.chairs)


def test_a_page_that_delays_its_pongs_gains_no_more_than_the_cap(sound: World) -> None:
    duel = sound.duel(points=21)
    duel.left.delay = 1.2
    duel.start()
    sound.wait(10.0)
    assert duel.state.chairs[0].window > 0.25
    assert duel.state.game.windows[0] == 0.25


def test_a_claim_far_in_the_past_is_honoured_by_the_window_alone(sound: World) -> None:
    duel = sound.duel()
    duel.left.delay = 0.08
    duel.start()
    duel.play_to(0.6)
    duel.left.press(duel.match, 1, ago=5.0)
    window = duel.state.game.windows[0]
    assert duel.left.last("paddle")["since"] == pytest.approx(0.6 - window, abs=0.002)
    assert duel.left.last("paddle")["y"] == 0.0


def test_a_key_honoured_as_claimed_is_told_to_the_opponent_alone(sound: World) -> None:
    duel = sound.duel().start()
    duel.play_to(0.6)
    duel.left.press(duel.match, 1, ago=0.005)
    assert not duel.left.of("paddle")
    moved = duel.right.last("paddle")
    assert (moved["side"], moved["direction"]) == (-1, 1)
    assert moved["since"] == duel.state.game.paddles[0].segments[-1].since


def test_a_key_honoured_at_another_time_is_answered_with_the_claim(sound: World) -> None:
    duel = sound.duel().start()
    duel.play_to(0.6)
    claimed = sound.at() - 5000
    duel.left.press(duel.match, 1, ago=5.0)
    for page in (duel.left, duel.right):
        assert page.last("paddle")["at"] == claimed
        assert page.last("paddle")["since"] == duel.state.game.paddles[0].segments[-1].since


def test_what_the_referee_does_to_a_paddle_is_told_to_everybody(sound: World) -> None:
    duel = sound.duel().start()
    duel.left.press(duel.match, 1)
    again = sound.page(duel.left.player)
    again.enter(duel.match)
    for page in (again, duel.right):
        assert page.last("paddle")["direction"] == 0
        assert "at" not in page.last("paddle")


def test_a_window_that_grows_does_not_reach_behind_what_was_announced(sound: World) -> None:
    """The measured lag was zero when the ball left, and large right after its contact."""
    duel = sound.duel(points=21).start()
    while duel.state.game.flight.x == 0.0:
        chase(duel.left, duel, -1)
        chase(duel.right, duel, 1)
        sound.wait(0.02)
    hit = duel.state.game.flight
    page = duel.left if hit.side > 0 else duel.right
    held = duel.state.game.paddles[0 if hit.side > 0 else 1].segments[-1]
    sound.tell(Address("match", duel.match), Lag(page.player, page.id, 0.25))
    page.press(duel.match, 1 if held.direction < 1 else -1, ago=0.25)
    assert page.last("paddle")["since"] == hit.since
    assert held.since < hit.since

"""Pages that lie about their line, and how much each gains, in seconds after the contact.

The gain is how long after the ball has met the cheat's paddle a new key can still take effect
before that contact: the server honours it ``reach`` seconds back, less the ``delay`` of its way.
"""

from collections.abc import Callable
from itertools import pairwise
from random import Random

import pytest

from actors.match.messages import Exit
from actors.player.lag import LagMeter
from tests.actors.hands import chase
from tests.actors.page import Page
from tests.actors.world import Duel, World

HELD = 0.24
"""Seconds for which a pong is held back: about the widest window."""
MOST = 0.030
"""The most seconds that a cheat may gain."""

Hold = Callable[[Duel, int], float]
"""Returns how many seconds a pong, given by its number, is held back."""


def seldom(_: Duel, number: int) -> float:
    return HELD if number % 14 == 0 else 0.0


def one_in_five(_: Duel, number: int) -> float:
    return HELD if number % 5 == 0 else 0.0


def one_in_three(_: Duel, number: int) -> float:
    return HELD if number % 3 == 0 else 0.0


def in_bursts(_: Duel, number: int) -> float:
    return HELD if number % 24 < 6 else 0.0


def before_own_contacts(duel: Duel, _: int) -> float:
    flight = duel.state.game.flight
    return HELD if flight.side < 0 and flight.contact - duel.state.game.now < 0.6 else 0.0


def two_in_three(_: Duel, number: int) -> float:
    return HELD if number % 3 else 0.0


def feigned_jitter(_: Duel, number: int) -> float:
    return 0.06 * Random(number).random()


def always(_: Duel, __: int) -> float:
    return HELD


PARTLY = [seldom, one_in_five, one_in_three, in_bursts, before_own_contacts, two_in_three]


def played(world: World, hold: Hold, delay: float = 0.02, line: float | None = None) -> Duel:
    """Play half a minute of a match whose left page cheats."""
    duel = world.duel(points=21)
    pongs = iter(range(10_000))
    for page in (duel.left, duel.right):
        page.delay = delay
    duel.left.line = line
    duel.left.hold = lambda: hold(duel, next(pongs))
    play_on(duel, 40.0)
    return duel


def play_on(duel: Duel, seconds: float) -> None:
    end = duel.world.now() + seconds
    while duel.world.now() < end or duel.state.phase != "playing":
        duel.world.wait(0.03)
        for page, side in ((duel.left, -1), (duel.right, 1)):
            late_chase(page, duel, side)


def late_chase(page: Page, duel: Duel, side: int) -> None:
    """Follow the ball with honest claims, which arrive as late as the slow line makes them."""
    chase(page, duel, side, ago=page.delay)


def reach(duel: Duel, page: Page, side: int) -> float:
    """How many seconds back a key takes effect if it claims as much as it can."""
    place = 0 if side < 0 else 1
    while True:
        paddle, now = duel.state.game.paddles[place], duel.time()
        if now - max(paddle.segments[-1].since, paddle.floor) > 0.3:
            break
        duel.world.wait(0.01)
    direction = 1 if paddle.segments[-1].direction < 1 else -1
    page.press(duel.match, direction, ago=0.4)
    return duel.time() - duel.state.game.paddles[place].segments[-1].since


def gain(duel: Duel) -> float:
    return reach(duel, duel.left, -1) - duel.left.delay


@pytest.mark.parametrize("hold", PARTLY)
@pytest.mark.parametrize("delay", [0.0, 0.02, 0.075])
def test_who_holds_back_some_pongs_gains_next_to_nothing(
    sound: World, hold: Hold, delay: float
) -> None:
    duel = played(sound, hold, delay)
    assert 0.0 <= gain(duel) < MOST
    assert duel.state.chairs[0].window - delay < MOST


@pytest.mark.parametrize("hold", [feigned_jitter, always])
def test_where_the_system_knows_the_line_all_pongs_may_be_late(sound: World, hold: Hold) -> None:
    duel = played(sound, hold, 0.02, line=0.04)
    assert 0.0 <= gain(duel) < MOST
    assert duel.state.chairs[0].window - 0.02 < MOST


def test_where_it_does_not_the_keys_say_how_late_they_are(sound: World) -> None:
    """A page that holds back all pongs gets the window, but not for a single decisive key."""
    duel = played(sound, always)
    assert duel.state.chairs[0].window - 0.02 == pytest.approx(HELD / 2.0 + 0.01, abs=0.01)
    assert gain(duel) < MOST


Feed = Callable[[Duel], None]
"""Claims that keys which decide nothing are late."""


def by_keys_that_change_nothing(duel: Duel) -> None:
    for _ in range(60):
        duel.world.wait(1.0 / 60.0)
        held = duel.state.game.paddles[0].segments[-1].direction
        duel.left.press(duel.match, held, ago=HELD)


def by_drumming(duel: Duel) -> None:
    for number in range(60):
        duel.world.wait(1.0 / 60.0)
        duel.left.press(duel.match, 1 if number % 2 else -1, ago=HELD)


def in_a_pause(duel: Duel) -> None:
    duel.left.say(Exit(duel.match))
    duel.world.wait(0.5)
    for number in range(60):
        duel.left.press(duel.match, 1 if number % 2 else -1, ago=HELD)
    duel.left.enter(duel.match)
    duel.start()


def in_a_countdown(duel: Duel) -> None:
    duel.left.say(Exit(duel.match))
    duel.left.enter(duel.match)
    for number in range(60):
        duel.world.wait(0.02)
        duel.left.press(duel.match, 1 if number % 2 else -1, ago=HELD)
    duel.start()


def between_its_contacts(duel: Duel) -> None:
    """Late as often as allowed while the ball flies away; honest otherwise."""
    end = duel.world.now() + 6.0
    number = 0
    while duel.world.now() < end:
        duel.world.wait(0.13)
        if duel.state.game.flight.side > 0:
            number += 1
            duel.left.press(duel.match, 1 if number % 2 else -1, ago=HELD)
        else:
            late_chase(duel.left, duel, -1)
        late_chase(duel.right, duel, 1)


@pytest.mark.parametrize(
    "feed", [by_keys_that_change_nothing, by_drumming, in_a_pause, in_a_countdown]
)
def test_keys_that_decide_nothing_do_not_say_how_late_the_others_are(
    sound: World, feed: Feed
) -> None:
    duel = played(sound, always)
    feed(duel)
    assert duel.state.phase == "playing"
    assert gain(duel) < MOST


def test_keys_that_are_played_late_while_nothing_is_at_stake_gain_little(sound: World) -> None:
    duel = played(sound, always)
    between_its_contacts(duel)
    assert gain(duel) < 2.0 * MOST


def test_who_feigns_jitter_gains_no_more_than_is_granted_for_it(sound: World) -> None:
    assert gain(played(sound, feigned_jitter)) < MOST


def test_an_honest_one_has_its_whole_way(sound: World) -> None:
    duel = played(sound, lambda *_: 0.0, 0.05)
    assert gain(duel) == pytest.approx(0.010, abs=0.003)


def test_a_key_pressed_after_the_contact_does_not_save_the_ball(sound: World) -> None:
    """The attack itself: the ball has met the face plane, and only then comes the saving key."""
    duel = played(sound, seldom)
    duel.world.until(lambda: duel.state.game.flight.side < 0 and duel.state.phase == "playing")
    flight = duel.state.game.flight
    duel.play_to(flight.contact + 0.05)
    held = duel.state.game.paddles[0].segments[-1].direction
    duel.left.press(duel.match, 1 if held < 1 else -1, ago=0.06)
    assert duel.state.game.paddles[0].segments[-1].since > flight.contact


def test_the_window_of_a_slow_line_is_not_kept_on_a_quick_one(sound: World) -> None:
    """The ball flies towards a page with a slow line; another page of the player takes over."""
    duel = sound.duel(points=21)
    slow, quick = duel.left, sound.page(duel.left.player)
    slow.delay = 0.2
    play_on(duel, 20.0)
    duel.world.until(lambda: duel.state.game.flight.side < 0 and duel.state.game.flight.x > 0.0)
    assert duel.state.game.flight.window > 0.2
    quick.enter(duel.match)
    assert reach(duel, quick, -1) < MOST


def test_a_new_line_has_no_window_before_it_is_known(sound: World) -> None:
    """A player who comes back on another connection before a contact has no window there."""
    duel = played(sound, lambda *_: HELD)
    again = sound.page(duel.left.player, delay=0.3)
    again.enter(duel.match)
    assert duel.state.chairs[0].window == 0.0
    assert reach(duel, again, -1) < MOST


def meter(trips: list[float], line: float | None = None) -> LagMeter:
    found = LagMeter()
    for number, trip in enumerate(trips):
        found.sent(number, float(number))
        found.answered(number, number + trip, line)
    return found


def test_an_answer_that_is_left_out_counts_as_one_that_came_at_once() -> None:
    """Otherwise a page could answer only the slow pings and so choose its window."""
    found = LagMeter()
    for number in range(48):
        found.sent(number, float(number))
        if number % 3 == 0:
            found.answered(number, number + 0.2)
    assert found.window() < MOST


def test_pongs_that_nobody_asked_for_are_nothing() -> None:
    found = meter([0.05] * 30)
    before = found.window()
    for mark in range(10_000):
        found.answered(mark, 1_000.0)
    assert found.window() == before == pytest.approx(0.035)


def test_nobody_knows_the_mark_of_the_next_ping(sound: World) -> None:
    page = sound.page("ada")
    sound.wait(30.0)
    marks = [frame["at"] for frame in page.of("ping")]
    assert len(set(marks)) == len(marks) > 20
    steps = {after - before for before, after in pairwise(marks)}
    assert len(steps) == len(marks) - 1, "no two steps are alike"


@pytest.mark.parametrize("line", [False, True], ids=["behind a proxy", "direct"])
@pytest.mark.parametrize("delay", [0.01, 0.025, 0.05, 0.075])
@pytest.mark.parametrize("jitter", [0.010, 0.020, 0.030])
def test_honest_keys_count_as_claimed(delay: float, jitter: float, line: bool) -> None:
    """Each way takes ``delay`` and up to ``jitter`` more seconds: hardly any key is too late."""
    dice = Random(1)
    late = total = 0
    short = 0.0
    for _ in range(20):
        trips = [2.0 * delay + jitter * (dice.random() + dice.random()) for _ in range(24)]
        window = meter(trips, 2.0 * delay + 0.1 * jitter if line else None).window()
        for _ in range(200):
            missing = delay + jitter * dice.random() - window
            late, total, short = late + (missing > 0.0), total + 1, short + max(missing, 0.0)
    assert late / total < (0.10 if jitter > 0.02 else 0.02)
    assert short / total < 0.0005, "and those by next to nothing"

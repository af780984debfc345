"""Limits, on a clock of the test's."""

import pytest

from gateway.guard.limits import (
    FRAMES_AT_ONCE,
    REFUSED_FRAMES,
    Bucket,
    FrameLimit,
    KeyedLimit,
    Verdict,
)
from gateway.guard.lockout import FORGOTTEN, FREE, Lockout, pause
from gateway.guard.rates import BY_ACCOUNT, BY_ADDRESS, OwnRates
from gateway.http.problems import too_many


def test_a_bucket_gives_what_it_holds_and_then_its_rate():
    bucket = Bucket(rate=2.0, size=3.0, now=0.0)
    assert [bucket.take(0.0) for _ in range(5)] == [0.0, 0.0, 0.0, 0.5, 0.5]
    assert bucket.take(0.5) == 0.0
    assert bucket.take(0.5) > 0.0
    assert [bucket.take(100.0) for _ in range(4)][-1] > 0.0


def test_sixty_frames_a_second_pass_for_ever():
    limit = FrameLimit(0.0)
    assert {limit.judge(i / 60.0) for i in range(10_000)} == {Verdict.PASS}


def test_a_flood_is_refused_and_then_ends():
    limit = FrameLimit(0.0)
    verdicts = [limit.judge(0.0) for _ in range(int(FRAMES_AT_ONCE) + REFUSED_FRAMES + 1)]
    assert verdicts.count(Verdict.PASS) == FRAMES_AT_ONCE
    assert verdicts.count(Verdict.REFUSE) == REFUSED_FRAMES
    assert verdicts[-1] is Verdict.CLOSE


def test_a_pause_forgives():
    limit = FrameLimit(0.0)
    for second in range(0, 50, 10):
        burst = [limit.judge(float(second)) for _ in range(int(FRAMES_AT_ONCE) + 100)]
        assert Verdict.CLOSE not in burst


def test_keys_do_not_share_and_the_table_is_bounded():
    limit = KeyedLimit(rate=1.0, size=1.0, now=lambda: 0.0, most=3)
    assert [limit.take(key) for key in "abc"] == [0.0, 0.0, 0.0]
    assert limit.take("a") > 0.0
    limit.take("d")  # forgets b, the one unused for longest
    assert limit.take("a") > 0.0
    assert limit.take("b") == 0.0


@pytest.mark.parametrize("begun", [1.9e9, 1.9e9 + 0.1, 1.9e9 + 1 / 3])
async def test_who_waits_as_long_as_was_told_may(begun: float):
    now = begun
    rates = OwnRates(lambda: now, people=1)
    for kind in (*BY_ADDRESS, *BY_ACCOUNT):
        for _ in range(5):
            while (wait := await rates.take(kind, "a")) == 0.0:
                pass
            now += int(too_many(wait).headers["Retry-After"])
            assert await rates.take(kind, "a") == 0.0
    for _ in range(12):
        while (wait := await rates.attempt("ada", "a")) == 0.0:
            pass
        now += int(too_many(wait).headers["Retry-After"])
        assert await rates.attempt("ada", "a") == 0.0


async def test_a_school_signs_in_at_once_and_comes_back():
    rates = OwnRates(lambda: 0.0, people=200)
    for kind in ("register", "guest", "login", "refresh", "refresh"):
        waits = [await rates.take(kind, "one address") for _ in range(200)]
        assert waits == [0.0] * 200
    assert max([await rates.take("login", "one address") for _ in range(400)]) > 0.0
    assert await rates.take("login", "another address") == 0.0


async def test_a_class_that_mistypes_locks_nobody_else_out():
    rates = OwnRates(lambda: 0.0, people=200)
    for pupil in range(200):
        for _ in range(2):
            assert await rates.attempt(f"pupil{pupil}", "one address") == 0.0
    for _ in range(10):
        await rates.attempt("ada", "a guesser")
    assert await rates.attempt("ada", "a guesser") > 0.0
    assert await rates.attempt("ada", "at home") == 0.0  # the owner, from elsewhere


def test_the_wait_doubles_to_a_quarter_of_an_hour():
    waits = [pause(attempts) for attempts in range(16)]
    assert waits[:9] == [0.0] * FREE + [2.0, 4.0, 8.0, 16.0]
    assert waits[-1] == pause(10**6) == 900.0


def test_attempts_count_when_they_begin():
    lockout = Lockout(lambda: 0.0)
    assert [lockout.attempt("a") for _ in range(FREE + 2)] == [0.0] * FREE + [2.0, 2.0]
    lockout.undo("a")
    assert lockout.attempt("a") == 0.0
    lockout.undo("never tried")
    lockout.succeeded("a")
    assert lockout.attempt("a") == 0.0


def _guesses(rest_after: int, seconds: float) -> int:
    """How many guesses somebody gets who waits, after ``rest_after``, until they are forgotten."""
    now, tries = 0.0, 0
    lockout = Lockout(lambda: now)
    while now < seconds:
        wait = lockout.attempt("a")
        tries += wait == 0.0
        if wait == 0.0 and tries % rest_after == 0:
            wait = FORGOTTEN
        now += wait + 0.001
    return tries


def test_no_guesser_gets_more_than_is_documented():
    """Whether they go on, or rest until the attempts are forgotten."""
    assert max(_guesses(rest, 15 * 60.0) for rest in range(1, 20)) == 13
    day = {rest: _guesses(rest, 24 * 3600.0) for rest in (*range(1, 30), 10**6)}
    assert 250 < max(day.values()) <= 300
    assert day[10**6] < 120  # somebody who never rests


def test_time_forgets_and_the_table_is_bounded():
    now = 0.0
    lockout = Lockout(lambda: now, most=2)
    for _ in range(FREE):
        lockout.attempt("a")
    assert lockout.attempt("a") > 0.0
    now = FORGOTTEN + 1.0
    assert lockout.attempt("a") == 0.0
    for key in "bc":
        lockout.attempt(key)
    assert len(lockout._attempts) == 2

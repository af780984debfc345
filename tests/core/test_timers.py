"""Timers are messages; a void timer does not arrive."""

import math
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from actors.core.simulated import SimulationError
from actors.core.timers import Timer, Timers
from tests.core.probe import A, Stage, boom


def at(seconds: float, key: str, message: Any) -> Any:
    return lambda me: me.context.timer(key, 1000.0 + seconds, message)


def test_fires_when_the_clock_reaches_it_and_not_before() -> None:
    stage = Stage()
    stage.tell(A, at(1, "k", "tick"))
    stage.later(0.999)
    assert stage.seen(A) == ["started 0"]
    stage.world.advance(stage.kernel, 1001.0)
    assert stage.seen(A) == ["tick"]


def test_in_the_order_of_time_then_of_setting() -> None:
    stage = Stage()
    stage.tell(A, at(2, "c", 3), at(1, "a", 1), at(1, "b", 2))
    stage.later(5)
    assert stage.seen(A)[1:] == [1, 2, 3]


def test_same_key_replaces_and_cancel_cancels() -> None:
    stage = Stage()
    stage.tell(A, at(1, "k", "old"), at(2, "k", "new"), at(1, "x", "never"))
    stage.tell(A, lambda me: me.context.cancel("x"), lambda me: me.context.cancel("not set"))
    stage.later(5)
    assert stage.seen(A)[1:] == ["new"]


@pytest.mark.parametrize("void", [lambda me: me.context.cancel("k"), at(9, "k", "new"), boom])
def test_timer_that_fired_but_was_not_handled_can_be_voided(void: Any) -> None:
    stage = Stage()

    def fire_behind(me: Any) -> None:
        me.context.timer("k", me.context.now(), "old")
        me.context.timer("first", me.context.now() - 1, void)

    stage.tell(A, fire_behind)
    assert "old" not in stage.seen(A)


def test_crash_cancels_the_timers() -> None:
    stage = Stage()
    stage.tell(A, at(1, "k", "tick"), boom)
    stage.later(5)
    assert stage.seen(A) == ["started 0", "started 1"]
    assert stage.kernel.statistics().timers == 1  # that of the durable messages


def test_time_past_or_now_fires_at_once() -> None:
    stage = Stage()
    stage.tell(A, at(0, "now", "now"), at(-5, "past", "past"))
    assert sorted(stage.seen(A)[1:]) == ["now", "past"]


def test_no_time_is_a_mistake_of_the_actor() -> None:
    stage = Stage()
    stage.tell(A, at(math.nan, "k", "x"), "alive")
    assert stage.seen(A) == ["started 0", "started 1", "alive"]


def test_timer_that_sets_itself_to_now_is_found_out_in_simulation() -> None:
    stage = Stage()

    def loop(me: Any) -> None:
        me.context.timer("loop", me.context.now(), loop)

    with pytest.raises(SimulationError, match="timer"):
        stage.tell(A, loop)


def test_timer_that_sets_itself_to_now_leaves_turns_to_others() -> None:
    stage = Stage()

    def loop(me: Any) -> None:
        me.context.timer("loop", me.context.now(), loop)

    stage.kernel.tell(A, loop)
    for number in range(10):
        stage.kernel.tell(A, number)
        stage.kernel.run_once(100)
    assert stage.seen(A)[1:] == [*range(10)]


@given(st.floats(0, 2e9), st.floats(1e-9, 1e3))
def test_due_time_computed_by_a_sum_is_reached_by_the_clock(start: float, due: float) -> None:
    # (start + due) - start may be less than due: whoever compares the difference sets it again.
    timers = Timers(lambda: None)
    timer = timers.add(Timer(start + due, lambda _: None))
    next_at = timers.next_at()
    assert next_at is not None
    assert timers.due(next_at) == [timer]


@given(st.lists(st.tuples(st.integers(0, 20), st.integers(0, 30)), max_size=400))
def test_heap_against_a_list(steps: list[tuple[int, int]]) -> None:
    """Set a timer at each step, cancel the one named by the second number, advance at times."""
    timers, model, made, now = Timers(lambda: None), [], [], 0.0
    for number, (ahead, victim) in enumerate(steps):
        timer = timers.add(Timer(now + ahead, lambda _: None, key=str(number)))
        made.append(timer)
        model.append(timer)
        for place in (victim + number, victim + number + 7):
            chosen = made[place % len(made)]
            timers.cancel(chosen)
            model = [other for other in model if other is not chosen]
        if ahead == 20:
            now += 3
            due = sorted((timer for timer in model if timer.at <= now), key=lambda timer: timer.at)
            assert timers.due(now) == due
            model = [timer for timer in model if timer.at > now]
        assert len(timers) == len(model)
        assert timers.next_at() == min((timer.at for timer in model), default=None)


def test_timers_set_again_and_again_do_not_pile_up() -> None:
    stage = Stage()
    stage.tell(A, at(50, "earlier", "tick"))  # cancelled timers do not reach the head of the heap
    for number in range(2000):
        stage.tell(A, at(100 + number, "k", "tick"))
    assert len(stage.kernel._runtime.timers._heap) < 200
    assert stage.kernel.statistics().timers == 3  # one is that of the durable messages


def test_timer_that_fired_is_no_dead_letter_of_one_that_stops() -> None:
    stage = Stage()

    def stop_before_it(me: Any) -> None:
        me.context.timer("stop", me.context.now(), lambda me: me.context.stop())
        me.context.timer("k", me.context.now(), "tick")

    stage.tell(A, stop_before_it)
    assert stage.seen(A) == ["started 0", "stopped normal"]
    assert stage.kernel.statistics().dead_letters == {}

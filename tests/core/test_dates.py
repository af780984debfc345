"""The calendar is set forward and back, and the machine sleeps: dates follow, durations do not."""

import time
from typing import Any

import pytest

from actors.core.driver import TrioWorld
from actors.core.timers import LOOK
from tests.core.probe import A, B, Desk, Post
from tests.core.test_letters import posts, wake

HOUR = 3600.0
NIGHT = 8 * HOUR


@pytest.mark.parametrize("killed", [False, True])
@pytest.mark.parametrize("step", [HOUR, NIGHT])
@pytest.mark.parametrize("at", [20.0, HOUR - 1.0])
def test_a_date_that_is_past_when_the_machine_wakes_has_come(
    at: float, step: float, killed: bool
) -> None:
    desk = Desk()
    desk.tell(A, wake("k", at, 7))
    desk.later(1.0)
    desk.world.step(step)
    if killed:
        desk.kill()
    desk.later(LOOK)
    assert posts(desk, A) == [7]
    assert desk.world.now() < 1000.0 + 1.0 + LOOK + 1.0


@pytest.mark.parametrize("killed", [False, True])
@pytest.mark.parametrize("at", [20.0, HOUR])
def test_a_date_is_waited_for_when_the_calendar_is_set_back(at: float, killed: bool) -> None:
    desk = Desk()
    desk.tell(A, wake("k", at, 7))
    desk.later(1.0)
    desk.world.step(-HOUR)
    if killed:
        desk.kill()
    desk.later(at + HOUR - 2.0)
    assert posts(desk, A) == []
    desk.later(2.0)
    assert posts(desk, A) == [7]


def test_set_forth_and_back_again_it_comes_when_it_is_due() -> None:
    desk = Desk()
    desk.tell(A, wake("k", 60.0, 7))
    desk.world.step(50.0)
    desk.later(LOOK)
    desk.world.step(-50.0)
    desk.later(60.0 - LOOK - 0.001)
    assert posts(desk, A) == []
    desk.later(0.002)
    assert posts(desk, A) == [7]


def test_a_timer_does_not_know_the_calendar() -> None:
    desk = Desk()
    desk.tell(A, lambda me: me.context.timer("t", me.context.now() + 60.0, "fired"))
    for step in (HOUR, -3 * HOUR, NIGHT):
        desk.world.step(step)
        desk.later(19.0)
    assert desk.seen(A) == ["started 0"]
    desk.later(3.0)
    assert desk.seen(A) == ["fired"]


@pytest.mark.parametrize("killed", [False, True])
def test_what_is_sent_waits_for_no_date_and_keeps_its_order(killed: bool) -> None:
    desk = Desk()
    desk.tell(B, "known")

    def send(me: Any) -> None:
        for number in range(12):
            me.context.send(B, Post(number))

    desk.tell(A, send)
    desk.world.step(-HOUR)
    if killed:  # it is durable and not handled yet
        desk.disk.after = 1.0
        desk.later(0.06)
        desk.kill()
        desk.disk.after = 0.0
    desk.later(2.5)
    assert posts(desk, B) == [*range(12)]


def test_the_clock_of_the_machine_is_the_calendar(monkeypatch: pytest.MonkeyPatch) -> None:
    world = TrioWorld()
    before, real = world.now(), time.time
    for step in (HOUR, -HOUR):
        monkeypatch.setattr(time, "time", lambda step=step: real() + step)
        assert abs(world.date() - real() - step) < 1.0
        assert 0.0 <= world.now() - before < 60.0

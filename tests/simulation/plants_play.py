"""Planted mistakes in sessions and in play; see `tests.simulation.plants`."""

from __future__ import annotations

from typing import Any

import pytest
from msgspec.structs import replace

from actors.core.mailbox import Taken
from actors.core.turns import Turns
from actors.frames import ServerFrame
from actors.match import actor as match
from actors.match import phases
from actors.match.desk import Desk
from actors.match.messages import Point
from actors.match.play import Course
from actors.match.state import Chair, State, match_time
from actors.matchmaker.actor import Matchmaker
from actors.player.outbox import Outbox
from actors.player.session import Session

# Sessions.


def crash_in_place_goes_unnoticed(patch: pytest.MonkeyPatch) -> None:
    """A player that crashes on a frame that it takes in place goes on, and the frame is lost."""
    put_off = Turns._put_off

    def forget(self: Any, rest: Taken) -> None:
        if rest.error is None:
            put_off(self, rest)
        else:
            self.context.failed, self.in_place = False, self.context.in_place

    patch.setattr(Turns, "_put_off", forget)


def resume_skips_a_frame(patch: pytest.MonkeyPatch) -> None:
    """A resume leaves out the first missed frame."""
    after = Outbox.after

    def late(self: Outbox, last: int) -> Any:
        missed = after(self, last)
        return missed[1:] if missed else missed

    patch.setattr(Outbox, "after", late)


def resume_repeats_a_frame(patch: pytest.MonkeyPatch) -> None:
    """A resume repeats the last frame that was seen."""
    after = Outbox.after
    patch.setattr(Outbox, "after", lambda self, last: after(self, max(last - 1, 0)))


def outbox_unbounded(patch: pytest.MonkeyPatch) -> None:
    """Frames are kept for as long as nobody acknowledges them."""
    patch.setattr("actors.player.outbox.KEPT", 1 << 60)
    patch.setattr("actors.player.outbox.KEPT_BYTES", 1 << 60)


def full_socket_is_not_closed(patch: pytest.MonkeyPatch) -> None:
    """Frames that a full socket does not take are dropped."""

    def flush(self: Any) -> None:
        self._flushing = False
        if self.connection is not None:
            data = self.outbox.take(congested=self.connection.congested)
            if data:
                self.connection.send(data)

    patch.setattr(Session, "__call__", flush)


def end_of_an_old_socket_counts(patch: pytest.MonkeyPatch) -> None:
    """A player counts as away when any of their connections ends."""

    def depart(self: Any, state: State, who: str, _: str, why: Any) -> None:
        now = self.context.now()
        course = self._course(state, now)
        phases.departed(course, who, lambda c: match.depart(c, why, now))
        self._settle(course)

    patch.setattr(match.MatchActor, "_depart", depart)


# Play.


def input_applied_twice(patch: pytest.MonkeyPatch) -> None:
    """A key counts again with the next one."""
    answer = Course.answer
    before: dict[int, Any] = {}

    def again(self: Course, side: Any, press: Any, who: str) -> None:
        if (last := before.get(side)) is not None:
            answer(self, side, last, who)
        before[side] = press
        answer(self, side, press, who)

    patch.setattr(Course, "answer", again)


def stale_timer_honoured(patch: pytest.MonkeyPatch) -> None:
    """A timer of an earlier phase counts."""

    def at(self: Any, happen: Any) -> Any:
        def handle(state: State, _: Any) -> None:
            course = self._course(state, self.context.now())
            happen(course)
            self._settle(course)

        return handle

    def wake(self: Any, state: State, wake: Any) -> None:
        course = Course(self.id, state)
        course.run(wake.time)
        self._settle(course)

    patch.setattr(match.MatchActor, "_at", at)
    patch.setattr(match.MatchActor, "_wake", wake)


def budget_begins_anew(patch: pytest.MonkeyPatch) -> None:
    """The time of an absence that is over is forgotten."""
    arrive = match.arrive

    def fresh(chair: Chair, connection: str, now: float) -> Chair:
        return replace(arrive(chair, connection, now), used=0.0)

    patch.setattr(match, "arrive", fresh)


def pauses_cost_nothing(patch: pytest.MonkeyPatch) -> None:
    """A player who leaves and comes back at once has a free time-out."""
    patch.setattr(phases, "LEAST", 0.0)


def pauses_without_end(patch: pytest.MonkeyPatch) -> None:
    """Play waits for a player any number of times."""
    patch.setattr("actors.match.presence.PAUSES", 1 << 30)


def matches_are_remembered_for_ever(patch: pytest.MonkeyPatch) -> None:
    """The queue never forgets the places that the players of a match had."""
    patch.setattr(Matchmaker, "_begun", lambda *_: None)


def pause_does_not_stop_the_paddles(patch: pytest.MonkeyPatch) -> None:
    """Match time stands still in a pause, but the paddles do not."""
    patch.setattr(Course, "halt", lambda _: None)


def point_counts_twice(patch: pytest.MonkeyPatch) -> None:
    """Now and then a point counts twice."""
    patch.setattr(
        "actors.pong.rally.add", lambda s, side: (s[0] + 2, s[1]) if side < 0 else (s[0], s[1] + 1)
    )


def match_runs_ahead(patch: pytest.MonkeyPatch) -> None:
    """Every message lets play run a little into the future."""

    def course(self: Any, state: State, now: float) -> Course:
        found = Course(self.id, state)
        if state.phase == "playing":
            found.run(match_time(state, now) + 0.05)
        return found

    patch.setattr(match.MatchActor, "_course", course)


def watchers_miss_a_point(patch: pytest.MonkeyPatch) -> None:
    """Watchers are told only of every second point."""
    tell = Desk._tell_watchers

    def some(self: Desk, state: State, frame: ServerFrame) -> None:
        if not (isinstance(frame, Point) and sum(frame.score) % 2):
            tell(self, state, frame)

    patch.setattr(Desk, "_tell_watchers", some)


PLANTS = (
    crash_in_place_goes_unnoticed,
    resume_skips_a_frame,
    resume_repeats_a_frame,
    outbox_unbounded,
    full_socket_is_not_closed,
    end_of_an_old_socket_counts,
    input_applied_twice,
    stale_timer_honoured,
    budget_begins_anew,
    pauses_cost_nothing,
    pauses_without_end,
    matches_are_remembered_for_ever,
    pause_does_not_stop_the_paddles,
    point_counts_twice,
    match_runs_ahead,
    watchers_miss_a_point,
)

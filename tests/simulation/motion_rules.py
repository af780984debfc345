"""The rules for ball and paddles: they do not jump, and all paddles have the same speed."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from actors.pong.court import (
    FACE,
    LONGEST_WINDOW,
    PADDLE_LIMIT,
    PADDLE_SPEED,
    REACH,
    SERVE_DELAY,
    SERVE_SPEED,
    SPEED_UP,
    TOP_SPEED,
)
from actors.pong.leg import fold

if TYPE_CHECKING:
    from tests.simulation.sockets import Frame

NEARLY = 1e-6


class MotionRules:
    """The rules for one match on one page. Frames of motion may be missing: compare neighbours."""

    def __init__(self, broken: Callable[[str], None]) -> None:
        self._broken = broken
        self._flight: Frame | None = None
        self._paddles: dict[int, Frame] = {}

    def void(self) -> None:
        """Forget what the page knew: it may have been taken back."""
        self._flight = None
        self._paddles.clear()

    def view(self, frame: Frame) -> None:
        """Take ball and paddles from a whole view."""
        self._still(frame["flight"])
        self._flight = frame["flight"]
        self._both(frame["paddles"])

    def pause(self, frame: Frame) -> None:
        """Check that both paddles stand still in a pause."""
        self._both(frame["paddles"])
        if any(paddle["direction"] for paddle in frame["paddles"]):
            self._broken(f"paddles move in a pause: {frame['paddles']}")

    def paddle(self, frame: Frame) -> None:
        """Check a paddle's newest segment; ignore an older one, which numbered frames overtook."""
        side, since, y = frame["side"], frame["since"], frame["y"]
        if frame["direction"] not in {-1, 0, 1} or not -PADDLE_LIMIT <= y <= PADDLE_LIMIT:
            self._broken(f"an impossible paddle: {frame}")
        before = self._paddles.get(side)
        if before is not None:
            if since < before["since"]:
                return
            way, most = abs(y - before["y"]), PADDLE_SPEED * (since - before["since"])
            if way > most + NEARLY:
                self._broken(f"the paddle of side {side} moved {way} where {most} is possible")
        self._paddles[side] = frame

    def _both(self, paddles: list[Frame]) -> None:
        for side, paddle in zip((-1, 1), paddles, strict=True):
            self.paddle(paddle | {"side": side})

    def flight(self, flight: Frame) -> None:
        """Check a flight after a hit; ignore an older one, which a point overtook."""
        before = self._flight
        if before is not None:
            if flight["number"] < before["number"]:
                return
            if flight["number"] == before["number"]:
                self._still(flight)
            elif flight["number"] == before["number"] + 1:
                self._returned(before, flight)
        self._possible(flight)
        self._flight = flight

    def point(self, frame: Frame, *, exact: bool, serves: bool) -> None:
        """Check the serve after a point; there is none if the point won the match."""
        flight, before = frame["flight"], self._flight
        self._possible(flight)
        if not serves:
            self._flight = None
            return
        if (flight["x"], flight["y"], flight["speed"]) != (0.0, 0.0, SERVE_SPEED):
            self._broken(f"no serve: {flight}")
        if flight["since"] != frame["time"] + SERVE_DELAY:
            self._broken(f"the serve after the point of {frame['time']} is at {flight['since']}")
        if exact and before is not None:
            if flight["number"] <= before["number"]:
                self._broken(f"flight {flight['number']} after {before['number']}")
            missed = flight["number"] == before["number"] + 1
            if missed and (before["side"] == frame["side"] or frame["time"] < before["contact"]):
                self._broken(f"a point of side {frame['side']} on {before}")
        self._flight = flight

    def _still(self, flight: Frame) -> None:
        """Check that a known flight has not changed, except for its window before it leaves."""
        before = self._flight
        if before is None or before["number"] != flight["number"]:
            return
        if {**before, "window": 0} != {**flight, "window": 0}:
            self._broken(f"flight {before} became {flight}")

    def _returned(self, before: Frame, flight: Frame) -> None:
        """Check a hit: the new, faster flight begins where and when the old one met the paddle."""
        y = fold(before["y"] + before["vy"] * (before["contact"] - before["since"]))
        here = (before["contact"], before["side"] * FACE, -before["side"])
        there = (flight["since"], flight["x"], flight["side"])
        if here != there or abs(flight["y"] - y) > NEARLY:
            self._broken(f"{flight} does not begin where {before} ends")
        if flight["speed"] != min(before["speed"] * SPEED_UP, TOP_SPEED):
            self._broken(f"the speed went from {before['speed']} to {flight['speed']}")
        self._reached(before["side"], flight)

    def _reached(self, side: int, flight: Frame) -> None:
        """Check that the paddle could reach the ball from where the page last knew it."""
        paddle = self._paddles.get(side)
        if paddle is not None and flight["since"] >= paddle["since"]:
            most = PADDLE_SPEED * (flight["since"] - paddle["since"]) + REACH
            if abs(flight["y"] - paddle["y"]) > most + NEARLY:
                self._broken(f"{flight} was hit by a paddle that could not be there: {paddle}")

    def _possible(self, flight: Frame) -> None:
        pace = (flight["vx"] * flight["vx"] + flight["vy"] * flight["vy"]) - flight["speed"] ** 2
        if abs(pace) > NEARLY or flight["vx"] * flight["side"] <= 0.0:
            self._broken(f"an impossible flight: {flight}")
        if not 0.0 <= flight["window"] <= LONGEST_WINDOW:
            self._broken(f"a lag window of {flight['window']} s")

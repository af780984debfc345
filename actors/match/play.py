"""Play between two instants: the rules, the AI's looks and keys, and what they mean to pages.

Everything here is pure. ``Course`` collects what came of it: frames for the pages in order, and
entries for the journal.
"""

from msgspec import Struct
from msgspec.structs import replace

from actors.frames import ServerFrame
from actors.match.messages import Flew, PaddleMoved, Point
from actors.match.state import Chair, State
from actors.pong import ai
from actors.pong.apply import apply, effective
from actors.pong.court import LEFT, RIGHT, Side, index
from actors.pong.events import Event, Scored
from actors.pong.game import Game
from actors.pong.inputs import Halt, Input, Steer, Widen
from actors.pong.paddle import Paddle
from actors.pong.rally import advance, next_contact


class Looked(Struct, frozen=True, tag="l", array_like=True):
    """Journal entry: what the AI saw; its keys follow as ordinary inputs."""

    at: float
    side: Side
    view: str


Entry = Input | Looked


class Course:
    """A stretch of play under way: the state so far, and what came of it."""

    def __init__(self, match: str, state: State) -> None:
        self.match = match
        self.state = state
        self.frames: list[ServerFrame] = []
        self.entries: list[Entry] = []

    def run(self, to: float) -> None:
        """Let play go on up to match time ``to``, the AI included."""
        while (at := next_wake(self.state)) is not None and at <= to:
            self._step(*advance(self.state.game, at))
            self._ai(at)
        if self.state.game.winner is None:  # match time ends with the point that wins
            self._step(*advance(self.state.game, to))

    def press(self, side: Side, direction: int, claimed: float) -> None:
        """A key of a person moved; ``run`` to the present first."""
        game = self.state.game
        if game.paddles[index(side)].segments[-1].direction != direction:
            self.change(Steer(effective(game, side, claimed), side, direction))

    def change(self, change: Input) -> None:
        """Let an input or a referee decision take effect and journal it; none after the end."""
        if self.state.game.winner is None:
            self.entries.append(change)
            self._step(*apply(self.state.game, change))

    def halt(self) -> None:
        """Stop both paddles where they are and drop what the AI has planned."""
        self.change(Halt(self.state.game.now))
        self.state = replace(self.state, keys=(), look=self.state.game.now)

    def widen(self, chair: Chair) -> None:
        """Give a side the lag window measured for it."""
        self.change(Widen(self.state.game.now, chair.side, chair.window))

    def _ai(self, at: float) -> None:
        """Carry out the AI's keys that are due, and let it look if that is due."""
        while self.state.keys and self.state.keys[0].at <= at:
            key, *rest = self.state.keys
            self.state = replace(self.state, keys=tuple(rest))
            side = self.state.machine
            if side is not None:
                self.press(side, key.direction, at)
        if self.state.machine is not None and self.state.look <= at:
            self._look(at)

    def _look(self, at: float) -> None:
        for chair in self.state.chairs:
            if chair.seat.level is not None:
                view = ai.view(self.state.game, chair.side)
                self.entries.append(Looked(at, chair.side, view.decode()))
                keys = ai.decide(view, chair.seat.level, self.state.game.seed)
                self.state = replace(self.state, keys=keys, look=at + ai.LOOK_EVERY)

    def _step(self, game: Game, events: tuple[Event, ...]) -> None:
        before, self.state = self.state.game, replace(self.state, game=game)
        if game.paddles is not before.paddles:
            self._moved(LEFT, before.paddles[0], game.paddles[0])
            self._moved(RIGHT, before.paddles[1], game.paddles[1])
        scored = [event for event in events if isinstance(event, Scored)] if events else ()
        for event in scored:
            point = Point(self.match, event.side, event.score, event.at, game.flight)
            self.frames.append(point)
        if game.flight is not before.flight and not scored:
            self.frames.append(Flew(self.match, game.flight))

    def _moved(self, side: Side, before: Paddle, after: Paddle) -> None:
        segment = after.segments[-1]
        if segment is not before.segments[-1]:
            moved = (segment.since, segment.y, segment.direction)
            self.frames.append(PaddleMoved(self.match, side, *moved))


def next_wake(state: State) -> float | None:
    """Match time at which play has to be looked after if nothing is pressed; None: it is won."""
    due = next_contact(state.game)
    if due is None:
        return None
    if state.machine is not None:
        due = min(due, state.look)
        if state.keys:
            due = min(due, state.keys[0].at)
    return due

"""Play between two instants: the rules, the AI's looks and keys, and the frames they lead to.

Everything here is pure. ``Course`` collects the results: frames for the pages, in order, and
entries for the journal.
"""

from msgspec import Struct
from msgspec.structs import replace

from actors.frames import ServerFrame
from actors.match.messages import Flew, PaddleMoved, Point, Press
from actors.match.state import Chair, State, claimed_time
from actors.pong import ai
from actors.pong.apply import apply, effective
from actors.pong.court import LONGEST_WINDOW, Side
from actors.pong.events import Event, Scored
from actors.pong.game import Game
from actors.pong.inputs import Halt, Input, Steer, Widen
from actors.pong.rally import advance, idle, next_contact


class Looked(Struct, frozen=True, tag="l", array_like=True):
    """Journal entry: what the AI saw; its keys follow as ordinary inputs."""

    at: float
    side: Side
    view: str


Entry = Input | Looked


class Course:
    """A stretch of play under way: the state so far, with its frames and entries.

    ``frames`` are paired with the player who is not told because they know already, if any.
    ``turned``: the time of the next decision may have changed.
    ``limit`` is how many seconds back a key may claim to have moved, at most.
    """

    __slots__ = ("_state", "entries", "frames", "game", "limit", "match", "turned")

    def __init__(self, match: str, state: State, limit: float = LONGEST_WINDOW) -> None:
        self.match = match
        self.limit = limit
        self._state = state
        self.game = state.game
        self.frames: list[tuple[ServerFrame, str | None]] = []
        self.entries: list[Entry] = []
        self.turned = False

    @property
    def state(self) -> State:
        """Return the match as it stands; assembled on request, as the game changes often."""
        if self._state.game is not self.game:
            self._state = replace(self._state, game=self.game)
        return self._state

    @state.setter
    def state(self, state: State) -> None:
        self._state = state
        self.game = state.game

    def run(self, to: float) -> None:
        """Let play go on up to match time ``to``, the AI included."""
        self._decide(to)
        if self.game.winner is None:  # match time ends with the point that wins
            self._step(*advance(self.game, to))

    def reach(self, to: float) -> None:
        """Like ``run``, but for a key: what the ball only passes is left for the next ``run``."""
        self._decide(to)
        if self.game.winner is None:
            self.game = idle(self.game, to)

    def _decide(self, to: float) -> None:
        while (at := next_wake(self._state, self.game)) is not None and at <= to:
            self.turned = True
            self._step(*advance(self.game, at))
            self._ai(at)

    def press(self, side: Side, direction: int, claimed: float) -> None:
        """Change the keys of a side; call ``run`` to the present first."""
        self._steer(side, direction, claimed)

    def answer(self, side: Side, press: Press, player: str) -> bool:
        """Let a key of a page's player take effect; call ``run`` to the present first.

        Return whether that has turned the paddle.

        The page has computed the result for the time it claimed, and is told only if another time
        was taken. No claim reaches back further than the window of the connection it came on: the
        ball may still fly with the window of an earlier connection.
        """
        state, limit = self._state, self.limit
        claimed, window = claimed_time(state, press.at), state.chairs[side > 0].window
        earliest = self.game.now - (window if window < limit else limit)  # noqa: FURB136
        at = earliest if claimed < earliest else claimed  # noqa: FURB136 - for every single key
        return self._steer(side, press.dir, at, press.at, player, claimed)

    def _steer(
        self,
        side: Side,
        direction: int,
        asked: float,
        pressed: int | None = None,
        player: str | None = None,
        claimed: float | None = None,
    ) -> bool:
        game = self.game
        place = 0 if side < 0 else 1
        if game.winner is not None or game.paddles[place].segments[-1].direction == direction:
            return False
        at = effective(game, side, asked)
        self.change(Steer(at, side, direction))
        segment = self.game.paddles[place].segments[-1]
        told = PaddleMoved(self.match, side, at, segment.y, direction, pressed)
        self.frames.append((told, player if at == claimed else None))
        return True

    def change(self, change: Input) -> None:
        """Apply an input or a referee decision and journal it; does nothing after the end."""
        if self.game.winner is None:
            self.entries.append(change)
            self._step(*apply(self.game, change))

    def halt(self) -> None:
        """Stop both paddles where they are and drop what the AI has planned."""
        self.change(Halt(self.game.now))
        self.state = replace(self.state, keys=(), look=self.game.now)

    def widen(self, chair: Chair) -> None:
        """Give a side the lag window measured for its player."""
        self.turned = True
        self.change(Widen(self.game.now, chair.side, chair.window))

    def _ai(self, at: float) -> None:
        """Carry out the AI's keys that are due, and let it look if that is due."""
        side = self._state.machine
        if side is None:
            return
        while self._state.keys and self._state.keys[0].at <= at:
            key, *rest = self._state.keys
            self.state = replace(self.state, keys=tuple(rest))
            self.press(side, key.direction, at)
        if self._state.look <= at:
            self._look(at)

    def _look(self, at: float) -> None:
        for chair in self._state.chairs:
            if chair.seat.level is not None:
                view = ai.view(self.game, chair.side)
                self.entries.append(Looked(at, chair.side, view.decode()))
                keys = ai.decide(view, chair.seat.level, self.game.seed)
                self.state = replace(self.state, keys=keys, look=at + ai.LOOK_EVERY)

    def _step(self, game: Game, events: tuple[Event, ...]) -> None:
        before, self.game = self.game, game
        if game.flight is before.flight and not events:
            return
        scored = [event for event in events if isinstance(event, Scored)]
        for event in scored:
            point = Point(self.match, event.side, game.score, event.at, game.flight, game.sets)
            self.frames.append((point, None))
        if game.flight is not before.flight and not scored:
            self.frames.append((Flew(self.match, game.flight), None))


def next_wake(state: State, game: Game) -> float | None:
    """Return the match time at which something is decided if nobody presses a key; None: it is won.

    ``game`` is the game of ``state``, or a later one.
    """
    due = next_contact(game)
    if due is None or state.machine is None:
        return due
    due = min(due, state.look)
    return min(due, state.keys[0].at) if state.keys else due

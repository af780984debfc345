"""The state of a match: the rules' game, two chairs, and how match time maps to the clock."""

from collections.abc import Iterable

from msgspec import Struct

from actors.core.address import Address
from actors.match.messages import Cause, Mode, Pause, Phase, Seat, Why
from actors.match.watching import Watcher
from actors.match.wishes import Wishes
from actors.pong.ai import Key
from actors.pong.court import LEFT, RIGHT, Side
from actors.pong.game import Game
from actors.pong.score import result
from actors.seats.parts import HALL, by_part, first_of

LOBBY = Address("lobby")
"""Made the matches before the seats did; in what was written then it is their owner."""


class Chair(Struct, frozen=True, gc=False):
    """A seat and the player on it.

    ``connection`` plays it; None while its player is away, since ``left_at`` (seconds since the
    epoch). The budget runs from ``away_since`` on, which lies ahead of now if the player has time
    to come back first; ``used`` seconds of it were spent before that. ``held`` is the direction of
    the key held down, ``window`` the lag window measured on the connection. ``pauses`` counts those
    its player has caused; ``awaited`` tells whether play waits for the absent player, which it does
    only so often. The player has ``enters_within`` seconds to come at first, and took ``late``
    seconds.
    """

    side: Side
    seat: Seat
    connection: str | None = None
    entered: bool = False
    away_since: float | None = None
    why: Why = "connection_lost"
    used: float = 0.0
    held: int = 0
    window: float = 0.0
    left_at: float | None = None
    pauses: int = 0
    awaited: bool = True
    enters_within: float = 30.0
    late: float = 0.0

    @property
    def human(self) -> bool:
        """Whether a person sits here, who can be away."""
        return self.seat.player is not None

    @property
    def here(self) -> bool:
        """Whether play need not wait for this chair."""
        return not self.human or self.connection is not None


class State(Struct, frozen=True, gc=False):
    """A match between two messages.

    ``owner`` gets the news of the match. ``players`` are the ids of the people, each once;
    ``machine`` is the side the AI plays, if any.
    ``era`` counts changes of phase and marks timers of earlier phases as void. Play of this era
    began at ``starts`` (ms since the epoch) from match time ``base``. ``keys`` are what the AI has
    planned, ``look`` is when it looks next (match time).
    ``watchers`` are pages that watch or have asked to; they ask again after a start.
    ``suspended_at``: its player has paused it then (seconds since the epoch), and no budget runs
    until they go on.
    ``wishes``: what its players want after the end.
    ``rated``: its result counts for the ratings of both.
    ``halts``: somebody has left, and play stops at this match time. By then every key has arrived
    that the others pressed before the player left.
    """

    mode: Mode
    game: Game
    chairs: tuple[Chair, Chair]
    players: tuple[str, ...]
    machine: Side | None
    phase: Phase = "waiting"
    era: int = 0
    starts: int = 0
    base: float = 0.0
    keys: tuple[Key, ...] = ()
    look: float = 0.0
    cause: Cause | None = None
    winner: int | None = None
    pauses: tuple[Pause, ...] = ()
    watchers: tuple[Watcher, ...] = ()
    halts: float | None = None
    suspended_at: float | None = None
    wishes: Wishes = Wishes()
    owner: Address = HALL
    rated: bool = False


def owned_by(owner: Address, players: Iterable[str]) -> Address:
    """Return who owns by now a match of these players, of the owner that was written down."""
    return first_of(players) if owner in {LOBBY, HALL} else owner


def told_by(state: State) -> tuple[Address, ...]:
    """Return who is told of a match: its owner, and if that is a part of the seats, the others."""
    if state.owner.kind != HALL.kind:
        return (state.owner,)
    return tuple(dict.fromkeys((state.owner, *by_part(state.players))))


def away(state: State) -> tuple[Side, ...]:
    """Return the sides whose players are not here."""
    return tuple(chair.side for chair in state.chairs if not chair.here)


def contest(state: State) -> bool:
    """Whether two people play, so that one may be kept waiting by the other."""
    return len(state.players) > 1


def strangers(state: State) -> bool:
    """Whether two players were brought together who may not know each other."""
    return state.mode in {"quick", "open"}


def served(state: State) -> bool:
    """Whether play has begun."""
    return state.phase == "playing" or state.game.now > 0.0


def outcome(state: State) -> tuple[int, int]:
    """What is kept of a match as its score (left, right)."""
    return result(state.game.settings, state.game.score, state.game.sets)


def sides_of(state: State, player: str) -> tuple[Side, ...]:
    """The sides a player sits on."""
    left, right = state.chairs
    if left.seat.player != player:
        return (RIGHT,) if right.seat.player == player else ()
    return (LEFT, RIGHT) if right.seat.player == player else (LEFT,)


def other(side: Side) -> Side:
    """The opposite side."""
    return LEFT if side > 0 else RIGHT


def match_time(state: State, now: float) -> float:
    """Match time while playing, at ``now`` (seconds since the epoch)."""
    return state.base + (now - state.starts / 1000.0)


def claimed_time(state: State, at: int) -> float:
    """Match time at which a page says a key moved; ``webui`` computes the same expression."""
    return state.base + (at - state.starts) / 1000.0


def clock_time(state: State, time: float) -> float:
    """Seconds since the epoch at which play reaches a match time."""
    return state.starts / 1000.0 + (time - state.base)

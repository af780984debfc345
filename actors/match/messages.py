"""Messages of the match actor and the frames it sends."""

from typing import Literal

from msgspec import Struct

from actors.core.address import Address
from actors.core.monitor import Down
from actors.frames import ClientFrame, From, Id, Milliseconds, RequestId, ServerFrame
from actors.match.orders import CallOff
from actors.match.timers import Begin, Deadline, Linger, Reseat, Stop, Wake
from actors.match.watching import Judged, Reconsider, Unwatched, Watcher
from actors.match.wishes import NotAgain, Rematch, Weighed
from actors.pong.ai import Level
from actors.pong.ball import Flight
from actors.pong.court import Side
from actors.pong.paddle import Segment
from actors.pong.settings import Settings

Mode = Literal["quick", "open", "private", "local", "ai", "tournament"]
Phase = Literal["waiting", "countdown", "playing", "paused", "finished"]
Cause = Literal["played", "resigned", "forfeit_absent", "no_show", "aborted", "server_fault"]
Why = Literal["connection_lost", "exited", "server_restarted", "server_stopping"]

# Frames from the page.


class Enter(ClientFrame, frozen=True, tag="enter"):
    """The page shows the match; this connection plays the sender's seats from now on."""

    match: Id


class Exit(ClientFrame, frozen=True, tag="exit"):
    """The page shows something else: the sender is away, but has not resigned."""

    match: Id


class Suspend(ClientFrame, frozen=True, tag="pause"):
    """Pause a match that keeps no opponent waiting; with ``on`` false, go on with it."""

    match: Id
    on: bool


class Press(ClientFrame, frozen=True, tag="input"):
    """A key moved at server time ``at``, by the page's estimate."""

    match: Id
    dir: Literal[-1, 0, 1]
    at: Milliseconds
    side: Side | None = None


class Resign(ClientFrame, frozen=True, tag="resign"):
    """Leave on purpose: the opponent wins."""

    id: RequestId
    match: Id


class Look(ClientFrame, frozen=True, tag="look"):
    """Send the whole match of the sender once more, without entering it."""

    id: RequestId
    match: Id


# Frames to the page.


class Matched(ServerFrame, frozen=True, tag="matched"):
    """The player has a seat in a match; the page goes there and enters it."""

    match: str
    mode: Mode
    side: Side
    opponent: str


class PlayerView(Struct, frozen=True):
    """One seat as everybody sees it; ``budget`` (milliseconds) and ``pauses`` are what is left.

    ``why`` says why the player is away; None while here, and before the player has come.
    ``window`` is how late a key of this player may come, in milliseconds. ``level`` is that of the
    machine.
    """

    side: Side
    id: str | None
    name: str
    here: bool
    budget: int
    why: Why | None
    pauses: int
    window: int
    level: Level | None


class Pause(Struct, frozen=True, gc=False):
    """At match time ``time`` the player of a side was away for ``seconds``, because of ``why``."""

    side: Side
    time: float
    why: Why
    seconds: float


class MatchView(ServerFrame, frozen=True, tag="match"):
    """The whole match for one page; ``sides`` are the receiver's, empty for a watcher.

    ``chosen``: its player has paused it, see `Suspend`. ``rated``: its result counts for ratings.
    ``score`` is that of the set, ``sets`` are those won.
    """

    match: str
    mode: Mode
    phase: Phase
    settings: Settings
    players: tuple[PlayerView, PlayerView]
    sides: tuple[Side, ...]
    score: tuple[int, int]
    time: float
    starts: int | None
    until: int | None
    flight: Flight
    paddles: tuple[Segment, Segment]
    cause: Cause | None
    winner: int | None
    unsaved: int
    pauses: tuple[Pause, ...]
    chosen: bool
    rated: bool
    sets: tuple[int, int]


class Moved(ServerFrame, frozen=True, tag="moved"):
    """Another page of the same player plays this match now."""

    match: str


class Countdown(ServerFrame, frozen=True, tag="countdown"):
    """Play goes on at ``starts`` (server time) from match time ``time``.

    ``budgets`` are what the players (left, right) have left, in milliseconds.
    """

    match: str
    starts: int
    time: float
    budgets: tuple[int, int]


class PaddleMoved(ServerFrame, frozen=True, tag="paddle", omit_defaults=True):
    """A paddle's newest segment; ``at`` is the one of the input that it answers, if any."""

    match: str
    side: Side
    since: float
    y: float
    direction: int
    at: int | None = None


class Flew(ServerFrame, frozen=True, tag="flight"):
    """The ball's newest flight."""

    match: str
    flight: Flight


class Point(ServerFrame, frozen=True, tag="point"):
    """``side`` won the rally at match time ``time``; ``flight`` is the next serve.

    ``score`` is how the set stands that is played next, ``sets`` are those won.
    """

    match: str
    side: Side
    score: tuple[int, int]
    time: float
    flight: Flight
    sets: tuple[int, int]


class NotSaved(ServerFrame, frozen=True, tag="unsaved"):
    """How many of the last points are not in the store yet; 0 when all are.

    The match itself counts as one more, if it was made while the store was away.
    """

    match: str
    points: int


class Absent(Struct, frozen=True):
    """Who is away, why, and what is left of the grace budget (ms) and of the pauses."""

    side: Side
    why: Why
    budget: int
    pauses: int


class Paused(ServerFrame, frozen=True, tag="pause"):
    """Match time stands still at ``time``; ``until`` is when the match ends if nobody returns.

    ``chosen``: its player has paused it, and it stands until the player goes on.
    """

    match: str
    time: float
    away: tuple[Absent, ...]
    now: int
    until: int
    paddles: tuple[Segment, Segment]
    chosen: bool


class WithoutThem(ServerFrame, frozen=True, tag="absent"):
    """Play goes on without those ``away``, whose pauses are used up; empty when all are back.

    The budgets are as of ``now``.
    """

    match: str
    away: tuple[Absent, ...]
    now: int


class Finished(ServerFrame, frozen=True, tag="finished", omit_defaults=True):
    """The match is over; ``winner`` is a side, or 0 for nobody.

    ``score`` (of the last set), ``sets`` and ``time`` are left out if the match was lost and nobody
    can say how it stood.
    """

    match: str
    cause: Cause
    winner: int
    score: tuple[int, int] | None = None
    time: float | None = None
    pauses: tuple[Pause, ...] = ()
    sets: tuple[int, int] | None = None


# From other actors.


class Seat(Struct, frozen=True):
    """Who sits on a side: a player's id, or None for the machine, which has a level instead."""

    player: str | None
    name: str
    level: Level | None = None


class Create(Struct, frozen=True, tag=True):
    """From its owner: begin a match between these two seats (left, right).

    ``created`` is in milliseconds since the epoch. See `actors.match.owner`.
    """

    owner: Address
    mode: Mode
    settings: Settings
    seed: int
    seats: tuple[Seat, Seat]
    created: int
    rated: bool = False


class Dropped(Struct, frozen=True, tag=True):
    """From a player: this connection is lost."""

    player: str
    connection: str


class Lag(Struct, frozen=True, tag=True):
    """From a player: inputs on this connection may arrive ``window`` seconds late."""

    player: str
    connection: str
    window: float


class Stopping(Struct, frozen=True, tag=True):
    """From the gateway: the server is about to restart, and every connection will end."""


Frame = Enter | Exit | Suspend | Press | Resign | Look | Rematch
Timer = Wake | Begin | Stop | Deadline | Linger | Reseat
OfWatchers = Watcher | Unwatched | Reconsider | Judged
FromOwner = Create | CallOff | NotAgain
Message = FromOwner | From[Frame] | Dropped | Lag | OfWatchers | Weighed | Stopping | Timer | Down

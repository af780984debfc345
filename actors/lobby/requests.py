"""The rules for players' requests to the lobby. Nothing here sends a message."""

from collections import Counter
from collections.abc import Iterable
from hashlib import blake2b
from math import ceil
from random import Random
from typing import NamedTuple, assert_never

from actors.frames import Error, Origin
from actors.lobby.messages import Close, Join, Local, Machine, Open, Queue, Request, Unqueue
from actors.lobby.state import MOST_AT_HOME, MOST_GAMES, MOST_IN_QUEUE, Game, State, Waiting
from actors.match.messages import Mode, Seat
from actors.pong.settings import Settings

MACHINE = "Rally AI"
CROWDED = "As many {} at your address as may ({}); try again when there are fewer."


class Refused(NamedTuple):
    """The request changed nothing; it would be refused ``until`` then (seconds since the epoch)."""

    code: str
    detail: str
    until: float | None = None

    def error(self, request: str | None) -> Error:
        """Return the answer for the page."""
        until = None if self.until is None else ceil(self.until * 1000.0)
        return Error(self.code, self.detail, request, until)


class Done(NamedTuple):
    """The request was carried out; ``game`` is the id of the game it made, if any."""

    game: str | None = None


class Match(NamedTuple):
    """The request leads to a match between these seats (left, right)."""

    mode: Mode
    settings: Settings
    seats: tuple[Seat, Seat]


Outcome = Refused | Done | Match


def carry_out(state: State, origin: Origin, frame: Request, random: Random, now: float) -> Outcome:
    """Change the state as the request asks; the caller creates the match, if there is one.

    ``now`` is in seconds since the epoch.
    """
    player = origin.player
    match frame:
        case Unqueue():
            state.queue.pop(player, None)
            return Done()
        case Close(_, game):
            hosted = state.hosted_by(player)
            if hosted is None or hosted.id != game:
                return Refused("no_such_game", "You offer no game of this id.")
            del state.games[game]
            return Done()
        case _:
            playing = state.playing.get(player)
    if playing is not None:
        detail = f"Finish or resign your match {playing} first."
        return Refused("already_playing", detail)
    return _too_soon(state, origin, frame, now) or _play(state, origin, frame, random)


def _too_soon(state: State, origin: Origin, frame: Request, now: float) -> Refused | None:
    """Refuse players who missed a match and look for a stranger too soon; friends they may play."""
    if isinstance(frame, Queue | Join) or (isinstance(frame, Open) and not frame.private):
        if isinstance(frame, Join) and (game := state.games.get(frame.game)) and game.private:
            return None
        until = state.barred(origin.player, origin.home, now)
        if until is not None:
            return no_show(until, now)
    return None


def no_show(until: float, now: float) -> Refused:
    """Refuse a player who may meet no stranger ``until`` then (seconds since the epoch)."""
    detail = (
        "You, or somebody at your address, did not come to the last match: "
        f"look for one again in {ceil(until - now)} s."
    )
    return Refused("no_show", detail, until)


def _play(
    state: State, origin: Origin, frame: Queue | Open | Join | Local | Machine, random: Random
) -> Outcome:
    """Carry out a request of a player who is free."""
    player = origin.player
    match frame:
        case Queue():
            return _queue(state, origin, random)
        case Open():
            return _open(state, origin, frame, random)
        case Join(_, game):
            return _join(state, origin, game, random)
        case Local(_, settings, names):
            left, right = names or (origin.name, "Player 2")
            return Match("local", settings, (Seat(player, left), Seat(player, right)))
        case Machine(_, level, settings):
            seats = Seat(player, origin.name), Seat(None, MACHINE, level)
            return Match("ai", settings, seats)
        case _:
            assert_never(frame)


def _queue(state: State, origin: Origin, random: Random) -> Outcome:
    waiting = Waiting(origin.player, origin.name, origin.home)
    made = meet(state, waiting, random)
    if made is None:
        others = [w for w in state.queue.values() if w.player != origin.player]
        if _is_crowded(origin.home, (w.home for w in others), MOST_IN_QUEUE):
            return Refused("too_many", CROWDED.format("people wait", MOST_IN_QUEUE))
        state.queue[origin.player] = waiting
        return Done()
    return made


def meet(state: State, waiting: Waiting, random: Random, *, anybody: bool = False) -> Match | None:
    """Return a quick match for a waiting player, if `State.opponent_for` finds somebody."""
    opponent = state.opponent_for(waiting, anybody=anybody)
    if opponent is None:
        return None
    seats = Seat(opponent.player, opponent.name), Seat(waiting.player, waiting.name)
    return Match("quick", Settings(), _shuffled(*seats, random))


def _open(state: State, origin: Origin, frame: Open, random: Random) -> Outcome:
    """Offer a game; if the player offers one already, change it and keep its id."""
    hosted, home = state.hosted_by(origin.player), origin.home
    if hosted is None:
        if _is_crowded(home, (game.home for game in state.games.values()), MOST_AT_HOME):
            return Refused("too_many", CROWDED.format("games are open", MOST_AT_HOME))
        if len(state.games) >= MOST_GAMES and not _make_room(state, home):
            return Refused("too_many", "Too many games are open; try again later.")
    game = hosted.id if hosted else draw_id("g", random)
    offer = Game(game, origin.player, origin.name, frame.settings, frame.private, home)
    state.games[game] = offer
    return Done(game)


def _is_crowded(home: str, homes: Iterable[str], most: int) -> bool:
    """Tell whether a household, if known, has as many as it may."""
    return home != "" and sum(other == home for other in homes) >= most


def _make_room(state: State, home: str) -> bool:
    """Make room in a full lobby: drop the newest game of a household that has far more."""
    counts = Counter(game.home or game.host for game in state.games.values())
    largest, most = counts.most_common(1)[0]
    if most <= counts[home] + 1:
        return False
    newest = [g for g in state.games.values() if (g.home or g.host) == largest][-1]
    del state.games[newest.id]
    return True


def _join(state: State, origin: Origin, name: str, random: Random) -> Outcome:
    game = state.games.get(name)
    # Anybody with its link may join a private game; whom to send it is up to the host.
    if game is None or (not game.private and state.apart(game.host, origin.player)):
        return Refused("no_such_game", "This game is no longer open.")
    if game.host == origin.player:
        return Refused("own_game", "This is your own game; send its link to somebody.")
    seats = Seat(game.host, game.name), Seat(origin.player, origin.name)
    mode = "private" if game.private else "open"
    return Match(mode, game.settings, _shuffled(*seats, random))


def _shuffled(one: Seat, two: Seat, random: Random) -> tuple[Seat, Seat]:
    return (one, two) if random.random() < 0.5 else (two, one)


def draw_id(prefix: str, random: Random) -> str:
    """Return an id that nobody can guess from others: a digest hides the generator's state."""
    return prefix + blake2b(random.randbytes(16), digest_size=10).hexdigest()

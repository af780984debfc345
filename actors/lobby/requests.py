"""What players ask of the lobby: the rules. Nothing here tells anybody anything."""

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
    """The request changed nothing, and would not ``until`` then (seconds since the epoch)."""

    code: str
    detail: str
    until: float | None = None

    def error(self, request: str | None) -> Error:
        """What the page is told."""
        until = None if self.until is None else ceil(self.until * 1000.0)
        return Error(self.code, self.detail, request, until)


class Done(NamedTuple):
    """It was carried out; ``game`` is the id of the game it made, if it did."""

    game: str | None = None


class Match(NamedTuple):
    """It asks for a match between these seats (left, right)."""

    mode: Mode
    settings: Settings
    seats: tuple[Seat, Seat]


Outcome = Refused | Done | Match


def carry_out(state: State, origin: Origin, frame: Request, random: Random, now: float) -> Outcome:
    """Change the state as the request asks; a match is for the caller to create.

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
    """Who did not come to their last match looks for no stranger yet; friends may be played."""
    if isinstance(frame, Queue | Join) or (isinstance(frame, Open) and not frame.private):
        if isinstance(frame, Join) and (game := state.games.get(frame.game)) and game.private:
            return None
        until = state.barred(origin.player, origin.home, now)
        if until is not None:
            return no_show(until, now)
    return None


def no_show(until: float, now: float) -> Refused:
    """Somebody did not come, and meets no stranger until then (seconds since the epoch)."""
    detail = (
        "You, or somebody at your address, did not come to the last match: "
        f"look for one again in {ceil(until - now)} s."
    )
    return Refused("no_show", detail, until)


def _play(
    state: State, origin: Origin, frame: Queue | Open | Join | Local | Machine, random: Random
) -> Outcome:
    """Requests of somebody who is free."""
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
    """A quick match for somebody who waits, if there is an opponent; see `State.opponent_for`."""
    opponent = state.opponent_for(waiting, anybody=anybody)
    if opponent is None:
        return None
    seats = Seat(opponent.player, opponent.name), Seat(waiting.player, waiting.name)
    return Match("quick", Settings(), _shuffled(*seats, random))


def _open(state: State, origin: Origin, frame: Open, random: Random) -> Outcome:
    """Offer a game; whoever offers one already gets it changed, under its id."""
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
    """Whether a household, where it is known, has all it may."""
    return home != "" and sum(other == home for other in homes) >= most


def _make_room(state: State, home: str) -> bool:
    """In a full lobby the newest game of whoever has most goes, for one who has far fewer."""
    counts = Counter(game.home or game.host for game in state.games.values())
    largest, most = counts.most_common(1)[0]
    if most <= counts[home] + 1:
        return False
    newest = [g for g in state.games.values() if (g.home or g.host) == largest][-1]
    del state.games[newest.id]
    return True


def _join(state: State, origin: Origin, name: str, random: Random) -> Outcome:
    game = state.games.get(name)
    # A private game is joined by whoever was sent its link, and that is the host's affair.
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
    """A name nobody can guess from others: the generator's state is not to be read off it."""
    return prefix + blake2b(random.randbytes(16), digest_size=10).hexdigest()

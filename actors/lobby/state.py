"""Who waits, which games are offered, who plays where. Pure."""

from collections.abc import Iterable
from itertools import islice

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from actors.frames import Error, Ok, Origin, encode
from actors.lobby.messages import LobbyView, Matched, OpenGame, Request
from actors.match.given_up import GivenUp
from actors.match.messages import Create
from actors.pong.court import LEFT, RIGHT
from actors.pong.settings import Settings

MOST_GAMES = 500
"""Open and private games at once."""
SHOWN = 50
"""Open games a page is shown."""
NOBODY = frozenset[str]()


class Game(Struct, frozen=True):
    """An offered game: its host waits for somebody to join."""

    id: str
    host: str
    name: str
    settings: Settings
    private: bool


class Waiting(Struct, frozen=True):
    """Somebody in the queue for a quick match."""

    player: str
    name: str


class Pair(Struct, frozen=True):
    """A match that was made and is not durable yet: until then nobody is told.

    ``asked`` is who asked for it with which request, on each of their connections; nobody if it
    came about by waiting. ``create`` is what it begins with, ``told`` are the frames for its
    players. ``waited`` and ``games`` are what it took out of the queue and the offers: should the
    process die before there is a match, they are there again.
    """

    asked: tuple[tuple[Origin, str], ...]
    create: Create
    told: tuple[tuple[str, Matched], ...]
    waited: tuple[Waiting, ...]
    games: tuple[Game, ...]


class Lasting(Struct, frozen=True):
    """What outlives the process; who plays where is told by the matches themselves."""

    queue: dict[str, Waiting]
    games: dict[str, Game]


class State(Struct):
    """Owned by the lobby actor, and all that survives a crash of it.

    ``playing`` tells each player's match, ``absent`` since when (seconds since the epoch) a player
    has had no connection, ``answers`` the last request of each player and what came of it.
    ``watchers`` are sent the list; like the other dicts they keep the order of arrival. ``faults``
    are matches that were given up and whose end is not in the store yet, ``pairs`` those that are
    not durable yet. ``parted`` are those from whom a player is apart by a block; it is unknown at
    first of whoever has just come. ``names`` are of those who are called otherwise than their
    connection knows.
    """

    queue: dict[str, Waiting] = {}
    games: dict[str, Game] = {}
    playing: dict[str, str] = {}
    absent: dict[str, float] = {}
    answers: dict[str, tuple[Request, Ok | Error]] = {}
    watchers: dict[str, None] = {}
    faults: dict[str, GivenUp] = {}
    pairs: dict[str, Pair] = {}
    parted: dict[str, frozenset[str]] = {}
    names: dict[str, str] = {}

    def hosted_by(self, player: str) -> Game | None:
        """The game a player offers."""
        return next((game for game in self.games.values() if game.host == player), None)

    def rename(self, player: str, name: str) -> None:
        """Call a player otherwise, also where they wait already; a match keeps its names."""
        self.names[player] = name
        if (waiting := self.queue.get(player)) is not None:
            self.queue[player] = replace(waiting, name=name)
        if (game := self.hosted_by(player)) is not None:
            self.games[game.id] = replace(game, name=name)

    def called(self, origin: Origin) -> Origin:
        """Who sent a frame, by the name of today."""
        name = self.names.get(origin.player)
        return origin if name is None else replace(origin, name=name)

    def withdraw(self, player: str) -> bool:
        """Take a player out of queue and offers; whether there was anything."""
        queued = self.queue.pop(player, None) is not None
        hosted = self.hosted_by(player)
        if hosted is not None:
            del self.games[hosted.id]
        return queued or hosted is not None

    def forget(self, player: str) -> bool:
        """Drop what an absent player waited for; whether it was anything the others see."""
        self.absent.pop(player, None)
        self.watchers.pop(player, None)
        self.answers.pop(player, None)
        self.parted.pop(player, None)
        return self.withdraw(player)

    def free(self, match: str, players: Iterable[str]) -> None:
        """Their match is over, unless they play another one by now."""
        for player in players:
            if self.playing.get(player) == match:
                del self.playing[player]

    def apart(self, one: str, two: str) -> bool:
        """Whether a block is between them."""
        return two in self.parted.get(one, NOBODY) or one in self.parted.get(two, NOBODY)

    def answers_later(self, origin: Origin, request: str) -> bool:
        """Whether this request is answered when the match that it made stands.

        Then on this connection too: another page of the player may wait for the same.
        """
        for match, made in self.pairs.items():
            if any(who.player == origin.player and what == request for who, what in made.asked):
                if origin.connection not in {who.connection for who, _ in made.asked}:
                    self.pairs[match] = replace(made, asked=(*made.asked, (origin, request)))
                return True
        return False

    def opponent_for(self, player: str, *, anybody: bool = False) -> Waiting | None:
        """Whoever has waited longest, is another, and not apart from the player.

        Nobody is met before it is known from whom they are apart. ``anybody``: rather somebody
        apart than no match.
        """
        known = self.queue.keys() & self.parted.keys() if player in self.parted else ()
        others = [w for w in self.queue.values() if w.player in known and w.player != player]
        liked = next((w for w in others if not self.apart(w.player, player)), None)
        return liked or (others[0] if others and anybody else None)


def pair(state: State, match: str, asked: tuple[tuple[Origin, str], ...], create: Create) -> Pair:
    """A match about to be made."""
    left, right = create.seats
    told = {
        right.player: Matched(match, RIGHT, left.name),
        left.player: Matched(match, LEFT, right.name),  # also of one who sits on both
    }
    players = [player for player in told if player is not None]
    hosted = [game for game in map(state.hosted_by, players) if game is not None]
    return Pair(
        asked,
        create,
        tuple((player, told[player]) for player in players),
        tuple(state.queue[player] for player in players if player in state.queue),
        tuple(hosted),
    )


def lasting(state: State) -> bytes:
    """What outlives the process, for the journal."""
    pairs = state.pairs.values()
    queue = {waiting.player: waiting for pair in pairs for waiting in pair.waited}
    games = {game.id: game for pair in pairs for game in pair.games}
    return encode(Lasting(queue | state.queue, games | state.games))


def restored(data: bytes | None, now: float) -> State:
    """The lobby of the process before this one; who waited has some time to come back."""
    if data is None:
        return State()
    kept = msgspec.json.decode(data, type=Lasting)
    waiting = [*kept.queue, *(game.host for game in kept.games.values())]
    return State(queue=kept.queue, games=kept.games, absent=dict.fromkeys(waiting, now))


def lines(state: State, player: str) -> tuple[OpenGame, ...]:
    """The public list, oldest first, without the games of those who are apart from the player."""
    games = (game for game in state.games.values() if not game.private)
    shown = islice((game for game in games if not state.apart(player, game.host)), SHOWN)
    return tuple(
        OpenGame(g.id, g.name, g.host, g.settings.points, g.settings.win_by_two) for g in shown
    )


def view(state: State, player: str) -> LobbyView:
    """The lobby as one player sees it: who has been paired and not told so still waits."""
    pairs = state.pairs.values()
    waited = any(waiting.player == player for pair in pairs for waiting in pair.waited)
    games = (game for pair in pairs for game in pair.games if game.host == player)
    hosted = state.hosted_by(player) or next(games, None)
    return LobbyView(
        lines(state, player),
        len(state.queue),
        len(set(state.playing.values())),
        waited or player in state.queue,
        hosted.id if hosted else None,
    )

"""Who waits, which games are offered, who plays where. Pure."""

from collections.abc import Iterable
from itertools import islice

import msgspec
from msgspec import Struct

from actors.frames import Error, Ok, encode
from actors.lobby.messages import LobbyView, OpenGame
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


class Lasting(Struct, frozen=True):
    """What outlives the process; who plays where is told by the matches themselves."""

    queue: dict[str, Waiting]
    games: dict[str, Game]


class State(Struct):
    """Owned by the lobby actor, and all that survives a crash of it.

    ``playing`` tells each player's match, ``absent`` since when (seconds since the epoch) a player
    has had no connection, ``answers`` the last request of each player and what came of it.
    ``watchers`` are sent the list; like the other dicts they keep the order of arrival. ``parted``
    are those from whom a player is apart by a block; unknown at first for whoever has just come.
    """

    queue: dict[str, Waiting] = {}
    games: dict[str, Game] = {}
    playing: dict[str, str] = {}
    absent: dict[str, float] = {}
    answers: dict[str, tuple[str, Ok | Error]] = {}
    watchers: dict[str, None] = {}
    parted: dict[str, frozenset[str]] = {}

    def hosted_by(self, player: str) -> Game | None:
        """The game a player offers."""
        return next((game for game in self.games.values() if game.host == player), None)

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

    def opponent_for(self, player: str, *, anybody: bool = False) -> Waiting | None:
        """Whoever has waited longest, is another, and not apart from the player.

        Nobody is met before it is known from whom they are apart. ``anybody``: rather somebody
        apart than no match.
        """
        others = [w for w in self.queue.values() if w.player != player and w.player in self.parted]
        liked = next((w for w in others if not self.apart(w.player, player)), None)
        return liked or (others[0] if others and anybody else None)


def lasting(state: State) -> bytes:
    """What outlives the process, for the journal."""
    return encode(Lasting(state.queue, state.games))


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
    return tuple(OpenGame(g.id, g.name, g.settings.points, g.settings.win_by_two) for g in shown)


def view(state: State, games: tuple[OpenGame, ...], player: str) -> LobbyView:
    """The lobby as one player sees it."""
    hosted = state.hosted_by(player)
    return LobbyView(
        games,
        len(state.queue),
        len(set(state.playing.values())),
        player in state.queue,
        hosted.id if hosted else None,
    )

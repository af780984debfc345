"""Who waits, which games are offered, who plays where. Pure."""

from collections.abc import Collection, Iterable
from typing import NamedTuple

from msgspec import Struct, field
from msgspec.structs import replace

from actors.frames import Error, Ok, Origin
from actors.lobby.messages import Request
from actors.lobby.no_shows import NoShows
from actors.pong.settings import Settings

MOST_GAMES = 500
"""The most open and private games at once."""
MOST_AT_HOME = 50
"""The most games of one household at once: enough for every second pair in a school of 200."""
MOST_IN_QUEUE = 200
"""The most people of one household in the queue at once: all of that school."""
MOST_LET_DOWN = 8
"""Households that a player is not paired with again; if there are more, the latest."""
MOST_RELIABLE = 1000
"""Players who are known to come; if there are more, the latest."""
INSIST = 20.0
"""Seconds in the queue after which a match against anybody is better than none."""
RESTED = 60.0
"""Seconds out of the queue after which that wait begins anew."""
NOBODY = frozenset[str]()


class Game(Struct, frozen=True):
    """An offered game: its host, of household ``home``, waits for somebody to join."""

    id: str
    host: str
    name: str
    settings: Settings
    private: bool
    home: str = ""


class Waiting(Struct, frozen=True):
    """A player of household ``home`` in the queue for a quick match."""

    player: str
    name: str
    home: str = ""


class Onlooker(Struct):
    """A page that is sent the list: its player, and a digest of what it was sent last."""

    player: str
    seen: bytes = b""


class Taken(NamedTuple):
    """Where a match came from: places in the queue, offered games, and the players' households."""

    waited: tuple[Waiting, ...]
    games: tuple[Game, ...]
    homes: dict[str, str]


class State(Struct):
    """Owned by the lobby actor. `actors.lobby.keeping` says what of it outlives a crash or a kill.

    ``playing`` tells each player's match, ``absent`` since when (seconds since the epoch) a player
    has had no connection, ``answers`` the last request of each player and what came of it.
    ``watchers`` are the pages that are sent the list, by connection; like the other dicts they keep
    the order of arrival. ``parted`` tells, for each player, who has blocked whom: everybody the
    player has blocked or is blocked by. It is unknown at first for a player who has just come.
    ``names`` has the players whose name has changed since they connected. ``taken`` is what the
    players of a match had waited with, in case it never begins, and their households. ``reliable``
    are the players who have played a match with a stranger and have come to each one since.
    ``let_down`` are the households (or players, if the household is unknown) that have let a player
    wait in vain. ``insists`` is the time from which on a player prefers any opponent to none
    (seconds since the epoch); leaving the queue or the server for a moment does not put it off.
    """

    queue: dict[str, Waiting] = {}
    games: dict[str, Game] = {}
    playing: dict[str, str] = {}
    absent: dict[str, float] = {}
    answers: dict[str, tuple[Request, Ok | Error]] = {}
    watchers: dict[str, Onlooker] = {}
    parted: dict[str, frozenset[str]] = {}
    names: dict[str, str] = {}
    no_shows: NoShows = field(default_factory=NoShows)
    taken: dict[str, Taken] = {}
    reliable: dict[str, None] = {}
    let_down: dict[str, tuple[str, ...]] = {}
    insists: dict[str, float] = {}

    def hosted_by(self, player: str) -> Game | None:
        """Return the game that a player offers, if any."""
        return next((game for game in self.games.values() if game.host == player), None)

    def rename(self, player: str, name: str) -> None:
        """Give a player a new name, also in queue and offers; a match keeps the names it has."""
        self.names[player] = name
        if (waiting := self.queue.get(player)) is not None:
            self.queue[player] = replace(waiting, name=name)
        if (game := self.hosted_by(player)) is not None:
            self.games[game.id] = replace(game, name=name)

    def called(self, origin: Origin) -> Origin:
        """Return the sender of a frame under their present name."""
        name = self.names.get(origin.player)
        return origin if name is None else replace(origin, name=name)

    def withdraw(self, player: str) -> bool:
        """Take a player out of queue and offers; return whether they were in either."""
        queued = self.queue.pop(player, None) is not None
        hosted = self.hosted_by(player)
        if hosted is not None:
            del self.games[hosted.id]
        return queued or hosted is not None

    def forget(self, player: str) -> bool:
        """Drop what an absent player waited for; return whether others could see it."""
        self.absent.pop(player, None)
        self.answers.pop(player, None)
        self.parted.pop(player, None)
        self.reliable.pop(player, None)
        self.let_down.pop(player, None)
        return self.withdraw(player)

    def free(self, match: str, players: Iterable[str]) -> None:
        """Free players whose match is over, unless they play another one by now."""
        self.taken.pop(match, None)
        for player in players:
            if self.playing.get(player) == match:
                del self.playing[player]

    def proved(self, players: Iterable[str]) -> None:
        """Note that players have shown that they come when they are called."""
        for player in players:
            self.reliable.pop(player, None)
            self.reliable[player] = None
        for player in [*self.reliable][:-MOST_RELIABLE]:
            del self.reliable[player]

    def barred(self, player: str, home: str, now: float) -> float | None:
        """Return until when a player may meet no stranger; None: they may."""
        return self.no_shows.until(player, home, now, reliable=player in self.reliable)

    def give_back(self, match: str, missed: Collection[str], now: float) -> list[str]:
        """Let players wait again, in front, whose match never began because others ``missed`` it.

        Not if they were barred already for what others of their household did meanwhile. Returns
        who is in the queue again. May be repeated.
        """
        taken = self.taken.get(match)
        if taken is None:
            return []
        noted = any(self.no_shows.noted(player, match) for player in missed)
        homes = taken.homes
        free = {
            player
            for player in homes
            if self._waits_on(player, match, missed)
            and (noted or self.barred(player, homes[player], now) is None)
        }
        for player in missed:
            self.reliable.pop(player, None)
            self.no_shows.note(player, homes.get(player, ""), match, now)
        absentees = tuple(homes.get(player) or player for player in missed)
        for player in free:
            known = self.let_down.get(player, ())
            self.let_down[player] = tuple(dict.fromkeys((*known, *absentees)))[-MOST_LET_DOWN:]
        for game in taken.games:
            if game.host in free and self.hosted_by(game.host) is None:
                self.games = {game.id: game, **self.games}
        back = {w.player: w for w in taken.waited if w.player in free}
        self.queue = back | self.queue
        return list(back)

    def sweep(self, spared: Collection[str], now: float) -> dict[str, float]:
        """Take players who are barred by now out of the queue and the public games.

        Returns until when each is barred, by player. ``spared`` are players who were let down.
        """
        waiting = [(w.player, w.home) for w in self.queue.values()]
        waiting += [(game.host, game.home) for game in self.games.values() if not game.private]
        swept = dict[str, float]()
        for player, home in waiting:
            until = None if player in spared else self.barred(player, home, now)
            if until is not None:
                swept[player] = until
                self.queue.pop(player, None)
                hosted = self.hosted_by(player)
                if hosted is not None and not hosted.private:
                    del self.games[hosted.id]
        return swept

    def insist(self, player: str, now: float) -> float:
        """Return the time from which on a queueing player prefers any opponent to none."""
        self.insists = {p: at for p, at in self.insists.items() if at + RESTED >= now}
        return max(self.insists.setdefault(player, now + INSIST), now)

    def _waits_on(self, player: str, match: str, missed: Collection[str]) -> bool:
        there = player not in missed and player not in self.absent
        return there and self.playing.get(player, match) == match

    def apart(self, one: str, two: str) -> bool:
        """Tell whether one of the two has blocked the other."""
        return two in self.parted.get(one, NOBODY) or one in self.parted.get(two, NOBODY)

    def insisting(self, player: str, now: float) -> bool:
        """Tell whether a player prefers any opponent to none by now."""
        return self.insists.get(player, now + INSIST) <= now

    def opponent_for(self, waiting: Waiting, *, anybody: bool = False) -> Waiting | None:
        """Return the opponent who has waited longest and whom no block or no-show rules out.

        Nobody is matched before their blocks are known. ``anybody``: if there is nobody else,
        accept a household that has let the player wait, and then a player with a block.
        """
        if waiting.player not in self.parted:
            return None
        others = [
            w for w in self.queue.values() if w.player in self.parted and w.player != waiting.player
        ]
        near = [w for w in others if not self.apart(w.player, waiting.player)]
        liked = [w for w in near if not self._distrusts(w, waiting)]
        choice = (liked or near or others) if anybody else liked
        return choice[0] if choice else None

    def _distrusts(self, one: Waiting, two: Waiting) -> bool:
        """Tell whether the household of either has let the other wait in vain."""
        return any(
            (b.home or b.player) in self.let_down.get(a.player, ())
            for a, b in ((one, two), (two, one))
        )

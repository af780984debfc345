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
"""Open and private games at once."""
MOST_AT_HOME = 50
"""Games of one household at once: of every second pair in a school of 200."""
MOST_IN_QUEUE = 200
"""People of one household who wait for a quick match at once: all of that school."""
MOST_LET_DOWN = 8
"""Households that a player is not paired with again: of more, the latest."""
MOST_RELIABLE = 1000
"""Players who are known to come: of more, the latest."""
INSIST = 20.0
"""Seconds after which a quick match is rather against anybody than none at all."""
RESTED = 60.0
"""Seconds out of the queue after which the wait for that begins anew."""
NOBODY = frozenset[str]()


class Game(Struct, frozen=True):
    """An offered game: its host waits for somebody to join, and is at ``home``."""

    id: str
    host: str
    name: str
    settings: Settings
    private: bool
    home: str = ""


class Waiting(Struct, frozen=True):
    """Somebody in the queue for a quick match, from whose ``home``."""

    player: str
    name: str
    home: str = ""


class Onlooker(Struct):
    """A page that is sent the list: whose it is, and a digest of what it was sent last."""

    player: str
    seen: bytes = b""


class Taken(NamedTuple):
    """Of a match: who waited in the queue for it, whose game it was, and the players' homes."""

    waited: tuple[Waiting, ...]
    games: tuple[Game, ...]
    homes: dict[str, str]


class State(Struct):
    """Owned by the lobby actor. `actors.lobby.keeping` says what of it outlives what.

    ``playing`` tells each player's match, ``absent`` since when (seconds since the epoch) a player
    has had no connection, ``answers`` the last request of each player and what came of it.
    ``watchers`` are the pages that are sent the list, by connection; like the other dicts they keep
    the order of arrival. ``parted`` are those from whom a
    player is apart by a block; it is unknown at first of whoever has just come. ``names`` are of
    those who are called otherwise than their connection knows. ``taken`` is what the players of a
    match had waited with, should it never begin, and where they are at home. ``reliable`` is who
    has played a match with a stranger and has come to each since. ``let_down`` are the households
    (or players, where none is known) that have let a player wait in vain. ``insists`` is from when
    on a player rather plays anybody than nobody (seconds since the epoch); neither leaving the
    queue nor the server for a moment puts it off.
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
        self.answers.pop(player, None)
        self.parted.pop(player, None)
        self.reliable.pop(player, None)
        self.let_down.pop(player, None)
        return self.withdraw(player)

    def free(self, match: str, players: Iterable[str]) -> None:
        """Their match is over, unless they play another one by now."""
        self.taken.pop(match, None)
        for player in players:
            if self.playing.get(player) == match:
                del self.playing[player]

    def proved(self, players: Iterable[str]) -> None:
        """They have shown that they come when they are called."""
        for player in players:
            self.reliable.pop(player, None)
            self.reliable[player] = None
        for player in [*self.reliable][:-MOST_RELIABLE]:
            del self.reliable[player]

    def barred(self, player: str, home: str, now: float) -> float | None:
        """Until when somebody may meet no stranger; None: they may."""
        return self.no_shows.until(player, home, now, reliable=player in self.reliable)

    def give_back(self, match: str, missed: Collection[str], now: float) -> list[str]:
        """A match never began as somebody ``missed`` it: the others wait again, as the first.

        But not if they were barred already, for what others of their household did meanwhile.
        Return who is in the queue again. May be repeated.
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
        """Nobody who is barred by now is met: take them out of the queue and the public games.

        Return until when, by player. ``spared`` are those who were let down themselves.
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
        """From when on somebody who queues rather plays anybody than nobody."""
        self.insists = {p: at for p, at in self.insists.items() if at + RESTED >= now}
        return max(self.insists.setdefault(player, now + INSIST), now)

    def _waits_on(self, player: str, match: str, missed: Collection[str]) -> bool:
        there = player not in missed and player not in self.absent
        return there and self.playing.get(player, match) == match

    def apart(self, one: str, two: str) -> bool:
        """Whether a block is between them."""
        return two in self.parted.get(one, NOBODY) or one in self.parted.get(two, NOBODY)

    def insisting(self, player: str, now: float) -> bool:
        """Whether somebody rather plays anybody than nobody by now."""
        return self.insists.get(player, now + INSIST) <= now

    def opponent_for(self, waiting: Waiting, *, anybody: bool = False) -> Waiting | None:
        """Whoever has waited longest, is another, not apart, and of no household that lets wait.

        Nobody is met before it is known from whom they are apart. ``anybody``: rather somebody of
        such a household than no match, and rather somebody apart.
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
        """Whether somebody of the one's household has let the other one wait, or the reverse."""
        return any(
            (b.home or b.player) in self.let_down.get(a.player, ())
            for a, b in ((one, two), (two, one))
        )

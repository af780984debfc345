"""Which games are offered, and who wants to join one. Pure."""

from collections import Counter
from collections.abc import Iterable

from msgspec import Struct, field
from msgspec.structs import replace

from actors.core.journal.book import Recovered
from actors.frames import Origin, encode
from actors.games.messages import Join
from actors.player.following import People
from actors.player.topic import Readers
from actors.pong.settings import Settings
from actors.seats.answers import Answers
from actors.seats.lasting import read
from actors.seats.seating import HomeBarred, Missed

MOST_GAMES = 500
"""The most open and private games at once."""
MOST_AT_HOME = 50
"""The most games of one household at once: enough for every second pair in a school of 200."""
MOST_WITHDRAWN = 1000
"""Matches that may still give offers back; if there are more, the latest."""


class Game(Struct, frozen=True):
    """An offered game: its host, of household ``home``, waits for somebody to join.

    ``reliable``: no-shows of others in the household do not bind the host.
    """

    id: str
    host: str
    name: str
    settings: Settings
    private: bool
    home: str = ""
    reliable: bool = False


class Lasting(Struct):
    """What outlives crash and kill; journaled with what is told of it.

    ``games`` keeps the order in which they were offered. ``withdrawn`` are the offers of the
    players of a match, in case it never begins.
    """

    games: dict[str, Game] = {}
    withdrawn: dict[str, tuple[Game, ...]] = {}


class Joining(Struct):
    """A request to join that is under way to the seats actor, and the pages that have sent it."""

    frame: Join
    origins: list[Origin]


class State(Lasting):
    """Owned by the games actor; what is declared here ends with the process.

    ``joining`` has the proposals under way, by key; ``settled`` is the last one that was settled.
    """

    joining: dict[str, Joining] = {}
    settled: tuple[str, Joining] | None = None
    people: People = {}
    answers: Answers = field(default_factory=Answers)
    readers: Readers = {}

    def hosted_by(self, player: str) -> Game | None:
        """Return the game that a player offers, if any."""
        return next((game for game in self.games.values() if game.host == player), None)

    def hosts(self) -> list[str]:
        """Return the players who offer a game."""
        return [game.host for game in self.games.values()]

    def rename(self, player: str, name: str) -> bool:
        """Give a host a new name; return whether it is another one."""
        game = self.hosted_by(player)
        if game is None or game.name == name:
            return False
        self.games[game.id] = replace(game, name=name)
        return True

    def crowded(self, home: str) -> bool:
        """Tell whether a household, if known, offers as many games as it may."""
        return home != "" and sum(g.home == home for g in self.games.values()) >= MOST_AT_HOME

    def make_room(self, home: str) -> str | None:
        """Drop the newest game of a household that has far more than this one, and name its host.

        None: nobody has.
        """
        counts = Counter(game.home or game.host for game in self.games.values())
        largest, most = counts.most_common(1)[0]
        if most <= counts[home] + 1:
            return None
        newest = [g for g in self.games.values() if (g.home or g.host) == largest][-1]
        del self.games[newest.id]
        return newest.host

    def settle(self, key: str) -> Joining | None:
        """Return the request to join behind a proposal, which is under way no longer.

        May be repeated for the last one: the turn that settled it may have crashed.
        """
        joining = self.joining.pop(key, None)
        if joining is not None:
            self.settled = key, joining
        elif self.settled is not None and self.settled[0] == key:
            return self.settled[1]
        return joining

    def withdraw(self, match: str, players: Iterable[str], *, keep: bool) -> list[str]:
        """Drop the offers of players who have a match; return who had one.

        ``keep``: they may get it back.
        """
        gone = [game for player in players if (game := self.hosted_by(player)) is not None]
        for game in gone:
            del self.games[game.id]
        if gone and keep:
            self.withdrawn[match] = (*self.withdrawn.get(match, ()), *gone)
            if len(self.withdrawn) > MOST_WITHDRAWN:
                del self.withdrawn[next(iter(self.withdrawn))]
        return [game.host for game in gone]

    def give_back(self, missed: Missed) -> list[str]:
        """Offer games again, in front, whose match never began; return their hosts."""
        back = [
            game
            for game in self.withdrawn.pop(missed.match, ())
            if game.host in missed.back and self.hosted_by(game.host) is None
        ]
        self.games = {game.id: game for game in back} | self.games
        return [game.host for game in back]

    def sweep(self, barred: HomeBarred) -> list[str]:
        """Drop public games of hosts who are barred now; return the hosts."""
        swept = [
            game
            for game in self.games.values()
            if not game.private and barred.binds(game.host, game.home, reliable=game.reliable)
        ]
        for game in swept:
            del self.games[game.id]
        return [game.host for game in swept]

    def parted(self, host: str, player: str) -> bool:
        """Tell whether one of the two has blocked the other; so does a host of whom it is unknown.

        It becomes known as soon as the host's actor has told of them.
        """
        person = self.people.get(host)
        return person is None or person.parted is None or player in person.parted


def lasting(state: State) -> bytes:
    """Encode what outlives the process, for the journal."""
    return encode(Lasting(state.games, state.withdrawn))


def restored(recovered: Recovered | None) -> State:
    """Return the games as journaled last, with what was live before a crash."""
    if recovered is None:
        return State()
    kept, before = read(recovered, Lasting), recovered.handed
    state = State(kept.games, kept.withdrawn)
    if isinstance(before, State):
        state.joining, state.settled = before.joining, before.settled
        state.people = before.people
        state.answers, state.readers = before.answers, before.readers
    return state

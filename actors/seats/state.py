"""Who plays where, and who has not come to a match. Pure."""

from collections.abc import Collection, Iterable

from msgspec import Struct, field

from actors.core.address import Address
from actors.core.journal.book import Recovered
from actors.frames import encode
from actors.player.topic import Readers
from actors.seats.answers import Answers
from actors.seats.lasting import read
from actors.seats.no_shows import NoShows
from actors.seats.seating import Bars

MOST_RELIABLE = 1000
"""Players who are known to come; if there are more, the latest."""


class Lasting(Struct):
    """What outlives crash and kill; journaled with what is told of it.

    ``playing`` has each player's match, and ``practice`` those of them that are against the
    machine: whoever plays one may wait for an opponent. ``homes`` are the households of the players
    of each match between strangers that has not begun. ``reliable`` are the players who have played
    a match with a stranger and have come to each one since. ``reserved`` are the matches that
    others make.
    """

    playing: dict[str, str] = {}
    homes: dict[str, dict[str, str]] = {}
    no_shows: NoShows = field(default_factory=NoShows)
    reliable: dict[str, None] = {}
    practice: dict[str, None] = {}
    reserved: dict[str, Address] = {}


class State(Lasting):
    """Owned by the seats actor; ``answers`` and ``readers`` end with the process."""

    answers: Answers = field(default_factory=Answers)
    readers: Readers = {}

    def seat(self, match: str, players: Iterable[str]) -> None:
        """Note that players have seats in a match."""
        for player in players:
            self.playing[player] = match

    def players(self, match: str) -> tuple[str, ...]:
        """Return the players of a match."""
        return tuple(player for player, name in self.playing.items() if name == match)

    def elsewhere(self, players: Iterable[str], *, yields: bool) -> tuple[dict[str, str], set[str]]:
        """Return who of these plays another match, and which matches give way, if practice does."""
        matches = {p: self.playing[p] for p in players if p in self.playing}
        yielding = {match for match in matches.values() if yields and match in self.practice}
        return {p: match for p, match in matches.items() if match not in yielding}, yielding

    def free(self, match: str, players: Iterable[str]) -> None:
        """Free players whose match is over, unless they play another one by now."""
        self.homes.pop(match, None)
        self.practice.pop(match, None)
        self.reserved.pop(match, None)
        for player in players:
            if self.playing.get(player) == match:
                del self.playing[player]

    def prove(self, players: Iterable[str]) -> None:
        """Note that players have shown that they come when they are called."""
        for player in players:
            self.reliable.pop(player, None)
            self.reliable[player] = None
        for player in [*self.reliable][:-MOST_RELIABLE]:
            del self.reliable[player]

    def barred(self, player: str, home: str, now: float) -> float | None:
        """Return until when a player may meet no stranger; None: they may."""
        return self.no_shows.until(player, home, now, reliable=player in self.reliable)

    def miss(
        self, match: str, missed: Collection[str], now: float
    ) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """Note that a match never began because some did not come: ``missed``.

        Returns the players who wait again, and those who let them down, by household or player.
        Nobody waits again who was barred already for what others of their household did meanwhile.
        May be repeated.
        """
        homes = self.homes.get(match)
        if homes is None:
            return (), ()
        noted = any(self.no_shows.noted(player, match) for player in missed)
        back = tuple(
            player
            for player, home in homes.items()
            if player not in missed
            and self.playing.get(player, match) == match
            and (noted or self.barred(player, home, now) is None)
        )
        for player in missed:
            self.reliable.pop(player, None)
            self.no_shows.note(player, homes.get(player, ""), match, now)
        return back, tuple(homes.get(player) or player for player in missed)

    def bars(self, match: str, missed: Collection[str], spared: Iterable[str], now: float) -> Bars:
        """Return who is barred for not having come to a match; ``spared`` were let down."""
        homes = self.homes.get(match, {})
        missing = {player: homes.get(player, "") for player in missed}
        players, households = self.no_shows.bars(missing, now)
        return Bars(players, households, frozenset((*spared, *self.reliable)))


def lasting(state: State) -> bytes:
    """Encode what outlives the process, for the journal."""
    kept = state.playing, state.homes, state.no_shows, state.reliable
    return encode(Lasting(*kept, state.practice, state.reserved))


def restored(recovered: Recovered | None, now: float) -> State:
    """Return the seats as journaled last, with what was live before a crash."""
    if recovered is None:
        return State()
    kept = read(recovered, Lasting)
    recent = kept.no_shows.recent(now)
    rest = kept.reliable, kept.practice, kept.reserved
    state = State(kept.playing, kept.homes, recent, *rest)
    if isinstance(recovered.handed, State):
        state.answers, state.readers = recovered.handed.answers, recovered.handed.readers
    return state

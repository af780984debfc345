"""Who plays where, and who has not come to a match: what one part of the seats knows. Pure."""

from collections.abc import Collection, Iterable

from msgspec import Struct, field

from actors.core.address import Address
from actors.core.journal.book import Recovered
from actors.frames import encode
from actors.player.topic import Readers
from actors.seats.answers import Answers
from actors.seats.lasting import read
from actors.seats.no_shows import LONGEST, NoShows, note, recent, until
from actors.seats.seating import Propose, Reserve

MOST_RELIABLE = 1000
"""Players who are known to come; if there are more, the latest."""
MOST_ENDED = 1000
"""Matches that are known to have ended; if there are more, the latest."""


class Lasting(Struct):
    """What outlives crash and kill; journaled with what is told of it.

    ``playing`` has each player's match, and ``practice`` those of them that are against the
    machine: whoever plays one may wait for an opponent. ``homes`` are the households of the players
    of each match between strangers that has not begun. ``reliable`` are the players who have played
    a match with a stranger and have come to each one since. ``reserved`` are the matches that
    others make, another part or the director of a tournament. ``others`` are the players in other
    parts of the matches of which this part is the first. ``pending`` are the matches about which it
    has asked another part, by id. ``yielding`` is the practice of the player who is kept for a
    match of another part; it goes on until that is made.
    """

    playing: dict[str, str] = {}
    homes: dict[str, dict[str, str]] = {}
    no_shows: NoShows = {}
    reliable: dict[str, None] = {}
    practice: dict[str, None] = {}
    reserved: dict[str, Address] = {}
    others: dict[str, tuple[str, ...]] = {}
    pending: dict[str, Propose | Reserve] = {}
    yielding: dict[str, str] = {}


class State(Lasting):
    """Owned by one part; what is declared here ends with the process.

    ``unsure`` are the reserved matches of other parts of which it is not known, after a kill,
    whether they still come. ``waiting`` are messages about players for whom a match is pending or
    unsure, by that match. ``ended`` are matches of late whose end is known. ``matches`` is how many
    go on in all parts.
    """

    answers: Answers = field(default_factory=Answers)
    readers: Readers = {}
    unsure: dict[str, None] = {}
    waiting: dict[str, list[object]] = {}
    ended: dict[str, None] = {}
    matches: int = 0

    def seat(self, match: str, players: Iterable[str]) -> None:
        """Note that players have seats in a match."""
        for player in players:
            self.playing[player] = match

    def players(self, match: str) -> tuple[str, ...]:
        """Return the players of this part in a match."""
        return tuple(player for player, name in self.playing.items() if name == match)

    def knows(self, match: str) -> bool:
        """Tell whether this part is the first of a match of two parts, made or pending."""
        return match in self.others or match in self.pending

    def elsewhere(self, players: Iterable[str], *, yields: bool) -> tuple[dict[str, str], set[str]]:
        """Return who of these plays another match, and which matches give way, if practice does."""
        matches = {p: self.playing[p] for p in players if p in self.playing}
        yielding = {match for match in matches.values() if yields and match in self.practice}
        return {p: match for p, match in matches.items() if match not in yielding}, yielding

    def free(self, match: str, players: Iterable[str]) -> None:
        """Free players whose match is over, unless they play another one by now."""
        for known in (self.homes, self.practice, self.reserved, self.others, self.yielding):
            known.pop(match, None)
        for kept in [kept for kept, practice in self.yielding.items() if practice == match]:
            del self.yielding[kept]
        for player in players:
            if self.playing.get(player) == match:
                del self.playing[player]

    def go_back(self, match: str) -> None:
        """Let the player go on practising who was kept for a match that does not come about."""
        practice, players = self.yielding.get(match), self.players(match)
        self.free(match, players)
        if practice is not None and practice not in self.ended:
            self.practice[practice] = None
            self.seat(practice, players)

    def end(self, match: str) -> None:
        """Note that a match has ended: news of it that comes later counts for nothing."""
        self.ended[match] = None
        for oldest in [*self.ended][:-MOST_ENDED]:
            del self.ended[oldest]

    def prove(self, players: Iterable[str]) -> None:
        """Note that players have shown that they come when they are called."""
        for player in players:
            self.reliable.pop(player, None)
            self.reliable[player] = None
        for player in [*self.reliable][:-MOST_RELIABLE]:
            del self.reliable[player]

    def barred(self, player: str, now: float) -> float | None:
        """Return until when a player may meet no stranger; None: they may."""
        return until(self.no_shows, player, LONGEST, now)

    def miss(self, match: str, missed: Iterable[str], now: float) -> None:
        """Note who of this part did not come to a match. May be repeated."""
        for player in missed:
            self.reliable.pop(player, None)
            note(self.no_shows, player, match, now)

    def back(self, match: str, players: Iterable[str], missed: Collection[str]) -> list[str]:
        """Return who of these has come to a match in vain, and waits again for what they had."""
        return [p for p in players if p not in missed and self.playing.get(p, match) == match]

    def inherit(self, before: Lasting) -> list[str]:
        """Take over what was known before; news since then counts more. Returns its matches."""
        for player, match in before.playing.items():
            if match not in self.ended:
                self.playing.setdefault(player, match)
        matches = {*self.playing.values()}
        for mine, theirs in (
            (self.homes, before.homes),
            (self.practice, before.practice),
            (self.reserved, before.reserved),
            (self.others, before.others),
        ):
            for match, known in theirs.items():
                if match in matches:
                    mine.setdefault(match, known)  # type: ignore[arg-type]
        self.no_shows = before.no_shows | self.no_shows
        self.reliable = before.reliable | self.reliable
        return [*dict.fromkeys(before.playing.values())]

    def counted(self) -> int:
        """Return how many matches go on of which this part is the first."""
        kept = {match for match, by in self.reserved.items() if by.kind == "seats"}
        return len({*self.playing.values()} - kept)


def lasting(state: State) -> bytes:
    """Encode what outlives the process, for the journal."""
    kept = state.playing, state.homes, state.no_shows, state.reliable
    rest = state.practice, state.reserved, state.others, state.pending, state.yielding
    return encode(Lasting(*kept, *rest))


def restored(recovered: Recovered | None, now: float) -> State:
    """Return what was journaled last, with what was live before a crash."""
    if recovered is None:
        return State()
    kept, before = read(recovered, Lasting), recovered.handed
    state = State(kept.playing, kept.homes, recent(kept.no_shows, now), kept.reliable)
    state.practice, state.reserved = kept.practice, kept.reserved
    state.others, state.pending, state.yielding = kept.others, kept.pending, kept.yielding
    if isinstance(before, State):
        state.answers, state.readers = before.answers, before.readers
        state.waiting, state.ended = before.waiting, before.ended
        state.unsure, state.matches = before.unsure, before.matches
    return state

"""The letters of one ratings actor that are not settled, and what they change. Pure."""

from collections.abc import Iterator, Mapping, Sequence

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from actors.core.journal.book import Recovered
from actors.frames import encode
from actors.ratings.messages import Known, Letter, Rated, Reverse
from actors.ratings.rules import Change, result, reversal
from store.ratings.records import Rating, RatingEntry

NONE = frozenset[int]()


class Waiting(Struct, frozen=True):
    """A letter and its number, in the order in which letters came."""

    number: int
    letter: Letter


class Lasting(Struct, frozen=True):
    """What outlives crash and kill: the letters whose changes are not journaled yet."""

    waiting: tuple[Waiting, ...] = ()
    last: int = 0


class State(Lasting, frozen=True):
    """Between two messages; ``waiting`` are all letters whose changes are not in the store.

    Of those the store is being asked about the ``asked``, and the changes of the ``settled`` are
    being written. Over the ``faulty`` the actor has crashed once.
    """

    asked: frozenset[int] = NONE
    settled: frozenset[int] = NONE
    faulty: frozenset[int] = NONE

    def find(self, number: int) -> Waiting | None:
        """Return a letter that is not settled."""
        if number in self.settled:
            return None
        return next((one for one in self.waiting if one.number == number), None)

    def ready(self) -> Iterator[Waiting]:
        """Yield the letters to ask the store about now.

        The results of one player are settled one after the other, each when the one before is
        written. Whom a reversal is about only the store knows, so it is settled alone.
        """
        taken = set[str]()
        for place, one in enumerate(self.waiting):
            free = one.number not in self.asked and one.number not in self.settled
            if isinstance(one.letter, Reverse):
                if free and place == 0:
                    yield one
                return
            if free and taken.isdisjoint(one.letter.players):
                yield one
            taken.update(one.letter.players)


def with_letter(state: State, letter: Letter) -> State:
    """Return the state with one more letter."""
    number = state.last + 1
    return replace(state, waiting=(*state.waiting, Waiting(number, letter)), last=number)


def without(state: State, number: int) -> State:
    """Return the state without a letter."""
    gone = {number}
    return State(
        tuple(one for one in state.waiting if one.number != number),
        state.last,
        *(numbers - gone for numbers in (state.asked, state.settled, state.faulty)),
    )


def after_crash(state: State, number: int) -> State:
    """Return the state after a crash over a letter, which is tried once more."""
    if number in state.faulty:
        return without(state, number)
    return replace(state, faulty=state.faulty | {number})


def changes(letter: Letter, known: Known, at: int) -> tuple[Change, ...]:
    """Return what a letter changes: nothing if it has counted already, or of a guest."""
    match letter:
        case Rated():
            return _result(letter, known.entries, known.ratings)
        case Reverse():
            return _reversal(known.entries, known.ratings, at)


def _result(
    rated: Rated, entries: Sequence[RatingEntry], ratings: Mapping[str, Rating]
) -> tuple[Change, ...]:
    one, other = rated.players
    if entries or one == other or not {one, other} <= ratings.keys():
        return ()
    loser = other if rated.winner == one else one
    return result(rated.match, ratings[rated.winner], ratings[loser], rated.at)


def _reversal(
    entries: Sequence[RatingEntry], ratings: Mapping[str, Rating], at: int
) -> tuple[Change, ...]:
    done = {entry.player for entry in entries if entry.kind == "reversal"}
    return tuple(
        reversal(entry, ratings[entry.player], at)
        for entry in entries
        if entry.kind == "result" and entry.player not in done and entry.player in ratings
    )


def lasting(state: State) -> bytes:
    """Encode what outlives the process, for the journal."""
    waiting = tuple(one for one in state.waiting if one.number not in state.settled)
    return encode(Lasting(waiting, state.last))


def restored(recovered: Recovered | None) -> State:
    """Return the letters as journaled last, or as they were before a crash."""
    if recovered is None:
        return State()
    before = recovered.handed
    if isinstance(before, State):  # the store is asked anew; `Written` is still on its way
        return replace(before, asked=NONE)
    if recovered.state is None:
        return State()
    kept = msgspec.json.decode(recovered.state, type=Lasting)
    return State(kept.waiting, kept.last)

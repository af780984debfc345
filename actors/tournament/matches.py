"""The matches of a tournament: seats are reserved, the match is made, its end is a letter."""

from collections.abc import Collection, Iterable, Mapping
from typing import Any

from actors.core.address import Address
from actors.core.context import Context
from actors.match.messages import Seat
from actors.match.orders import CallOff
from actors.match.owner import Ended, Resumed, create_match
from actors.match.view import matched
from actors.player.pages import Pages
from actors.pong.court import LEFT
from actors.ratings.letters import letter_of
from actors.ratings.messages import Reverse, address_of
from actors.ratings.modes import mode_of
from actors.seats.parts import by_part, first_of
from actors.seats.seating import Declined, Released, Reserve
from actors.tournament.events import Event, Index, MatchDropped, MatchMade, MatchOver
from actors.tournament.messages import Retry
from actors.tournament.state import Entrant, Fight, Match, State
from actors.tournament.view import by_side

RETRY = 2.0
"""Seconds until seats are asked for once more: what they were asked or answered may be lost."""
MODE = "tournament"


class Matches:
    """Carries out what the director has decided about matches.

    A match has its id, journaled, before its seats are reserved, so that all of this may be said
    again: after a crash, after a kill, and when nobody answers.
    """

    def __init__(self, context: Context[Any]) -> None:
        self._context = context
        self._pages = Pages(context)

    def asked(self, state: State) -> dict[str, tuple[str, ...]]:
        """Return the matches that are drawn and not made, with their players."""
        return {
            match.id: tuple(dict.fromkeys(self._players(state, key, fight)))
            for key, fight, match in under_way(state)
            if not match.made
        }

    def follow(
        self, state: State, before: Iterable[Match], asked: Mapping[str, tuple[str, ...]]
    ) -> None:
        """After events: ask for the seats of new matches, and end those that count no more.

        ``before`` are the matches that were drawn or played until then, and ``asked`` those of them
        whose seats were asked for, with their players.
        """
        now = {match.id: key for key, _, match in under_way(state)}
        for match in before:
            if match.id not in now and not self._is_over(state, match):
                if match.made:
                    self._context.tell(Address("match", match.id), CallOff())
                else:
                    self._context.send(first_of(asked[match.id]), Released(match.id, over=False))
        self._ask(state, now.keys() - {match.id for match in before})

    def _is_over(self, state: State, match: Match) -> bool:
        return any(
            one.id == match.id and one.over for f in state.fights.values() for one in f.matches
        )

    def reserve(self, state: State) -> None:
        """Ask for the seats of all matches that are drawn and not made."""
        self._ask(state, {match.id for _, _, match in under_way(state)})

    def _ask(self, state: State, matches: Collection[str]) -> None:
        """Ask for the seats of those of these matches that are not made."""
        asked = self.asked(state) if matches else {}
        for match in asked.keys() & matches:
            reserve = Reserve(self._context.address, match, asked[match])
            self._context.tell(first_of(reserve.players), reserve)
        if asked.keys() & matches:
            self._context.timer("seats", self._context.now() + RETRY, Retry())

    def reserved(self, state: State, name: str) -> list[Event]:
        """Make a match whose seats are reserved."""
        found = find(state, name)
        if found is None or found[2].made:
            return []
        key, fight, match = found
        seats = self._seats(state, key, fight, match)
        for player, frame in matched(match.id, MODE, seats).items():
            self._pages.send(player, frame)
        seed = self._context.random.getrandbits(32)
        rated = state.plan.rated and fight.station is None
        settings = state.plan.settings
        create_match(self._context, match.id, MODE, settings, seats, seed, rated=rated)
        return [MatchMade(key, match.id)]

    def declined(self, state: State, refusal: Declined) -> list[Event]:
        """Note who plays elsewhere; if nobody is named, something failed and it is asked again."""
        found = find(state, refusal.key)
        if found is None or found[2].made or not refusal.busy:
            return []
        key, fight, match = found
        sides: tuple[Index, Index] = (0, 1)
        players = self._players(state, key, fight)
        busy: tuple[Index, ...] = tuple(side for side in sides if players[side] in refusal.busy)
        return [MatchDropped(key, match.id, busy)]

    def resumed(self, resumed: Resumed) -> None:
        """Say that a match goes on to those who know where its players sit."""
        for part in by_part(resumed.players):
            self._context.tell(part, resumed)

    def ended(self, state: State, ended: Ended) -> list[Event]:
        """Note how a match ended, and let its players go."""
        self._context.send(first_of(ended.players), Released(ended.match))
        found = find(state, ended.match)
        if found is None:
            return []  # it was called off, or undone: it counts for nothing
        if (letter := letter_of(ended, self._context.date())) is not None:
            self._context.send(*letter)
        key, _, match = found
        winner = None if not ended.winner else _side(match, ended.winner)
        points = by_side(ended.score, match.left)
        return [MatchOver(key, match.id, ended.cause, winner, points)]

    def reverse(self, state: State, undone: Iterable[Fight]) -> None:
        """Take back what matches have changed that count no more."""
        mode = mode_of(state.plan.settings)
        if state.plan.rated and mode is not None:
            for match in [match for fight in undone for match in fight.matches if match.over]:
                self._context.send(address_of(mode), Reverse(match.id))

    def _seats(self, state: State, key: str, fight: Fight, match: Match) -> tuple[Seat, Seat]:
        first, second = (
            Seat(player, entrant.alias)
            for player, entrant in zip(
                self._players(state, key, fight), self._two(state, key), strict=True
            )
        )
        return (first, second) if match.left == 0 else (second, first)

    def _players(self, state: State, key: str, fight: Fight) -> tuple[str, str]:
        if fight.station is not None:
            return fight.station, fight.station
        first, second = self._two(state, key)
        return first.player or "", second.player or ""

    def _two(self, state: State, key: str) -> tuple[Entrant, Entrant]:
        first, second = state.two(state.slots()[key])
        if first is None or second is None:
            raise RuntimeError(f"{self._context.address}: a match of {key}, but nobody meets there")
        return first, second


def under_way(state: State) -> list[tuple[str, Fight, Match]]:
    """Return the matches that are drawn or played, each with its pairing."""
    return [(key, f, f.current) for key, f in state.open_fights() if f.current is not None]


def find(state: State, name: str) -> tuple[str, Fight, Match] | None:
    """Return a match that is drawn or played, and its pairing; None: there is no such match."""
    return next((each for each in under_way(state) if each[2].id == name), None)


def _side(match: Match, winner: int) -> Index:
    """Return which side of the pairing has won, of those who sat left and right."""
    left, right = match.left, 1 - match.left
    won = left if winner == LEFT else right
    return 0 if won == 0 else 1

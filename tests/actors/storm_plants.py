"""Mistakes that storms must find. Each function patches one mistake into the tournament's actor."""

from __future__ import annotations

from typing import Any

import pytest

from actors.match.owner import create_match
from actors.player.inbox import notify
from actors.tournament import actor as shell
from actors.tournament import matches
from actors.tournament import recall as recalling
from actors.tournament.actor import TournamentActor
from actors.tournament.announce import Announcer
from actors.tournament.events import Event, MatchMade
from actors.tournament.matches import Matches
from actors.tournament.state import State


class _Mute:
    """A context that sends no letters."""

    def __init__(self, context: Any) -> None:
        self._context = context

    def __getattr__(self, name: str) -> Any:
        return getattr(self._context, name)

    def send(self, *_: Any, **__: Any) -> None:
        """Lose it."""


def seats_are_kept(patch: pytest.MonkeyPatch) -> None:
    """After a match its players are not let go."""
    ended = Matches.ended

    def keeps(self: Matches, state: State, message: Any) -> list[Event]:
        context, self._context = self._context, _Mute(self._context)  # pyright: ignore[reportAttributeAccessIssue]
        try:
            return ended(self, state, message)
        finally:
            self._context = context

    patch.setattr(Matches, "ended", keeps)


def end_is_lost_in_a_crash(patch: pytest.MonkeyPatch) -> None:
    """The news of an end that has crashed the actor is not handled again."""
    patch.setattr(TournamentActor, "_once_more", lambda *_: None)


def seats_are_asked_for_once(patch: pytest.MonkeyPatch) -> None:
    """Nobody looks whether seats that were asked for have been answered."""
    patch.setattr(matches, "RETRY", 10.0**9)


def match_that_counts_no_more_goes_on(patch: pytest.MonkeyPatch) -> None:
    """What is undone or decided is not called off."""
    patch.setattr(Matches, "follow", lambda self, state, _: self.reserve(state))


def match_is_made_twice(patch: pytest.MonkeyPatch) -> None:
    """Whoever says twice that seats are reserved gets two matches."""

    def anew(self: Matches, state: State, name: str) -> list[Event]:
        found = matches.find(state, name)
        if found is None:
            return []
        key, fight, match = found
        seats = self._seats(state, key, fight, match)
        create_match(self._context, match.id, "tournament", state.plan.settings, seats, 1)
        return [MatchMade(key, match.id)]

    patch.setattr(Matches, "reserved", anew)


def result_is_said_twice(patch: pytest.MonkeyPatch) -> None:
    """A line of the room is sent again with the next one."""
    decide = Announcer._decide

    def twice(self: Announcer, *about: Any) -> None:
        decide(self, *about)
        decide(self, *about)

    patch.setattr(Announcer, "_decide", twice)


def one_side_is_called(patch: pytest.MonkeyPatch) -> None:
    """Of a pairing only who is to the left learns that it is called."""

    def first(self: Announcer, state: State, event: Any) -> None:
        with pytest.MonkeyPatch.context() as inner:
            told = list[str]()

            def once(context: Any, player: str, *about: Any) -> None:
                if not told:
                    told.append(player)
                    notify(context, player, *about)

            inner.setattr("actors.tournament.announce.notify", once)
            call(self, state, event)

    call = Announcer._call
    patch.setattr(Announcer, "_call", first)


def list_is_not_told_of_the_end(patch: pytest.MonkeyPatch) -> None:
    """The row from which lists are made stays as it was at the start."""
    rows = shell.rows

    def without(name: str, state: State, *rest: Any) -> Any:
        return () if state.phase == "over" else rows(name, state, *rest)

    patch.setattr(shell, "rows", without)


def snapshot_is_all_that_is_read(patch: pytest.MonkeyPatch) -> None:
    """A start does not read what was journaled after the last snapshot."""
    recall = shell.recall

    def older(recovered: Any) -> State | None:
        if recovered is None or recovered.state is None:
            return recall(recovered)
        return recalling._state.decode(recovered.state)

    patch.setattr(shell, "recall", older)


def round_is_paired_once(patch: pytest.MonkeyPatch) -> None:
    """After a round was paired the actor thinks that one is being paired."""
    paired = TournamentActor._paired

    def busy(self: TournamentActor, state: State, message: Any) -> Any:
        happened = paired(self, state, message)
        self.pairing = True
        return happened

    patch.setattr(TournamentActor, "_paired", busy)


PLANTS = (
    seats_are_kept,
    end_is_lost_in_a_crash,
    seats_are_asked_for_once,
    match_that_counts_no_more_goes_on,
    match_is_made_twice,
    result_is_said_twice,
    one_side_is_called,
    list_is_not_told_of_the_end,
    snapshot_is_all_that_is_read,
    round_is_paired_once,
)

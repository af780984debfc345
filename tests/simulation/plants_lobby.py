"""Bugs to be found in what the parts of the lobby tell each other, and what players tell them."""

from __future__ import annotations

from typing import Any

import pytest

from actors.core.context import Context
from actors.frames import Ok
from actors.games.actor import GamesActor
from actors.match.actor import MatchActor
from actors.match.messages import Reseat
from actors.matchmaker import actor as queue
from actors.matchmaker import pairing
from actors.matchmaker.actor import Matchmaker
from actors.matchmaker.state import State as Queue
from actors.matchmaker.waiting import Waiting
from actors.player.actor import PlayerActor
from actors.player.following import Following
from actors.player.person import Person
from actors.seats import telling
from actors.seats.actor import SeatsActor
from actors.seats.making import Making
from actors.seats.seating import LetDown


def two_matches_for_one_player(patch: pytest.MonkeyPatch) -> None:
    """The seats make what is proposed, whoever plays by now."""
    patch.setattr(Making, "_busy", lambda *_: ({}, set()))


def seats_are_forgotten(patch: pytest.MonkeyPatch) -> None:
    """The seats do not write down who plays."""
    patch.setattr(telling, "lasting", lambda _: b"{}")


def hosts_are_not_told_of_their_seats(patch: pytest.MonkeyPatch) -> None:
    """A host who gets a match elsewhere still offers a game."""
    patch.setattr(GamesActor, "_seated", lambda self, seated: _settle(self, seated.key))


def _settle(games: GamesActor, key: str | None) -> None:
    joining = games.state.joining.pop(key or "", None)
    if joining is not None:
        games._answer(joining.origins, joining.frame, Ok(joining.frame.id))


def declined_pair_waits_for_ever(patch: pytest.MonkeyPatch) -> None:
    """A pair of which one is not free stays marked as proposed."""
    patch.setattr(Matchmaker, "_declined", lambda *_: None)


def proposal_outlives_a_crash(patch: pytest.MonkeyPatch) -> None:
    """A pair whose proposal a crash has dropped is not proposed again."""
    restored = queue.restored

    def kept(recovered: Any, now: float) -> Queue:
        state = restored(recovered, now)
        if recovered is not None and isinstance(recovered.handed, Queue):
            state.proposed = recovered.handed.proposed
        return state

    patch.setattr(queue, "restored", kept)


def nobody_asks_who_was_seated_meanwhile(patch: pytest.MonkeyPatch) -> None:
    """After a kill the queue does not ask which of its players have a match by now."""
    patch.setattr(SeatsActor, "_sync", lambda *_: None)


def let_down_and_left_alone(patch: pytest.MonkeyPatch) -> None:
    """Whoever came to a match that never began does not wait again."""
    send = Context.send

    def unless_let_down(self: Any, address: Any, message: Any, **how: Any) -> None:
        if not isinstance(message, LetDown):
            send(self, address, message, **how)

    patch.setattr(Context, "send", unless_let_down)


def leaving_is_not_told(patch: pytest.MonkeyPatch) -> None:
    """Those who follow a player hear when a page comes, and not when the last one goes."""
    tell = Person.tell
    patch.setattr(
        Person, "tell", lambda self, **how: tell(self, **how) if self._state.connected else None
    )


def followers_are_forgotten_by_a_crash(patch: pytest.MonkeyPatch) -> None:
    """A player actor that crashes forgets who follows it."""
    started = PlayerActor.started

    def forget(self: PlayerActor) -> None:
        self.state.followers.clear()
        started(self)

    patch.setattr(PlayerActor, "started", forget)


def given_up_player_is_not_followed_again(patch: pytest.MonkeyPatch) -> None:
    """A player whose actor was given up, and who comes back, counts as away."""
    handle = Following.handle

    def once(self: Following, message: Any) -> None:
        if type(message).__name__ != "Refollow":
            handle(self, message)

    patch.setattr(Following, "handle", once)


def given_up_player_is_not_told_of_the_seat(patch: pytest.MonkeyPatch) -> None:
    """A player whose actor was given up as the match was made hears nothing of it."""
    make = MatchActor.__init__

    def without(self: MatchActor, *arguments: Any, **named: Any) -> None:
        make(self, *arguments, **named)
        self.told[Reseat] = lambda *_: None

    patch.setattr(MatchActor, "__init__", without)


def absent_player_is_paired(patch: pytest.MonkeyPatch) -> None:
    """It is not looked whether somebody who waits is still connected."""
    ready = pairing.ready

    def ever(state: Queue, waiting: Waiting) -> bool:
        person = state.people.get(waiting.player)
        return ready(state, waiting) or (person is not None and person.parted is not None)

    patch.setattr(pairing, "ready", ever)


PLANTS = (
    two_matches_for_one_player,
    seats_are_forgotten,
    hosts_are_not_told_of_their_seats,
    declined_pair_waits_for_ever,
    proposal_outlives_a_crash,
    nobody_asks_who_was_seated_meanwhile,
    let_down_and_left_alone,
    leaving_is_not_told,
    followers_are_forgotten_by_a_crash,
    given_up_player_is_not_followed_again,
    given_up_player_is_not_told_of_the_seat,
    absent_player_is_paired,
)

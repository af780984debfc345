"""Pairs of which somebody was away: called first, and proposed when they have answered."""

from collections.abc import Callable
from typing import Any

from msgspec.structs import replace

from actors.core.context import Context
from actors.frames import Error
from actors.matchmaker.messages import Called, CallOver
from actors.matchmaker.pairing import is_away, ready
from actors.matchmaker.state import NOBODY, Call, State
from actors.player.pages import Pages
from actors.seats.ids import draw_id

ANSWER = 20.0
"""Seconds to answer a call; the others keep their places meanwhile."""


class Calls:
    """Part of the matchmaker. ``propose`` proposes a match of two, ``meet`` pairs somebody anew.

    ``lapse`` takes somebody out of the queue.
    """

    def __init__(
        self,
        context: Context[Any],
        state: State,
        propose: Callable[[str, str], None],
        meet: Callable[[str], None],
        lapse: Callable[[str], None],
    ) -> None:
        self._context = context
        self._state = state
        self._pages = Pages(context)
        self._propose = propose
        self._meet = meet
        self._lapse = lapse

    def bring_together(self, one: str, other: str) -> None:
        """Propose a match of two, or call those who are away."""
        missing = frozenset(player for player in (one, other) if is_away(self._state, player))
        if not missing:
            self._propose(one, other)
            return
        key, until = draw_id("c", self._context.random), self._context.now() + ANSWER
        self._context.timer(f"call {key}", until, CallOver(key))
        for player in missing:
            self._pages.send(player, Called(key, int(until * 1000.0)))
        self._state.calls[key] = Call((one, other), missing)

    def answer(self, player: str, key: str) -> bool:
        """Note that somebody is here; return whether they were called so."""
        call = self._state.calls.get(key)
        if call is None or player not in call.two:
            return False
        self._here(key, call, player)
        return True

    def back(self, player: str) -> None:
        """Take it for an answer that somebody is back at a page."""
        key = self._state.called(player)
        call = None if key is None else self._state.calls[key]
        if key is not None and call is not None and player in call.missing:
            self._here(key, call, player)

    def _here(self, key: str, call: Call, player: str) -> None:
        missing = call.missing - {player}
        self._state.calls[key] = replace(call, missing=missing)
        if not missing:
            self._end(key)
            one, other = (self._state.queue.get(each) for each in call.two)
            if one and other and ready(self._state, one) and ready(self._state, other):
                self._propose(one.player, other.player)
            else:
                self._pair_anew(call)

    def over(self, key: str) -> None:
        """Let those wait no longer who have not answered; the others are paired anew."""
        call = self._state.calls.get(key)
        if call is None:
            return
        self._end(key)
        for player in call.missing:
            self._lapse(player)
            self._pages.send(player, not_here())
        self._pair_anew(call, call.missing)

    def drop(self, player: str) -> None:
        """End the call of somebody who waits no longer; the other one is paired anew."""
        key = self._state.called(player)
        if key is not None:
            call = self._state.calls[key]
            self._end(key)
            self._pair_anew(call, frozenset((player,)))

    def _end(self, key: str) -> None:
        self._context.cancel(f"call {key}")
        del self._state.calls[key]

    def _pair_anew(self, call: Call, gone: frozenset[str] = NOBODY) -> None:
        for player in call.two:
            if player not in gone:
                self._meet(player)


def not_here() -> Error:
    """Tell somebody why they wait no longer."""
    detail = "There was an opponent, but you were away: you are in the queue no longer."
    return Error("not_here", detail)


def no_call(request: str) -> Error:
    """Refuse an answer to a call that is over."""
    return Error("no_call", "Nobody has called you, or it is over.", request)

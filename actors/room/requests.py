"""Requests of players, one by one for each of them; some need facts of the store first."""

from collections.abc import Callable, Mapping
from typing import Any, get_args

from actors.core.context import Context
from actors.frames import From
from actors.room.access import may_enter
from actors.room.facts import look
from actors.room.frames import Change, Request
from actors.room.lines import Lines
from actors.room.members import Members
from actors.room.messages import Checked, Facts
from actors.room.refusals import Refusals
from actors.room.state import State
from store.protocol import Store

MOST_OF_ONE = 100
"""Requests of one player that wait for the store at most."""


class Requests:
    """Carries out requests. While one of a player waits for facts, the others wait behind it."""

    def __init__(
        self,
        context: Context[Any],
        state: State,
        store: Store,
        lines: Lines,
        members: Members,
        others: Mapping[type, Callable[[From[Any]], None]],
        refusals: Refusals,
    ) -> None:
        self._context = context
        self._room = context.address.id
        self._state = state
        self._store = store
        self._refusals = refusals
        self._lines = lines
        self._members = members
        self._changes = lines.carry_out | members.carry_out
        self._others = others

    def resume(self) -> None:
        """After a crash: ask again for the facts of each first request that waits."""
        for waiting in self._state.checked.values():
            self._check(waiting[0])

    def take(self, asked: From[Request]) -> None:
        """Carry out a request, now or when it is its turn."""
        waiting = self._state.checked.get(asked.origin.player)
        if waiting is not None and len(waiting) >= MOST_OF_ONE:
            self._refusals.refuse(asked, "unavailable")
        elif waiting is not None:
            waiting.append(asked)
        elif self._needs_facts(asked):
            self._state.checked[asked.origin.player] = [asked]
            self._check(asked)
        else:
            self._carry_out(asked, None)

    def _needs_facts(self, asked: From[Any]) -> bool:
        player = asked.origin.player
        made = self._state.made is not None  # then the room knows who may be here
        entered = made or may_enter(self._room, player) or self._state.pages(player)
        changes = isinstance(asked.frame, get_args(Change))
        return not entered or (changes and self._lines.needs_facts(asked))

    def _check(self, asked: From[Request]) -> None:
        player, number = asked.origin.player, getattr(asked.frame, "number", 0)
        line, now_ms = self._state.event(number), int(self._context.date() * 1000.0)
        self._context.effect(
            lambda: look(self._store, self._room, asked, line, now_ms),
            lambda facts: Checked(player, facts),
            lambda _: Checked(player, None),
        )

    def checked(self, checked: Checked) -> None:
        """Carry out the first request of a player that waits; its facts have come."""
        facts = checked.facts
        asked, *others = self._state.checked[checked.player]
        if others:
            self._check(others[0])
        if facts is None:
            self._refusals.refuse(asked, "unavailable")
        elif not facts.enters:
            self._refusals.refuse(asked, "no_such_room")
        else:
            self._carry_out(asked, facts)
        self._next(checked.player)

    def drop(self, checked: Checked) -> None:
        """Refuse a request that could not be carried out, as that failed."""
        if checked.player in self._state.checked:
            asked = self._next(checked.player)
            self._refusals.refuse(asked, "server_fault")

    def _next(self, player: str) -> From[Request]:
        """Take the first request of a player that waits from the list."""
        asked, *others = self._state.checked.pop(player)
        if others:
            self._state.checked[player] = others
        return asked

    def _carry_out(self, asked: From[Any], facts: Facts | None) -> None:
        frame: object = asked.frame
        kind = type(frame)
        if not self._members.admits(asked):
            self._refusals.refuse(asked, "no_such_room")
        elif kind in self._others:
            self._others[kind](asked)
        else:
            self._changes[kind](asked, facts)

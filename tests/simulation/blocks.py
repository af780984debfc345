"""Who blocks whom: people do it while they talk, and the server must know it from then on."""

from __future__ import annotations

from random import Random
from typing import TYPE_CHECKING

from actors.presence.messages import Changed
from actors.presence.parts import presence_of

if TYPE_CHECKING:
    from tests.simulation.sockets import Socket
    from tests.simulation.world import World

KNOWN = 6.0
"""Seconds in which every actor has learnt of a block, if nothing fails."""


class Turn:
    """The last change between two people: a block, or the end of one."""

    def __init__(self, at: float, process: int, *, apart: bool) -> None:
        self.at = at
        self.process = process
        self.apart = apart


class Blocks:
    """The blocks of one world. ``_turns``: since when a pair is apart, or is not any more."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._dice = Random(f"{world.seed}/blocks")
        self._made: set[tuple[str, str]] = set()
        self._turns: dict[frozenset[str], Turn] = {}

    def plan(self, horizon: float) -> None:
        """Put blocks on the agenda; most are lifted again."""
        dice, agenda = self._dice, self._world.agenda
        names = [person.name for person in self._world.people]
        for _ in range(dice.choice((0, 0, 1, 1, 2))):
            one, other = dice.sample([*names, "eve"], 2)
            at = dice.uniform(1.0, horizon)
            agenda.after(at, lambda one=one, other=other: self._turn(one, other, apart=True))
            if dice.random() < 0.6:
                later = at + dice.choice((0.5, 4.0, 9.0))
                agenda.after(
                    later, lambda one=one, other=other: self._turn(one, other, apart=False)
                )

    def _turn(self, one: str, other: str, *, apart: bool) -> None:
        """Change a block as the gateway does: in the store, then presence hears of both."""
        world, process = self._world, self._world.process
        if world.settling or process is None or process.kernel is None or not process.ready:
            return
        world.note(f"{'blocks' if apart else 'unblocks'} {other}", one)
        before = self.apart(one, other)
        if apart:
            world.disk.call("social.block", (one, other, world.agenda.ms))
            self._made.add((one, other))
        else:
            world.disk.call("social.unblock", (one, other))
            self._made.discard((one, other))
        now = {(one, other), (other, one)} & self._made
        if bool(now) != before:
            turn = Turn(world.agenda.now, process.number, apart=not before)
            self._turns[frozenset((one, other))] = turn
        for person in (one, other):
            process.kernel.tell(presence_of(person), Changed(person))

    def apart(self, one: str, other: str | None) -> bool:
        """Tell whether there is a block between two people now."""
        turn = self._turns.get(frozenset((one, other or "")))
        return turn is not None and turn.apart

    def refused(self, one: str, other: str, since: float) -> bool:
        """Tell whether somebody may have been refused since then because of a block."""
        turn = self._turns.get(frozenset((one, other)))
        return turn is not None and (turn.apart or turn.at > since)

    def leaks(self, socket: Socket, author: str | None, at: float, asked: float | None) -> bool:
        """Tell whether a text of an author, said ``at``, must not be told on this socket now.

        ``asked``: when the page asked for it, if it did; the store is asked for blocks after that.
        """
        turn = self._turns.get(frozenset((socket.page.player, author or "")))
        if turn is None or not turn.apart:
            return False
        if asked is not None:
            return asked > turn.at
        return socket.process.number > turn.process or (
            at > turn.at + KNOWN and self._calm(turn.at) and not self._world.crashes.within(KNOWN)
        )

    def hides(self, socket: Socket, author: str | None) -> bool:
        """Tell whether a line of an author may be hidden on this socket now."""
        turn = self._turns.get(frozenset((socket.page.player, author or "")))
        return turn is not None and (turn.apart or turn.process == socket.process.number)

    def _calm(self, since: float) -> bool:
        return self._world.weather.fine_for() > self._world.agenda.now - since

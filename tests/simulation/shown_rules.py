"""The rules for what pages are shown: who is here and who waits is true, and comes soon."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from actors.core.address import Address
from actors.core.journal.group import Part
from actors.core.journal.journal import PATIENCE

if TYPE_CHECKING:
    from actors.core.process import Process as ActorProcess
    from tests.simulation.process import Process
    from tests.simulation.world import World


class ShownRules:
    """The rules for the process that runs now."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._held: dict[int, tuple[Part, float]] = {}
        self._away = False

    def check(self, process: Process, actors: dict[Address, ActorProcess], *, still: bool) -> None:
        """Check after each step; ``still`` means that no message between actors is under way."""
        for cell in actors.values() if still else ():
            if cell.address.kind == "match" and cell.behaviour is not None:
                self._presence(actors, cell)
        self._patience(process, actors)

    def _patience(self, process: Process, actors: dict[Address, ActorProcess]) -> None:
        """Check that what an actor tells is held back for a second at most, unless we know why."""
        now, before, self._held = self._world.agenda.now, self._held, {}
        away = process.kernel is None or process.kernel.journal.away
        fresh, self._away = away or self._away, away
        for cell in actors.values():
            for part in cell.memory.gate.held:
                _, since = before.get(id(part), (part, now))
                since = now if fresh else since  # from when on the log has been back
                self._held[id(part)] = part, since
                if now - since > PATIENCE + 0.05:
                    self._broken(cell, f"held back for {now - since} s, and the log is not away")

    def _presence(self, actors: dict[Address, ActorProcess], cell: ActorProcess) -> None:
        """With no news under way, a match knows who is connected: nobody else plays."""
        state: Any = getattr(cell.behaviour, "state", None)
        if state is not None and state.phase != "finished":
            for chair in state.chairs:
                if chair.connection and not _is_on(actors, chair.seat.player, chair.connection):
                    self._broken(cell, f"{chair.seat.player} is away, and shown as here")

    def _broken(self, cell: ActorProcess, what: str) -> None:
        self._world.broken(f"{cell.address}: {what}")


def _is_on(actors: dict[Address, ActorProcess], player: str | None, connection: str | None) -> bool:
    """Tell whether a player is connected; if ``connection`` is given, by that one."""
    actor = actors.get(Address("player", player or ""))
    behaviour: Any = None if actor is None else actor.behaviour
    sessions = () if behaviour is None else behaviour.state.sessions.values()
    open_ones = {s.connection.id for s in sessions if s.connection is not None}
    return connection in open_ones if connection else bool(open_ones)

"""The rule for calls: nobody is a no-show of a match of which their connected page was not told."""

from __future__ import annotations

from typing import TYPE_CHECKING

from actors.core.address import Address

if TYPE_CHECKING:
    from actors.match.state import State
    from tests.simulation.sockets import Frame, Socket
    from tests.simulation.world import World

TOLD = 1.5
"""Seconds in which a page that is connected must have been told of its match."""


class CallRules:
    """The rule for all matches and processes."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._called: set[tuple[str, str]] = set()
        """Players and the matches of which a page of theirs was told before the end."""
        self._since: dict[Socket, float] = {}
        """When the hello of each socket was answered."""

    def told(self, socket: Socket, frame: Frame) -> None:
        """Note what the server sends, and check the news of a no-show."""
        match frame:
            case {"t": "finished", "cause": "no_show"}:
                state = self._state(socket, frame["match"])
                for chair in state.chairs if state is not None else ():
                    if chair.side != frame["winner"] and chair.seat.player is not None:
                        self._was_called(chair.seat.player, frame["match"])
            case {"t": "finished"}:
                pass
            case {"t": "error", "code": "already_playing"}:
                self._called.add((socket.page.player, frame["detail"].split()[5]))
            case {"match": str(name)}:
                self._called.add((socket.page.player, name))
            case _:
                pass
        if frame["t"] == "welcome":
            self._since[socket] = self._world.agenda.now

    def _state(self, socket: Socket, match: str) -> State | None:
        actor = socket.process.actor(Address("match", match))
        return None if actor is None else actor.state

    def _was_called(self, player: str, match: str) -> None:
        if (player, match) in self._called:
            return
        for person in self._world.people:
            for page in person.pages if person.name == player else ():
                socket, since = page.socket, self._world.agenda.now - TOLD
                if socket is None or not socket.healthy:
                    continue
                if self._since.get(socket, since) < since:
                    self._world.broken(f"{page}: a no-show of {match}, of which nobody told it")

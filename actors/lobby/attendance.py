"""Who is connected: players who have been gone for a while no longer wait in the lobby."""

from collections.abc import Callable

from actors.core.address import Address
from actors.core.context import Context
from actors.lobby.keeping import lasting
from actors.lobby.messages import Absent, Forget, Gone, Message, Present, Renamed
from actors.lobby.state import State
from actors.player.messages import Report

PATIENCE = 10.0
"""Seconds without a connection after which a player no longer waits in the lobby."""


class Attendance:
    """The attendance of the lobby; ``changed`` is called when there is something to show."""

    def __init__(
        self, context: Context[Message], state: State, changed: Callable[[], None]
    ) -> None:
        self._context = context
        self._state = state
        self._changed = changed

    def resume(self) -> None:
        """After a start: time the absent again; after a crash ask all, as news may be lost."""
        state = self._state
        for player, since in state.absent.items():
            self._wait_for(player, since)
        if self._context.restarts:
            waiting = (*state.queue, *(game.host for game in state.games.values()))
            for player in dict.fromkeys((*state.absent, *waiting)):
                if player not in state.absent:
                    self._watch(player)
                self._context.tell(Address("player", player), Report())

    def handle(self, message: Absent | Present | Gone | Forget | Renamed) -> None:
        """Take news of a player."""
        if isinstance(message, Gone):
            self._state.watchers.pop(message.connection, None)
            return
        player, now, state = message.player, self._context.now(), self._state
        match message:
            case Absent():
                state.absent[player] = now
                state.watchers = {c: w for c, w in state.watchers.items() if w.player != player}
                state.names.pop(player, None)  # the next connection knows the name
                self._context.demonitor(Address("player", player))
                self._wait_for(player, now)
            case Present():
                self._watch(player)
                state.absent.pop(player, None)
                self._context.cancel(_patience(player))
            case Forget():
                if state.forget(player):
                    self._context.snapshot(lasting(state))
                    self._changed()
            case Renamed(_, name):
                state.rename(player, name)
                self._context.snapshot(lasting(state))
                self._changed()

    def _watch(self, player: str) -> None:
        """Monitor a player's actor: a player whose actor is given up is gone."""
        self._context.monitor(Address("player", player), lambda down: Absent(down.address.id))

    def _wait_for(self, player: str, since: float) -> None:
        self._context.timer(_patience(player), since + PATIENCE, Forget(player))


def _patience(player: str) -> str:
    """Return the key of a player's timer; it cannot clash with "publish"."""
    return f"absent {player}"

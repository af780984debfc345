"""Shows the lobby to those who watch it."""

from collections.abc import Iterable
from hashlib import blake2b

from actors.core.address import Address
from actors.core.context import Context
from actors.frames import encode
from actors.lobby.listing import in_turn, view
from actors.lobby.messages import Message, Publish
from actors.lobby.state import Game, State
from actors.player.messages import Deliver

PUBLISH = 0.2
"""Seconds that changes of the lobby gather before the pages are told."""


class Board:
    """Of the lobby."""

    def __init__(self, context: Context[Message], state: State) -> None:
        self._context = context
        self._state = state
        self._publishing = False

    def changed(self) -> None:
        """Tell the watchers soon: many changes in a row are told once."""
        if not self._publishing and self._state.watchers:
            self._publishing = True
            self._context.timer("publish", self._context.now() + PUBLISH, Publish())

    def publish(self) -> None:
        """Tell the watchers now."""
        self._publishing = False
        games = in_turn(self._state.games.values())
        for player in self._state.watchers:
            self.show(player, games)

    def show(self, player: str, games: Iterable[Game] | None = None) -> None:
        """Send what differs: that something unseen has changed is for nobody to know."""
        watchers, frame = self._state.watchers, encode(view(self._state, player, games))
        digest = blake2b(frame, digest_size=16).digest()
        if watchers.get(player) != digest:
            if player in watchers:
                watchers[player] = digest
            self._context.tell(Address("player", player), Deliver(frame, "lobby"))

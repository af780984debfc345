"""Shows the lobby to those who watch it."""

from hashlib import blake2b

from actors.core.address import Address
from actors.core.context import Context
from actors.frames import encode
from actors.lobby.listing import in_turn, view
from actors.lobby.messages import Message, Publish
from actors.lobby.state import Onlooker, State
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
        frames = dict[str, bytes]()
        for connection, onlooker in self._state.watchers.items():
            player = onlooker.player
            if player not in frames:
                frames[player] = encode(view(self._state, player, games))
            self._send(connection, onlooker, frames[player])

    def publish_to(self, connection: str) -> None:
        """Tell one watcher now."""
        onlooker = self._state.watchers[connection]
        self._send(connection, onlooker, encode(view(self._state, onlooker.player)))

    def show(self, player: str) -> None:
        """Show it to all pages of somebody to whom something has happened, watching or not."""
        deliver = Deliver(encode(view(self._state, player)), "lobby")
        self._context.tell(Address("player", player), deliver)

    def _send(self, connection: str, onlooker: Onlooker, frame: bytes) -> None:
        """Send what differs: that something unseen has changed is for nobody to know."""
        digest = blake2b(frame, digest_size=16).digest()
        if onlooker.seen != digest:
            onlooker.seen = digest
            deliver = Deliver(frame, "lobby", connection)
            self._context.tell(Address("player", onlooker.player), deliver)

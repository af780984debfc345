"""The matches that a player's pages watch: one each, asked for anew on each connection."""

from actors.core.address import Address
from actors.core.context import Context
from actors.match.watching import Unwatched, Watcher
from actors.player.messages import Message, Unwatch, Watch
from actors.player.session import Session


class Watches:
    """Asks the matches. They answer the page themselves and forget it when its socket ends."""

    def __init__(self, context: Context[Message]) -> None:
        self._context = context

    def begin(self, session: Session, watch: Watch) -> None:
        """Let a page watch a match; if it does already, the match sends itself again."""
        if session.connection is not None:
            if session.watched != watch.match:
                self.stop(session)
            session.watched = watch.match
            player = self._context.address.id
            watcher = Watcher(player, session.connection.id, home=watch.home)
            self._context.tell(Address("match", watch.match), watcher)

    def end(self, session: Session, unwatch: Unwatch) -> None:
        """Let a page stop watching this match, unless it watches another one already."""
        if session.watched == unwatch.match:
            self.stop(session)

    def stop(self, session: Session) -> None:
        """Stop watching; call this while the session still has the connection that watched."""
        if session.watched is not None and session.connection is not None:
            self.lose(session, session.connection.id)
            session.watched = None

    def lose(self, session: Session, connection: str) -> None:
        """The socket that has watched has ended. May be repeated."""
        if session.watched is not None:
            self._context.tell(Address("match", session.watched), Unwatched(connection))

"""The open WebSockets of this server."""

from collections import OrderedDict
from collections.abc import Callable, Collection, Iterator
from typing import NamedTuple, Protocol

import trio

from actors.player.connection import Connection

RESTART, SIGNED_OUT = 1012, 4401
STRAY, LISTEN, LOOK = 1.5, 6.0, 0.25
"""Seconds: for which data of a page that is gone may still come in; until a silent page is
certainly closed (`actors.player.session.SILENCE`); and between two looks."""
MOST_ENDED = 4096
"""How many of the last ended sessions and users are remembered, for handshakes under way."""


class OpenConnection(Connection, Protocol):
    """A connection with what every transport knows of it."""

    @property
    def waiting(self) -> int:
        """How many bytes wait to be sent."""
        ...


class Opened(NamedTuple):
    """The session that a socket was opened with, and the number of the refresh token.

    ``forgot``: the token was spent already, see `gateway.auth.sessions.SignedIn`.
    """

    session: str
    user_id: str
    number: int
    forgot: bool


def _nobody(name: str, code: int, reason: str) -> None:
    """Tell nobody: there is no other node."""


class Sockets:
    """The open connections, each with its user and the session it was opened with."""

    def __init__(self) -> None:
        self._open: dict[OpenConnection, Opened] = {}
        self._ends: dict[OpenConnection, int] = {}
        self._ended: OrderedDict[str, tuple[int, str]] = OrderedDict()
        self._stopping = False
        self._none_left = trio.Event()
        self.spread: Callable[[str, int, str], None] = _nobody
        """Tells other nodes that a session or an account has ended."""

    def __len__(self) -> int:
        return len(self._open)

    def __iter__(self) -> Iterator[OpenConnection]:
        return iter(self._open)

    def add(
        self,
        connection: OpenConnection,
        session: str,
        user_id: str,
        number: int = 0,
        *,
        forgot: bool = False,
        ends_at: int | None = None,
    ) -> None:
        """Add an open socket; close it if the server stops, or if its session has ended.

        Both may have happened while the handshake was answered.
        """
        self._open[connection] = Opened(session, user_id, number, forgot)
        if ends_at is not None:
            self._ends[connection] = ends_at
        ended = self._ended.get(session) or self._ended.get(user_id)
        if self._stopping:
            connection.close(RESTART, "the server restarts")
        elif ended is not None:
            connection.close(*ended)

    def remove(self, connection: OpenConnection) -> None:
        """Remove a socket that has ended."""
        self._open.pop(connection, None)
        self._ends.pop(connection, None)
        if self._stopping and not self._open:
            self._none_left.set()

    def sessions(self) -> set[str]:
        """Return the sessions that have a socket open."""
        return {opened.session for opened in self._open.values()}

    def lively(self) -> set[str]:
        """Return the sessions whose sockets show life."""
        return {opened.session for opened in self._open.values() if not opened.forgot}

    async def answers(self, session: str) -> bool:
        """Tell whether a page answers on a socket of the session that used an unspent token.

        A killed page is gone at once, or silent; data it sent before may still come in.
        """
        since = trio.current_time()
        heard: dict[OpenConnection, float] | None = None
        while there := self._of(session):
            waited = trio.current_time() - since
            if waited >= LISTEN:
                return False
            if heard is None and waited >= STRAY:
                heard = {connection: connection.heard for connection in there}
            elif heard is not None and any(c.heard > heard.get(c, 0.0) for c in there):
                return True
            await trio.sleep(LOOK)
        return False

    def _of(self, session: str) -> list[OpenConnection]:
        opened = self._open.items()
        return [c for c, with_ in opened if with_.session == session and not with_.forgot]

    def close_dead(self, session: str, alive: Callable[[int], bool]) -> None:
        """Close sockets opened with dead tokens of a session; their pages may come back."""
        for connection, opened in tuple(self._open.items()):
            if opened.session == session and not alive(opened.number):
                connection.close(SIGNED_OUT, "signed in elsewhere")

    def close_session(self, session: str, code: int, reason: str) -> None:
        """Close the sockets of an ended session, also those being opened just now."""
        self.end(session, code, reason)
        self.spread(session, code, reason)

    def end(self, name: str, code: int, reason: str) -> None:
        """Close the sockets that this server has of an ended session or account of this id."""
        self._end(name, code, reason)
        for connection, opened in tuple(self._open.items()):
            if name in (opened.session, opened.user_id):
                connection.close(code, reason)

    def close_ended(self, now_ms: int) -> None:
        """Close the sockets whose API tokens have ended by now (ms since the epoch)."""
        for connection, ends_at in tuple(self._ends.items()):
            if ends_at <= now_ms:
                connection.close(SIGNED_OUT, "the API token has ended")

    def close_users(self, user_ids: Collection[str], code: int, reason: str) -> None:
        """Close the sockets of these users."""
        for connection, opened in tuple(self._open.items()):
            if opened.user_id in user_ids:
                connection.close(code, reason)

    def close_user(self, user_id: str, code: int, reason: str) -> None:
        """Close the sockets of a user who is gone for good, also those being opened just now."""
        self.end(user_id, code, reason)
        self.spread(user_id, code, reason)

    def _end(self, name: str, code: int, reason: str) -> None:
        self._ended[name] = (code, reason)
        if len(self._ended) > MOST_ENDED:
            self._ended.popitem(last=False)

    async def close_all(self, patience: float) -> None:
        """Close every socket for a restart; return when all have ended, or after ``patience`` s."""
        self._stopping = True
        for connection in tuple(self._open):
            connection.close(RESTART, "the server restarts")
        if self._open:
            with trio.move_on_after(patience):
                await self._none_left.wait()

    def bytes_waiting(self) -> int:
        """Return how many bytes wait to be sent on all sockets."""
        return sum(connection.waiting for connection in self._open)

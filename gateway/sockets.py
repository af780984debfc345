"""The open WebSockets of this server."""

from collections.abc import Collection, Iterator
from typing import Protocol

import trio

from actors.player.connection import Connection

RESTART = 1012


class OpenConnection(Connection, Protocol):
    """What every transport knows of a connection besides."""

    @property
    def waiting(self) -> int:
        """How many bytes wait to be sent."""
        ...


class Sockets:
    """Knows each connection, whose it is, and the session it was opened with."""

    def __init__(self) -> None:
        self._open: dict[OpenConnection, tuple[str, str]] = {}
        self._stopping = False
        self._none_left = trio.Event()

    def __len__(self) -> int:
        return len(self._open)

    def __iter__(self) -> Iterator[OpenConnection]:
        return iter(self._open)

    def add(self, connection: OpenConnection, session: str, user_id: str) -> None:
        """A socket opened; while the server stops it is closed again."""
        self._open[connection] = (session, user_id)
        if self._stopping:
            connection.close(RESTART, "the server restarts")

    def remove(self, connection: OpenConnection) -> None:
        """A socket has ended."""
        self._open.pop(connection, None)
        if self._stopping and not self._open:
            self._none_left.set()

    def sessions(self) -> set[str]:
        """Return the sessions that have a socket open."""
        return {session for session, _ in self._open.values()}

    def close_session(self, session: str, code: int, reason: str) -> None:
        """Close what was opened with a session that has ended."""
        for connection, (opened_with, _) in self._open.items():
            if opened_with == session:
                connection.close(code, reason)

    def close_users(self, user_ids: Collection[str], code: int, reason: str) -> None:
        """Close what belongs to any of these users."""
        for connection, (_, user_id) in self._open.items():
            if user_id in user_ids:
                connection.close(code, reason)

    async def close_all(self, patience: float) -> None:
        """Close every socket for a restart; return when all have ended, or after ``patience`` s."""
        self._stopping = True
        for connection in tuple(self._open):
            connection.close(RESTART, "the server restarts")
        if self._open:
            with trio.move_on_after(patience):
                await self._none_left.wait()

    def bytes_waiting(self) -> int:
        """How much waits to be sent on all of them."""
        return sum(connection.waiting for connection in self._open)

"""Reads in threads, beside the writer. With WAL each read sees the last commit before it."""

import sqlite3
from collections import deque
from collections.abc import Sequence

import trio

from store.engine import Row, Value
from store.errors import StoreUnavailable
from store.sqlite.connection import run, translate


class Readers:
    """Runs as many reads at once as there are connections; the others wait.

    A cancelled read still runs to its end, which takes milliseconds.
    """

    def __init__(self, connections: Sequence[sqlite3.Connection]) -> None:
        self._idle = deque(connections)
        self._limiter = trio.CapacityLimiter(len(connections))
        self._closing = False

    async def read(self, query: str, values: tuple[Value, ...]) -> list[Row]:
        """Return the rows of a query."""
        return await trio.to_thread.run_sync(self._fetch, query, values, limiter=self._limiter)

    async def close(self) -> None:
        """Close each connection when its read is done; later reads raise `StoreUnavailable`."""
        self._closing = True
        for _ in range(int(self._limiter.total_tokens)):
            async with self._limiter:
                self._idle.pop().close()

    def _fetch(self, query: str, values: tuple[Value, ...]) -> list[Row]:
        if self._closing:
            raise StoreUnavailable("the store is closing")
        connection = self._idle.pop()  # the limiter has as many tokens as there are connections
        try:
            return run(connection, query, values)
        except sqlite3.Error as error:
            raise translate(error) from error
        finally:
            self._idle.append(connection)

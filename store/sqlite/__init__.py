"""The embedded backend: SQLite in WAL mode, one grouped writer thread, a few reader threads."""

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from pathlib import Path

import trio

from store.sqlite.connection import Sync, connect, create
from store.sqlite.engine import SqliteStore
from store.sqlite.readers import Readers
from store.sqlite.writer import Writer

__all__ = ["SqliteStore", "open_sqlite"]

FILE = "rally.sqlite3"
READERS = 4


@asynccontextmanager
async def open_sqlite(folder: Path, sync: Sync = "normal") -> AsyncGenerator[SqliteStore, None]:
    """Open the data in ``folder``; make the folder and migrate the data if needed.

    Raises `StoreUnusable`. Leaving the context commits all writes that were handed over, even if
    the task is cancelled.
    """
    path = folder / FILE
    connection = await trio.to_thread.run_sync(create, path, sync)
    readers = Readers([connect(path) for _ in range(READERS)])
    writer = Writer(connection)
    try:
        yield SqliteStore(readers, writer)
    finally:
        with trio.CancelScope(shield=True):
            await writer.close()
            await readers.close()

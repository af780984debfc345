"""The backends of the simulated store: dicts, SQLite or PostgreSQL.

The simulation does not use trio. So a real store runs with trio in a thread of its own; a call
hands its arguments over and waits. This is slower, but the schedule is the same to the last bit.
"""

from __future__ import annotations

import queue
import tempfile
import threading
from collections.abc import AsyncGenerator, Callable, Iterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager, contextmanager
from itertools import count
from operator import attrgetter
from pathlib import Path
from typing import Any, Protocol

import trio

from store.memory import MemoryStore
from store.opening import SCHEMES, open_store


class Backend(Protocol):
    """Carries out verbs of `store.protocol.Store`, such as ``matches.match``, at once."""

    def call(self, verb: str, arguments: tuple[Any, ...]) -> Any:
        """Return what the verb returns, or raise what it raises."""
        ...


class InMemory:
    """`MemoryStore`, whose coroutines never suspend."""

    def __init__(self) -> None:
        self._store = MemoryStore()

    def call(self, verb: str, arguments: tuple[Any, ...]) -> Any:
        """See `Backend.call`."""
        try:
            attrgetter(verb)(self._store)(*arguments).send(None)
        except StopIteration as end:
            return end.value
        raise AssertionError(f"{verb} of the memory store waits")


Answer = tuple[Any, BaseException | None]
Job = tuple[str, tuple[Any, ...], "queue.SimpleQueue[Answer]"]


class InThread:
    """A real store, open in a thread that runs trio."""

    def __init__(self, opening: Callable[[], AbstractAsyncContextManager[Any]]) -> None:
        self._opening = opening
        self._ready: queue.SimpleQueue[Answer] = queue.SimpleQueue()
        self._send, self._jobs = trio.open_memory_channel[Job | None](1)
        self._token: trio.lowlevel.TrioToken | None = None
        self._thread = threading.Thread(target=trio.run, args=(self._serve,), daemon=True)

    def open(self) -> None:
        """Open the store; raises the store's error if that fails."""
        self._thread.start()
        _, error = self._ready.get()
        if error is not None:
            raise error

    def close(self) -> None:
        """Close the store and end the thread."""
        self._hand_over(None)
        self._thread.join()

    def call(self, verb: str, arguments: tuple[Any, ...]) -> Any:
        """See `Backend.call`."""
        answer: queue.SimpleQueue[Answer] = queue.SimpleQueue()
        self._hand_over((verb, arguments, answer))
        value, error = answer.get()
        if error is not None:
            raise error
        return value

    def _hand_over(self, job: Job | None) -> None:
        trio.from_thread.run_sync(self._send.send_nowait, job, trio_token=self._token)

    async def _serve(self) -> None:
        self._token = trio.lowlevel.current_trio_token()
        try:
            async with self._opening() as store:
                self._ready.put((None, None))
                async for job in self._jobs:
                    if job is None:
                        return
                    verb, arguments, answer = job
                    try:
                        answer.put((await attrgetter(verb)(store)(*arguments), None))
                    except Exception as error:  # noqa: BLE001 - raised again where it was asked
                        answer.put((None, error))
        except BaseException as error:  # noqa: BLE001 - it was not opened
            self._ready.put((None, error))


_numbers = count(1)


@contextmanager
def open_backend(place: str) -> Iterator[Backend]:
    """Open a new, empty store for one schedule: ``memory``, ``sqlite`` or a ``postgresql://`` URL.

    In PostgreSQL it makes a schema of its own and drops it afterwards; it touches nothing else.
    """
    if place == "memory":
        yield InMemory()
        return
    with tempfile.TemporaryDirectory(prefix="rally-simulate-") as folder:
        if place.startswith(SCHEMES):
            backend = InThread(lambda: _schema(place, f"simulate_{next(_numbers)}"))
        else:
            backend = InThread(lambda: open_store(str(Path(folder))))
        backend.open()
        try:
            yield backend
        finally:
            backend.close()


@asynccontextmanager
async def _schema(url: str, name: str) -> AsyncGenerator[Any, None]:
    """Open a store in a new schema of this name; the schema is dropped at the end."""
    await _execute(url, f"DROP SCHEMA IF EXISTS {name} CASCADE; CREATE SCHEMA {name}")
    try:
        joint = "&" if "?" in url else "?"
        async with open_store(f"{url}{joint}search_path={name}") as store:
            yield store
    finally:
        await _execute(url, f"DROP SCHEMA {name} CASCADE")


async def _execute(url: str, statements: str) -> None:
    import asyncpg
    from trio_asyncio import aio_as_trio, open_loop

    async def run() -> None:
        connection = await asyncpg.connect(url)
        try:
            await connection.execute(statements)
        finally:
            await connection.close()

    async with open_loop():
        await aio_as_trio(run)()

"""The one thread that writes: all waiting writes go into one transaction (group commit)."""

import sqlite3
import threading
from collections.abc import Callable
from contextlib import suppress

import trio
from msgspec import Struct

from store.engine import Row
from store.errors import StoreUnavailable
from store.sqlite.connection import translate

CAPACITY = 4096


class WriterStatistics(Struct, frozen=True):
    """Counts of writes and commits since the start, and of writes that wait now."""

    writes: int
    commits: int
    waiting: int


Work = Callable[[sqlite3.Connection], list[Row]]
"""What to do in a transaction; if it raises, its changes are undone."""


class _Job:
    """Some work and its outcome."""

    __slots__ = ("done", "error", "rows", "work")

    def __init__(self, work: Work) -> None:
        self.work = work
        self.done = trio.Event()
        self.rows: list[Row] = []
        self.error: Exception | None = None


class Writer:
    """Takes jobs from trio tasks, commits them in groups, and wakes the tasks once per group.

    A job that was handed over is carried out even if its task is cancelled and no longer waits, so
    no transaction stays open. The thread owns the connection. ``capacity`` is how many jobs may
    wait; one more raises `StoreUnavailable`.
    """

    def __init__(self, connection: sqlite3.Connection, capacity: int = CAPACITY) -> None:
        self._connection = connection
        self._capacity = capacity
        self._token = trio.lowlevel.current_trio_token()
        self._waiting: list[_Job] = []
        self._closing = False
        self._changed = threading.Condition()  # guards _waiting and _closing
        self._writes = 0
        self._commits = 0
        self._thread = threading.Thread(target=self._run, name="store-writer", daemon=True)
        self._thread.start()

    def statistics(self) -> WriterStatistics:
        """Return the counts. Writes per commit tell how well the grouping works."""
        return WriterStatistics(self._writes, self._commits, len(self._waiting))

    async def write(self, work: Work) -> list[Row]:
        """Commit the work, all or nothing, and return the rows that it returned."""
        await trio.lowlevel.checkpoint_if_cancelled()
        job = _Job(work)
        self._hand_over(job)
        await job.done.wait()
        if job.error is not None:
            raise job.error
        return job.rows

    async def close(self) -> None:
        """Commit what was handed over, end the thread and close the connection."""
        with self._changed:
            self._closing = True
            self._changed.notify()
        await trio.to_thread.run_sync(self._thread.join)
        self._connection.close()

    def _hand_over(self, job: _Job) -> None:
        with self._changed:
            if self._closing:
                raise StoreUnavailable("the store is closing")
            if len(self._waiting) >= self._capacity:
                raise StoreUnavailable(f"{self._capacity} writes wait already")
            self._waiting.append(job)
            self._changed.notify()

    def _run(self) -> None:
        while group := self._take():
            self._commit(group)
            with suppress(trio.RunFinishedError):
                self._token.run_sync_soon(_wake, group)

    def _take(self) -> list[_Job]:
        """Wait for work and take all of it; an empty list means that the writer is closing."""
        with self._changed:
            self._changed.wait_for(lambda: self._waiting or self._closing)
            group, self._waiting = self._waiting, []
            return group

    def _commit(self, group: list[_Job]) -> None:
        try:
            self._connection.execute("BEGIN IMMEDIATE")
            for job in group:
                self._run_job(job)
            self._connection.execute("COMMIT")
        except Exception as error:  # noqa: BLE001  # the tasks wait for an answer in any case
            self._fail(group, error)
        else:
            self._writes += len(group)
            self._commits += 1

    def _run_job(self, job: _Job) -> None:
        """Run a job; if it fails, undo only this job and tell only its task."""
        self._connection.execute("SAVEPOINT job")
        try:
            job.rows = job.work(self._connection)
        except Exception as error:
            if not self._connection.in_transaction:  # a full disk, say, undoes the whole group
                raise
            self._connection.execute("ROLLBACK TO job")
            job.error = translate(error)
        self._connection.execute("RELEASE job")

    def _fail(self, group: list[_Job], error: Exception) -> None:
        with suppress(sqlite3.Error):
            if self._connection.in_transaction:
                self._connection.execute("ROLLBACK")
        for job in group:
            job.error = job.error or translate(error)


def _wake(group: list[_Job]) -> None:
    for job in group:
        job.done.set()

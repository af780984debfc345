"""Runs the server with one planted fault, to see that the chaos test finds it.

The arguments are the kind of fault, then those of scripts/serve. The faults are patched in before
the server's own main runs; the product has no switch for them.
"""

import itertools
import sys
from collections.abc import AsyncGenerator, Callable
from contextlib import asynccontextmanager
from typing import Any

from msgspec.structs import replace

from actors.core.journal.journal import Journal
from actors.core.journal.records import Flush
from actors.match.desk import Desk
from actors.match.state import State
from actors.player.outbox import Outbox
from gateway import main
from store.opening import open_store
from store.rooms.records import RoomEvent


class Forgetful:
    """A store that claims to write the journal, but keeps only how matches began."""

    def __init__(self, store: Any) -> None:
        self._store = store
        self.journal = ForgetfulJournal(store.journal)

    def __getattr__(self, name: str) -> Any:
        """Everything else is done."""
        return getattr(self._store, name)


class ForgetfulJournal:
    """The journal of such a store."""

    def __init__(self, journal: Any) -> None:
        self._journal = journal
        self._known: set[str] = set()

    def __getattr__(self, verb: str) -> Any:
        """Everything else is done."""
        return getattr(self._journal, verb)

    async def flush(self, flush: Flush) -> None:
        """Keep no entries, and only the first snapshot of each actor."""
        new = [snapshot for snapshot in flush.snapshots if snapshot.actor not in self._known]
        self._known.update(snapshot.actor for snapshot in new)
        there = await self._journal.recover([snapshot.actor for snapshot in new])
        first = tuple(one for one in new if one.actor not in there)
        kept = replace(flush, blobs=(), segments=(), tails=(), snapshots=first)
        await self._journal.flush(kept)


def skip_commit() -> None:
    """Let the journal claim a commit without writing anything."""

    @asynccontextmanager
    async def forgetful(*place: Any) -> AsyncGenerator[Forgetful, None]:
        async with open_store(*place) as store:
            yield Forgetful(store)

    main.open_store = forgetful  # pyright: ignore[reportAttributeAccessIssue]


def double_result() -> None:
    """Tell everybody a result twice."""
    conclude = Desk.conclude

    def twice(self: Desk, state: State) -> None:
        conclude(self, state)
        conclude(self, state)

    Desk.conclude = twice


def drop_frame() -> None:
    """Let a resume leave out the first missed frame."""
    after = Outbox.after

    def shortened(self: Outbox, last: int) -> list[bytes] | None:
        missed = after(self, last)
        return missed[1:] if missed else missed

    Outbox.after = shortened


def forget_line() -> None:
    """Let the journal claim every third line of a room without writing it."""
    take, count = Journal.take, itertools.count(1)

    def forgetful(self: Journal, book: Any, draft: Any, gate: Any) -> None:
        lost = isinstance(draft.rows[-1:] and draft.rows[-1], RoomEvent) and next(count) % 3 == 0
        if lost:
            draft.rows.pop()
        take(self, book, draft, gate)

    Journal.take = forgetful


KINDS: dict[str, Callable[[], None]] = {
    "skip-commit": skip_commit,
    "double-result": double_result,
    "drop-frame": drop_frame,
    "forget-line": forget_line,
}

if __name__ == "__main__":
    KINDS[sys.argv[1]]()
    sys.exit(main.main(sys.argv[2:]))

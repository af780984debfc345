"""The verbs of `Store.journal` over any engine that speaks the shared SQL."""

from collections.abc import Callable, Collection, Mapping
from contextlib import suppress
from typing import Any

from structlog import get_logger

from actors.core.journal.records import EVER, Blob, Fenced, Flush, Letter, Snapshot, Stored
from actors.core.shards import ALL, key_of, marks
from store.engine import Append, Each, Engine, Values, Work
from store.errors import NotUnique, StoreError, StoreUnavailable
from store.journal import queries, rows

AT_ONCE = 500
"""The largest number of actors that one query reads."""
TAKEOVER_SECONDS = 300.0
"""Time limit of a takeover (`begin_epoch`); a million blobs take a few seconds."""
WHY = 200
"""The log gets this many characters of an engine's reason, which may quote what it refused."""
UNKNOWN = "the store has no such rows"

log = get_logger("store.journal")

Kinds = Mapping[type, tuple[str, Callable[[Any], Values]]]
"""For each type of row that a flush may carry: its statement, and a function for its values."""


class SqlJournal:
    """See `store.journal.protocol.Journal` for every verb."""

    def __init__(self, engine: Engine, kinds: Kinds) -> None:
        self._engine = engine
        self._kinds = kinds

    async def begin_epoch(self) -> tuple[int, int]:
        """See `Journal.begin_epoch`."""
        while True:
            before, at = (await self._engine.read(queries.HEAD_NOW))[0]
            takeover = (
                Each(queries.OUTDATE, [(before + 1,)]),
                Each(queries.KEEP_TAILS, [()], TAKEOVER_SECONDS),
                Each(queries.EMPTY_JOURNAL, [()], TAKEOVER_SECONDS),
                Each(queries.TAKE_ALL, [(before + 1, at)]),
            )
            with suppress(NotUnique):  # another one has begun at this very moment
                if await self._engine.write_if(queries.BEGIN_EPOCH, (before,), takeover):
                    return before + 1, at

    async def flush(self, flush: Flush) -> None:
        """See `Journal.flush`."""
        work: list[Work] = []
        if flush.blobs:
            blobs = [(*rows.blob_values(blob), flush.at, flush.epoch) for blob in flush.blobs]
            work.append(Append("journal", rows.JOURNAL_COLUMNS, blobs))
        closed: list[Values] = [(key_of(actor),) for actor in flush.closed]
        struck: list[Values] = [(key_of(actor), key) for actor, key in flush.done]
        work += (
            Each(query, each)
            for query, each in (
                *((query, closed) for query in queries.CLOSE),
                (queries.SAVE_SNAPSHOT, [rows.snapshot_values(s) for s in flush.snapshots]),
                (queries.SAVE_SEGMENT, [rows.blob_values(blob) for blob in flush.segments]),
                (queries.SHED, [(key_of(actor),) for actor in flush.shed]),
                (queries.SAVE_TAIL, [rows.blob_values(blob) for blob in flush.tails]),
                *self._rows(flush),
                (queries.STRIKE, struck),
                (queries.SAVE_LETTER, [rows.letter_values(each) for each in flush.letters]),
                (queries.TRIM, [(flush.trim, flush.epoch)] if flush.trim else []),
            )
            if each
        )
        head = flush.epoch, flush.at, marks(flush.shards()), flush.number
        if not (await self._write(head, work) or await self._has(flush)):
            raise Fenced("another server has taken over this store: this one must not go on")

    async def _has(self, flush: Flush) -> bool:
        """Tell whether a flush is written already: its answer was lost."""
        if not flush.number:
            return False
        return bool(await self._engine.read(queries.WRITTEN, flush.epoch, flush.number))

    async def _write(self, head: Values, work: list[Work]) -> bool:
        """Write a flush; return False if a later epoch has begun, or it is written already.

        What the engine refuses is left out. A flush carries the records of all actors and is
        repeated until it is written, so one bad record would otherwise hold up all the others.
        """
        try:
            return await self._engine.write_if(queries.HEAD, head, work)
        except StoreUnavailable:
            raise
        except StoreError:
            refusals = await self._engine.write_what_goes(queries.HEAD, head, work)
        for refusal in refusals or ():
            what = " ".join(refusal.query.split()[:3])
            log.error("left out of the journal for good", what=what, why=refusal.reason[:WHY])
        return refusals is not None

    def _rows(self, flush: Flush) -> list[tuple[str, list[Values]]]:
        """Return the statements for the rows of a flush, in order, each with its values."""
        work: list[tuple[str, list[Values]]] = []
        for row in flush.rows:
            if type(row) not in self._kinds:
                log.error("left out of the journal for good", what=type(row).__name__, why=UNKNOWN)
                continue
            query, values = self._kinds[type(row)]
            if not work or work[-1][0] != query:
                work.append((query, []))
            work[-1][1].append(values(row))
        return work

    async def recover(self, actors: Collection[str]) -> dict[str, Stored]:
        """See `Journal.recover`."""
        names = {key_of(actor): actor for actor in actors}
        snapshots: dict[str, Snapshot] = {}
        tails: dict[str, list[Blob]] = {}
        keys = [*names]
        for first in range(0, len(keys), AT_ONCE):
            some = keys[first : first + AT_ONCE]
            for key, *rest in await self._engine.read(queries.snapshots_of(len(some)), *some):
                snapshots[names[key]] = Snapshot(names[key], *rest)
            for key, *rest in await self._engine.read(queries.tails_of(len(some)), *some):
                tails.setdefault(names[key], []).append(Blob(names[key], *rest))
        known = dict.fromkeys((*snapshots, *tails))
        return {name: Stored(snapshots.get(name), tuple(tails.get(name, ()))) for name in known}

    async def due(
        self, before: int, most: int, since: int = EVER, shards: str = ALL
    ) -> list[Letter]:
        """See `Journal.due`."""
        found = await self._engine.read(queries.DUE, since, before, shards, most)
        return [Letter(*row) for row in found]

    async def segments(self, actor: str) -> list[Blob]:
        """See `Journal.segments`."""
        found = await self._engine.read(queries.SEGMENTS, key_of(actor))
        return [Blob(actor, *row) for row in found]

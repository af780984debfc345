"""The verbs of `Store.nodes` over any engine that speaks the shared SQL."""

from collections.abc import Collection

from actors.core.journal.records import Fenced
from store.engine import Each, Engine, Row
from store.errors import NotUnique
from store.journal import queries as journal
from store.journal.sql import TAKEOVER_SECONDS
from store.nodes import queries
from store.nodes.records import Picture
from store.nodes.rows import read_picture

GONE = "this node was declared dead, or another server has taken over its store: it must not go on"


class SqlNodes:
    """See `store.nodes.protocol.Nodes` for every verb."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._now = queries.NOW[engine.dialect]

    async def installation(self) -> str:
        """See `Nodes.installation`."""
        return (await self._engine.read(queries.INSTALLATION))[0][0]

    async def join(self, name: str, place: str) -> int:
        """See `Nodes.join`."""
        for row in await self._engine.read(queries.OF_NAME, name):
            await self.bury(row[0], 0)
        while True:
            try:
                found = await self._write(queries.JOIN, name, place, self._engine.sessions)
            except NotUnique:  # another one has joined at this very moment
                continue
            return found[0][0]

    async def beat(self, epoch: int) -> Picture:
        """See `Nodes.beat`."""
        if not await self._write(queries.BEAT, epoch):
            raise Fenced(GONE)
        return await self._picture()

    async def _picture(self) -> Picture:
        nodes = await self._engine.read(queries.NODES.format(now=self._now))
        return read_picture(nodes, await self._engine.read(queries.SHARDS))

    async def bury(self, epoch: int, silent: int) -> bool:
        """See `Nodes.bury`."""
        if silent:
            for (sessions,) in await self._engine.read(queries.SESSIONS_OF, epoch):
                await self._engine.end_sessions(sessions)
        work = (
            Each(journal.KEEP_TAILS_OF, [(epoch,)], TAKEOVER_SECONDS),
            Each(journal.EMPTY_JOURNAL_OF, [(epoch,)], TAKEOVER_SECONDS),
            Each(queries.FREE_ALL, [(epoch,)]),
        )
        head = queries.BURY.format(now=self._now)
        return await self._engine.write_if(head, (epoch, silent), work)

    async def claim(self, epoch: int, shards: Collection[int]) -> Picture:
        """See `Nodes.claim`."""
        work = [Each(queries.CLAIM, [(epoch, shard) for shard in sorted(shards)])]
        if not await self._engine.write_if(queries.BEAT.format(now=self._now), (epoch,), work):
            raise Fenced(GONE)
        return await self._picture()

    async def release(self, epoch: int, shards: Collection[int]) -> None:
        """See `Nodes.release`."""
        work = [Each(queries.RELEASE, [(epoch, shard) for shard in sorted(shards)])]
        if not await self._engine.write_if(queries.BEAT.format(now=self._now), (epoch,), work):
            raise Fenced(GONE)

    async def take_chore(self, epoch: int, name: str, now_ms: int, next_ms: int) -> bool:
        """See `Nodes.take_chore`."""
        query = queries.TAKE_CHORE.format(lock=queries.LOCK[self._engine.dialect])
        return bool(await self._engine.write(query, epoch, name, now_ms, next_ms))

    async def _write(self, query: str, *values: int | str) -> list[Row]:
        return await self._engine.write(query.format(now=self._now), *values)

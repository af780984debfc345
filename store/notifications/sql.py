"""The verbs of `Store.notifications` over any engine that speaks the shared SQL."""

from store.engine import Engine
from store.nodes.queries import LOCK
from store.notifications import queries, rows
from store.notifications.records import Errand, KeptNote, Note, Step, Ways
from store.notifications.rows import note_values, read_kept


class SqlNotifications:
    """See `store.notifications.protocol.Notifications` for every verb."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    async def add(self, note: Note) -> None:
        """See `Notifications.add`."""
        await self._engine.write(queries.ADD_NOTE, *note_values(note))

    async def newest(self, player: str, limit: int, before: str | None = None) -> list[KeptNote]:
        """See `Notifications.newest`."""
        query = queries.NEWEST if before is None else queries.BEFORE
        rest = () if before is None else (before,)
        return [read_kept(row) for row in await self._engine.read(query, player, limit, *rest)]

    async def unread(self, player: str) -> int:
        """See `Notifications.unread`."""
        return (await self._engine.read(queries.UNREAD, player))[0][0]

    async def read(self, player: str, note: str, *, earlier: bool = False) -> bool:
        """See `Notifications.read`."""
        query = queries.READ_EARLIER if earlier else queries.READ
        return bool(await self._engine.write(query, player, note))

    async def note(self, player: str, note: str) -> KeptNote | None:
        """See `Notifications.note`."""
        found = await self._engine.read(queries.NOTE, player, note)
        return read_kept(found[0]) if found else None

    async def ways(self, player: str) -> Ways | None:
        """See `Notifications.ways`."""
        found = await self._engine.read(queries.WAYS, player)
        return rows.read_ways(found[0]) if found else None

    async def set_ways(self, player: str, ways: Ways) -> None:
        """See `Notifications.set_ways`."""
        await self._engine.write(queries.SET_WAYS, *rows.ways_values(player, ways))

    async def next_errand(self) -> int | None:
        """See `Notifications.next_errand`."""
        return (await self._engine.read(queries.NEXT_ERRAND))[0][0]

    async def claim_errand(self, by: int, now_ms: int, until_ms: int) -> Errand | None:
        """See `Notifications.claim_errand`."""
        query = queries.CLAIM_ERRAND.format(lock=LOCK[self._engine.dialect])
        found = await self._engine.write(query, by, now_ms, until_ms)
        return rows.read_errand(found[0]) if found else None

    async def claim_mails(self, by: int, player: str, until_ms: int) -> list[Errand]:
        """See `Notifications.claim_mails`."""
        query = queries.CLAIM_MAILS.format(lock=LOCK[self._engine.dialect])
        found = await self._engine.write(query, by, player, until_ms)
        return [rows.read_errand(row) for row in found]

    async def settle_errand(self, claimed: Errand, step: Step | None, due_at: int | None) -> bool:
        """See `Notifications.settle_errand`."""
        values = rows.settle_values(claimed, step, due_at)
        return bool(await self._engine.write(queries.SETTLE_ERRAND, *values))

"""The verbs of `Store.notifications` over any engine that speaks the shared SQL."""

from store.engine import Engine
from store.notifications import queries
from store.notifications.records import KeptNote, Note
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

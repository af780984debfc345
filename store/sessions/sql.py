"""The verbs of `Store.sessions` over any engine that speaks the shared SQL."""

from collections.abc import Collection

from store.engine import Each, Engine
from store.mail.records import Mail
from store.mail.rows import queued
from store.people.records import Proof, User
from store.sessions import queries, rows
from store.sessions.records import Acquaintance, Device, SessionRecord


class SqlSessions:
    """See `store.sessions.protocol.Sessions` for every verb."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    async def create_session(self, record: SessionRecord, known: str | None) -> bool:
        """See `Sessions.create_session`."""
        work = [Each(queries.CREATE_SESSION, [rows.session_values(record)])]
        return await self._engine.write_if(queries.HOLD_HASH, (record.user_id, known or ""), work)

    async def session(self, session_id: str, now_ms: int) -> tuple[SessionRecord, User] | None:
        """See `Sessions.session`."""
        found = await self._engine.read(queries.SESSION, session_id, now_ms)
        return rows.read_session(found[0]) if found else None

    async def sessions_of(self, user_id: str, now_ms: int) -> list[SessionRecord]:
        """See `Sessions.sessions_of`."""
        found = await self._engine.read(queries.SESSIONS_OF, user_id, now_ms)
        return [SessionRecord(*row) for row in found]

    async def replace_session(self, record: SessionRecord) -> bool:
        """See `Sessions.replace_session`."""
        return bool(
            await self._engine.write(queries.REPLACE_SESSION, *rows.session_changes(record))
        )

    async def prove_session(self, by: Proof, at: int) -> bool:
        """See `Sessions.prove_session`."""
        values = (by.session_id, at, by.password_hash or "")
        return bool(await self._engine.write(queries.PROVE_SESSION, *values))

    async def saw_sessions(self, ids: Collection[str], now_ms: int, longest: int) -> None:
        """See `Sessions.saw_sessions`."""
        work = [Each(queries.SAW_SESSION, [(session_id, now_ms, longest) for session_id in ids])]
        await self._engine.write_if(queries.ALWAYS, (), work)

    async def delete_session(self, session_id: str) -> None:
        """See `Sessions.delete_session`."""
        await self._engine.write(queries.DELETE_SESSION, session_id)

    async def know_device(
        self, user_id: str, device_hash: bytes, device: str, now_ms: int, mail: Mail | None = None
    ) -> Acquaintance:
        """See `Sessions.know_device`."""
        values = (user_id, device_hash, device, now_ms)
        if await self._engine.write(queries.SAW_DEVICE, *values):
            return "known"
        known = await self.devices_of(user_id)
        news = queued(mail) if known else []
        await self._engine.write_if(queries.KNOW_DEVICE, values, news)
        return "new" if known else "first"

    async def devices_of(self, user_id: str) -> list[Device]:
        """See `Sessions.devices_of`."""
        return [Device(*row) for row in await self._engine.read(queries.DEVICES_OF, user_id)]

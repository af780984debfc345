"""The verbs of `Store.sessions` in plain dicts. No verb ever waits."""

from collections.abc import Collection

from msgspec.structs import replace

from store.mail.memory import queue
from store.mail.records import Mail
from store.moderation.memory import holding_ban
from store.people.records import Proof, User
from store.sessions.records import (
    DEVICES_KEPT_MS,
    MOST_DEVICES,
    Acquaintance,
    Device,
    SessionRecord,
)
from store.tables import Tables


class MemorySessions:
    """See `store.sessions.protocol.Sessions` for every verb."""

    def __init__(self, tables: Tables) -> None:
        self._tables = tables

    async def create_session(self, record: SessionRecord, known: str | None) -> bool:
        """See `Sessions.create_session`."""
        user = self._tables.users.get(record.user_id)
        if user is None or user.deleted_at is not None or user.password_hash != known:
            return False
        self._tables.sessions.setdefault(record.id, record)
        return True

    async def session(self, session_id: str, now_ms: int) -> tuple[SessionRecord, User] | None:
        """See `Sessions.session`."""
        record = self._tables.sessions.get(session_id)
        if record is None or record.expires_at <= now_ms:
            return None
        user = self._tables.users[record.user_id]
        out = user.deleted_at is not None or holding_ban(self._tables, user.id, now_ms)
        return None if out else (record, user)

    async def sessions_of(self, user_id: str, now_ms: int) -> list[SessionRecord]:
        """See `Sessions.sessions_of`."""
        found = [record for record in self._tables.sessions.values() if record.user_id == user_id]
        found = [record for record in found if record.expires_at > now_ms]
        return sorted(found, key=lambda record: (-record.seen_at, record.id))

    async def replace_session(self, record: SessionRecord) -> bool:
        """See `Sessions.replace_session`."""
        there = self._tables.sessions.get(record.id)
        if there is None or there.revision != record.revision:
            return False
        kept = replace(record, revision=record.revision + 1, proven_at=there.proven_at)
        self._tables.sessions[record.id] = kept
        return True

    async def prove_session(self, by: Proof, at: int) -> bool:
        """See `Sessions.prove_session`."""
        session = self._tables.sessions.get(by.session_id)
        user = None if session is None else self._tables.users[session.user_id]
        if session is None or user is None or user.deleted_at is not None:
            return False
        if user.password_hash != by.password_hash:
            return False
        self._tables.sessions[session.id] = replace(session, proven_at=at)
        return True

    async def saw_sessions(self, ids: Collection[str], now_ms: int, longest: int) -> None:
        """See `Sessions.saw_sessions`."""
        for session_id in ids:
            there = self._tables.sessions.get(session_id)
            if there is not None and there.seen_at < now_ms:
                active = there.active + min(now_ms - there.seen_at, longest)
                self._tables.sessions[session_id] = replace(there, seen_at=now_ms, active=active)

    async def delete_session(self, session_id: str) -> None:
        """See `Sessions.delete_session`."""
        self._tables.sessions.pop(session_id, None)

    async def know_device(
        self, user_id: str, device_hash: bytes, device: str, now_ms: int, mail: Mail | None = None
    ) -> Acquaintance:
        """See `Sessions.know_device`."""
        known = await self.devices_of(user_id)
        there = self._tables.devices.get((user_id, device_hash))
        first_at = now_ms if there is None else there.first_at
        self._tables.devices[user_id, device_hash] = Device(device, first_at, now_ms)
        if there is None and known:
            queue(self._tables, mail)
        return "known" if there is not None else "new" if known else "first"

    async def devices_of(self, user_id: str) -> list[Device]:
        """See `Sessions.devices_of`."""
        theirs = [(d, key[1]) for key, d in self._tables.devices.items() if key[0] == user_id]
        return [d for d, _ in sorted(theirs, key=lambda one: (-one[0].seen_at, one[1]))]


def tidy_devices(tables: Tables, now_ms: int) -> None:
    """Forget the devices not seen for long, and the oldest of somebody who has very many."""
    places: dict[str, int] = {}
    for key, device in sorted(tables.devices.items(), key=lambda one: (-one[1].seen_at, one[0])):
        places[key[0]] = places.get(key[0], 0) + 1
        if device.seen_at <= now_ms - DEVICES_KEPT_MS or places[key[0]] > MOST_DEVICES:
            del tables.devices[key]


def forget_devices(tables: Tables, user_id: str) -> None:
    """Forget the devices of a user."""
    for key in [key for key in tables.devices if key[0] == user_id]:
        del tables.devices[key]


def end_sessions(tables: Tables, user_id: str, but: str = "") -> None:
    """Remove all sessions of a user except the one with the id ``but``."""
    for session in [*tables.sessions.values()]:
        if session.user_id == user_id and session.id != but:
            del tables.sessions[session.id]


def withdraw_proofs(tables: Tables, user_id: str, but: str) -> None:
    """Let no session of a user but one be proven any more."""
    for record in [*tables.sessions.values()]:
        if record.user_id == user_id and record.id != but:
            tables.sessions[record.id] = replace(record, proven_at=0)


def end_expired(tables: Tables, now_ms: int) -> None:
    """Remove every session that has expired."""
    for session in [*tables.sessions.values()]:
        if session.expires_at <= now_ms:
            del tables.sessions[session.id]

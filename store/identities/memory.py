"""The verbs of `Store.identities` in plain dicts. No verb ever waits."""

from msgspec.structs import replace

from store.identities.records import Attempt, Identity, SecretState
from store.mail.memory import queue
from store.mail.records import Mail
from store.people.memory import account, proven, ways_in
from store.people.records import Proof
from store.tables import Tables


class MemoryIdentities:
    """See `store.identities.protocol.Identities` for every verb."""

    def __init__(self, tables: Tables) -> None:
        self._tables = tables

    async def add_attempt(self, attempt: Attempt) -> None:
        """See `Identities.add_attempt`."""
        self._tables.attempts.setdefault(attempt.state_hash, attempt)

    async def take_attempt(self, state_hash: bytes, now_ms: int) -> Attempt | None:
        """See `Identities.take_attempt`."""
        attempt = self._tables.attempts.get(state_hash)
        if attempt is None or attempt.expires_at <= now_ms:
            return None
        return self._tables.attempts.pop(state_hash)

    async def identity(self, issuer: str, subject: str) -> Identity | None:
        """See `Identities.identity`."""
        known = self._tables.identities.values()
        return next((one for one in known if (one.issuer, one.subject) == (issuer, subject)), None)

    async def identities_of(self, user_id: str) -> list[Identity]:
        """See `Identities.identities_of`."""
        own = [one for one in self._tables.identities.values() if one.user_id == user_id]
        return sorted(own, key=lambda one: (one.linked_at, one.id))

    async def link(
        self, identity: Identity, by: Proof, mail: Mail | None = None
    ) -> Identity | None:
        """See `Identities.link`."""
        user = account(self._tables, identity.user_id)
        if user is None or not proven(self._tables, user, by):
            return None
        there = await self.identity(identity.issuer, identity.subject)
        if there is None:
            self._tables.identities[identity.id] = identity
            queue(self._tables, mail)
        return there or identity

    async def unlink(self, identity_id: str, user_id: str) -> bool:
        """See `Identities.unlink`."""
        own = {one.id for one in await self.identities_of(user_id)}
        if identity_id in own and ways_in(self._tables, user_id) > 1:
            del self._tables.identities[identity_id]
        return identity_id not in self._tables.identities

    async def use(self, identity_id: str, label: str, at: int) -> None:
        """See `Identities.use`."""
        there = self._tables.identities.get(identity_id)
        if there is not None:
            self._tables.identities[identity_id] = replace(there, label=label, used_at=at)

    async def note_secret(self, provider: str, valid_until: int | None) -> None:
        """See `Identities.note_secret`."""
        self._tables.provider_secrets[provider] = SecretState(provider, valid_until)

    async def note_refusal(self, provider: str, at: int) -> None:
        """See `Identities.note_refusal`."""
        there = self._tables.provider_secrets.get(provider, SecretState(provider))
        if there.refused_at is None:
            self._tables.provider_secrets[provider] = replace(there, refused_at=at)

    async def secrets(self) -> list[SecretState]:
        """See `Identities.secrets`."""
        return sorted(self._tables.provider_secrets.values(), key=lambda one: one.provider)


def end_attempts(tables: Tables, now_ms: int) -> None:
    """Remove the attempts that have ended."""
    for attempt in [*tables.attempts.values()]:
        if attempt.expires_at <= now_ms:
            del tables.attempts[attempt.state_hash]


def forget_identities(tables: Tables, user_id: str) -> None:
    """Remove the identities of a user."""
    for identity in [*tables.identities.values()]:
        if identity.user_id == user_id:
            del tables.identities[identity.id]

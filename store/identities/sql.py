"""The verbs of `Store.identities` over any engine that speaks the shared SQL."""

from store.engine import Each, Engine
from store.identities import queries
from store.identities.records import Attempt, Identity, SecretState
from store.identities.rows import attempt_values, identity_values
from store.mail.records import Mail
from store.mail.rows import queued
from store.people.records import Proof
from store.people.rows import proof_values


class SqlIdentities:
    """See `store.identities.protocol.Identities` for every verb."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    async def add_attempt(self, attempt: Attempt) -> None:
        """See `Identities.add_attempt`."""
        await self._engine.write(queries.ADD_ATTEMPT, *attempt_values(attempt))

    async def take_attempt(self, state_hash: bytes, now_ms: int) -> Attempt | None:
        """See `Identities.take_attempt`."""
        taken = await self._engine.write(queries.TAKE_ATTEMPT, state_hash, now_ms)
        return Attempt(*taken[0]) if taken else None

    async def identity(self, issuer: str, subject: str) -> Identity | None:
        """See `Identities.identity`."""
        found = await self._engine.read(queries.IDENTITY, issuer, subject)
        return Identity(*found[0]) if found else None

    async def identities_of(self, user_id: str) -> list[Identity]:
        """See `Identities.identities_of`."""
        return [Identity(*row) for row in await self._engine.read(queries.IDENTITIES_OF, user_id)]

    async def link(
        self, identity: Identity, by: Proof, mail: Mail | None = None
    ) -> Identity | None:
        """See `Identities.link`."""
        values = (identity.user_id, *proof_values(by))
        work = [Each(queries.LINK_IDENTITY, [identity_values(identity)]), *queued(mail)]
        unknown = (*values, identity.issuer, identity.subject)
        linked = await self._engine.write_if(queries.HOLD_UNLINKED, unknown, work)
        if not linked and not await self._engine.write(queries.HOLD_PROVEN, *values):
            return None
        return await self.identity(identity.issuer, identity.subject)

    async def unlink(self, identity_id: str, user_id: str) -> bool:
        """See `Identities.unlink`."""
        work = [Each(queries.UNLINK, [(identity_id, user_id)])]
        await self._engine.write_if(queries.HOLD, (user_id,), work)
        return not await self._engine.read(queries.IS_LINKED, identity_id)

    async def use(self, identity_id: str, label: str, at: int) -> None:
        """See `Identities.use`."""
        await self._engine.write(queries.USE_IDENTITY, identity_id, label, at)

    async def note_secret(self, provider: str, valid_until: int | None) -> None:
        """See `Identities.note_secret`."""
        await self._engine.write(queries.SECRET_TAKEN, provider, valid_until)

    async def note_refusal(self, provider: str, at: int) -> None:
        """See `Identities.note_refusal`."""
        await self._engine.write(queries.SECRET_REFUSED, provider, at)

    async def secrets(self) -> list[SecretState]:
        """See `Identities.secrets`."""
        return [SecretState(*row) for row in await self._engine.read(queries.SECRETS)]

"""The verbs of `Store.factors` over any engine that speaks the shared SQL."""

from collections.abc import Sequence

from store.engine import Each, Engine, Work
from store.factors import queries, rows
from store.factors.records import EmailCode, FactorSet, Passkey, Totp
from store.mail.records import Mail
from store.mail.rows import queued
from store.people.records import Proof
from store.people.rows import proof_values
from store.sessions.queries import WITHDRAW_PROOFS


class SqlFactors:
    """See `store.factors.protocol.Factors` for every verb."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    async def of(self, user_id: str) -> FactorSet:
        """See `Factors.of`."""
        found = await self._engine.read(queries.FACTORS, user_id)
        if not found:
            return FactorSet()
        passkeys = await self._engine.read(queries.PASSKEYS_OF, user_id)
        return rows.read_factors(user_id, found[0], passkeys)

    async def set_totp(
        self, totp: Totp, codes: Sequence[bytes], by: Proof, mail: Mail | None = None
    ) -> bool:
        """See `Factors.set_totp`."""
        values = (totp.user_id, totp.secret, totp.made_at, totp.last_step)
        return await self._add(totp.user_id, Each(queries.SET_TOTP, [values]), codes, by, mail)

    async def use_totp(self, user_id: str, step: int) -> bool:
        """See `Factors.use_totp`."""
        return bool(await self._engine.write(queries.USE_TOTP, user_id, step))

    async def reseal_totp(self, user_id: str, before: bytes, after: bytes) -> None:
        """See `Factors.reseal_totp`."""
        await self._engine.write(queries.RESEAL_TOTP, user_id, before, after)

    async def remove_totp(self, user_id: str, by: Proof, mail: Mail | None = None) -> bool:
        """See `Factors.remove_totp`."""
        gone = Each(queries.DELETE_TOTP, [(user_id,)])
        return await self._remove(queries.HOLD_TOTP, user_id, gone, by, mail)

    async def set_email(
        self, user_id: str, at: int, codes: Sequence[bytes], by: Proof, mail: Mail | None = None
    ) -> bool:
        """See `Factors.set_email`."""
        return await self._add(user_id, Each(queries.SET_EMAIL, [(user_id, at)]), codes, by, mail)

    async def remove_email(self, user_id: str, by: Proof, mail: Mail | None = None) -> bool:
        """See `Factors.remove_email`."""
        gone = Each(queries.DELETE_EMAIL, [(user_id,)])
        return await self._remove(queries.HOLD_EMAIL, user_id, gone, by, mail)

    async def keep_email_code(self, code: EmailCode) -> None:
        """See `Factors.keep_email_code`."""
        values = (code.id, code.user_id, code.code_hash, code.expires_at)
        await self._engine.write(queries.KEEP_EMAIL_CODE, *values)

    async def try_email_code(
        self, code_id: bytes, user_id: str, code_hash: bytes, now_ms: int, most: int
    ) -> bool:
        """See `Factors.try_email_code`."""
        if not await self._engine.write(queries.TRY_EMAIL_CODE, code_id, user_id, now_ms, most):
            return False
        return bool(await self._engine.write(queries.TAKE_EMAIL_CODE, code_id, user_id, code_hash))

    async def add_passkey(
        self, passkey: Passkey, codes: Sequence[bytes], by: Proof, mail: Mail | None = None
    ) -> bool:
        """See `Factors.add_passkey`."""
        added = Each(queries.ADD_PASSKEY, [rows.passkey_values(passkey)])
        values = (passkey.user_id, *proof_values(by), passkey.id)
        work = [added, _withdrawn(passkey.user_id, by), *_renewed(passkey.user_id, codes)]
        work += queued(mail)
        return await self._engine.write_if(queries.HOLD_UNKNOWN, values, work)

    async def passkey(self, passkey_id: str) -> Passkey | None:
        """See `Factors.passkey`."""
        found = await self._engine.read(queries.PASSKEY, passkey_id)
        return Passkey(*found[0]) if found else None

    async def use_passkey(self, used: Passkey, sign_count: int, at: int) -> bool:
        """See `Factors.use_passkey`."""
        values = (used.id, used.sign_count, sign_count, at)
        return bool(await self._engine.write(queries.USE_PASSKEY, *values))

    async def rename_passkey(self, user_id: str, passkey_id: str, name: str) -> bool:
        """See `Factors.rename_passkey`."""
        return bool(await self._engine.write(queries.RENAME_PASSKEY, user_id, passkey_id, name))

    async def remove_passkey(
        self, user_id: str, passkey_id: str, by: Proof, mail: Mail | None = None
    ) -> bool:
        """See `Factors.remove_passkey`."""
        gone = Each(queries.DELETE_PASSKEY, [(passkey_id,)])
        held = await self._remove(queries.HOLD_PASSKEY, user_id, gone, by, mail, passkey_id)
        return held and await self.passkey(passkey_id) is None

    async def spend(self, challenge: bytes, expires_at: int) -> bool:
        """See `Factors.spend`."""
        return bool(await self._engine.write(queries.SPEND, challenge, expires_at))

    async def replace_codes(self, user_id: str, codes: Sequence[bytes], by: Proof) -> bool:
        """See `Factors.replace_codes`."""
        values = (user_id, *proof_values(by))
        return await self._engine.write_if(queries.HOLD_ANY, values, _renewed(user_id, codes))

    async def use_code(self, user_id: str, code_hash: bytes, mail: Mail | None = None) -> bool:
        """See `Factors.use_code`."""
        return await self._engine.write_if(queries.USE_CODE, (user_id, code_hash), queued(mail))

    async def guess(self, user_id: str, most: int) -> bool:
        """See `Factors.guess`."""
        return bool(await self._engine.write(queries.GUESS, user_id, most))

    async def forget_guesses(self, user_id: str) -> None:
        """See `Factors.forget_guesses`."""
        await self._engine.write(queries.FORGET_GUESSES, user_id)

    async def _add(
        self, user_id: str, factor: Work, codes: Sequence[bytes], by: Proof, mail: Mail | None
    ) -> bool:
        values = (user_id, *proof_values(by))
        work = [factor, _withdrawn(user_id, by), *_renewed(user_id, codes), *queued(mail)]
        return await self._engine.write_if(queries.HOLD_OWNER, values, work)

    async def _remove(
        self, hold: str, user_id: str, gone: Work, by: Proof, mail: Mail | None, *more: str
    ) -> bool:
        values = (user_id, *proof_values(by), *more)
        work = [gone, Each(queries.DELETE_LAST_CODES, [(user_id,)]), *queued(mail)]
        return await self._engine.write_if(hold, values, work)


def _withdrawn(user_id: str, by: Proof) -> Work:
    """Return the work that makes the proofs of all other sessions count no more."""
    return Each(WITHDRAW_PROOFS, [(user_id, by.session_id)])


def _renewed(user_id: str, codes: Sequence[bytes]) -> list[Work]:
    """Return the work that replaces the recovery codes, if there are new ones."""
    added = Each(queries.ADD_CODE, [(user_id, code) for code in codes])
    return [Each(queries.DELETE_CODES, [(user_id,)]), added] if codes else []

"""The verbs of `Store.factors` in plain dicts. No verb ever waits."""

from collections.abc import Sequence
from contextlib import suppress
from typing import Any

from msgspec.structs import replace

from store.factors.records import EmailCode, FactorSet, Passkey, Totp
from store.mail.memory import queue
from store.mail.records import Mail
from store.people.memory import account, proven, ways_in
from store.people.records import Proof
from store.sessions.memory import withdraw_proofs
from store.tables import Tables


class MemoryFactors:
    """See `store.factors.protocol.Factors` for every verb."""

    def __init__(self, tables: Tables) -> None:
        self._tables = tables

    async def of(self, user_id: str) -> FactorSet:
        """See `Factors.of`."""
        return factors_of(self._tables, user_id)

    async def set_totp(
        self, totp: Totp, codes: Sequence[bytes], by: Proof, mail: Mail | None = None
    ) -> bool:
        """See `Factors.set_totp`."""
        if not self._holds(totp.user_id, by):
            return False
        self._tables.totp[totp.user_id] = totp
        self._added(totp.user_id, codes, by, mail)
        return True

    async def use_totp(self, user_id: str, step: int) -> bool:
        """See `Factors.use_totp`."""
        totp = self._tables.totp.get(user_id)
        if totp is None or totp.last_step >= step:
            return False
        self._tables.totp[user_id] = replace(totp, last_step=step)
        return True

    async def reseal_totp(self, user_id: str, before: bytes, after: bytes) -> None:
        """See `Factors.reseal_totp`."""
        totp = self._tables.totp.get(user_id)
        if totp is not None and totp.secret == before:
            self._tables.totp[user_id] = replace(totp, secret=after)

    async def remove_totp(self, user_id: str, by: Proof, mail: Mail | None = None) -> bool:
        """See `Factors.remove_totp`."""
        return self._remove(self._tables.totp, user_id, user_id, by, mail)

    async def set_email(
        self, user_id: str, at: int, codes: Sequence[bytes], by: Proof, mail: Mail | None = None
    ) -> bool:
        """See `Factors.set_email`."""
        if not self._holds(user_id, by):
            return False
        self._tables.email_factors.setdefault(user_id, at)
        self._added(user_id, codes, by, mail)
        return True

    async def remove_email(self, user_id: str, by: Proof, mail: Mail | None = None) -> bool:
        """See `Factors.remove_email`."""
        return self._remove(self._tables.email_factors, user_id, user_id, by, mail)

    async def keep_email_code(self, code: EmailCode) -> None:
        """See `Factors.keep_email_code`."""
        self._tables.email_codes[code.id] = (code, 0)

    async def try_email_code(
        self, code_id: bytes, user_id: str, code_hash: bytes, now_ms: int, most: int
    ) -> bool:
        """See `Factors.try_email_code`."""
        code, tries = self._tables.email_codes.get(code_id, (None, 0))
        if code is None or code.user_id != user_id or code.expires_at <= now_ms or tries >= most:
            return False
        self._tables.email_codes[code_id] = (code, tries + 1)
        if code.code_hash != code_hash:
            return False
        del self._tables.email_codes[code_id]
        return True

    async def add_passkey(
        self, passkey: Passkey, codes: Sequence[bytes], by: Proof, mail: Mail | None = None
    ) -> bool:
        """See `Factors.add_passkey`."""
        if passkey.id in self._tables.passkeys or not self._holds(passkey.user_id, by):
            return False
        self._tables.passkeys[passkey.id] = passkey
        self._added(passkey.user_id, codes, by, mail)
        return True

    async def passkey(self, passkey_id: str) -> Passkey | None:
        """See `Factors.passkey`."""
        return self._tables.passkeys.get(passkey_id)

    async def use_passkey(self, used: Passkey, sign_count: int, at: int) -> bool:
        """See `Factors.use_passkey`."""
        there = self._tables.passkeys.get(used.id)
        if there is None or there.sign_count != used.sign_count:
            return False
        self._tables.passkeys[used.id] = replace(there, sign_count=sign_count, used_at=at)
        return True

    async def rename_passkey(self, user_id: str, passkey_id: str, name: str) -> bool:
        """See `Factors.rename_passkey`."""
        there = self._tables.passkeys.get(passkey_id)
        if there is None or there.user_id != user_id:
            return False
        self._tables.passkeys[passkey_id] = replace(there, name=name)
        return True

    async def remove_passkey(
        self, user_id: str, passkey_id: str, by: Proof, mail: Mail | None = None
    ) -> bool:
        """See `Factors.remove_passkey`."""
        there = self._tables.passkeys.get(passkey_id)
        if there is None or there.user_id != user_id or ways_in(self._tables, user_id) < 2:
            return False
        return self._remove(self._tables.passkeys, passkey_id, user_id, by, mail)

    async def spend(self, challenge: bytes, expires_at: int) -> bool:
        """See `Factors.spend`."""
        if challenge in self._tables.spent_challenges:
            return False
        self._tables.spent_challenges[challenge] = expires_at
        return True

    async def replace_codes(self, user_id: str, codes: Sequence[bytes], by: Proof) -> bool:
        """See `Factors.replace_codes`."""
        if not self._holds(user_id, by) or not factors_of(self._tables, user_id).any:
            return False
        self._renew(user_id, codes)
        return True

    async def use_code(self, user_id: str, code_hash: bytes, mail: Mail | None = None) -> bool:
        """See `Factors.use_code`."""
        codes = self._tables.recovery_codes.get(user_id, set())
        if code_hash not in codes:
            return False
        codes.remove(code_hash)
        queue(self._tables, mail)
        return True

    async def guess(self, user_id: str, most: int) -> bool:
        """See `Factors.guess`."""
        before = self._tables.code_guesses.get(user_id, 0)
        if before >= most:
            return False
        self._tables.code_guesses[user_id] = before + 1
        return True

    async def forget_guesses(self, user_id: str) -> None:
        """See `Factors.forget_guesses`."""
        self._tables.code_guesses.pop(user_id, None)

    def _holds(self, user_id: str, by: Proof) -> bool:
        user = account(self._tables, user_id)
        return user is not None and proven(self._tables, user, by)

    def _added(self, user_id: str, codes: Sequence[bytes], by: Proof, mail: Mail | None) -> None:
        withdraw_proofs(self._tables, user_id, but=by.session_id)
        self._renew(user_id, codes)
        queue(self._tables, mail)

    def _renew(self, user_id: str, codes: Sequence[bytes]) -> None:
        if codes:
            self._tables.recovery_codes[user_id] = set(codes)

    def _remove(
        self, table: dict[str, Any], key: str, user_id: str, by: Proof, mail: Mail | None
    ) -> bool:
        if key not in table or not self._holds(user_id, by):
            return False
        del table[key]
        if not factors_of(self._tables, user_id).any:
            self._tables.recovery_codes.pop(user_id, None)
        queue(self._tables, mail)
        return True


def factors_of(tables: Tables, user_id: str) -> FactorSet:
    """Return the factors of a user."""
    passkeys = [key for key in tables.passkeys.values() if key.user_id == user_id]
    return FactorSet(
        tables.totp.get(user_id),
        tables.email_factors.get(user_id),
        tuple(sorted(passkeys, key=lambda key: (key.made_at, key.id))),
        len(tables.recovery_codes.get(user_id, ())),
        tables.code_guesses.get(user_id, 0),
    )


def forget_passkeys(tables: Tables, user_id: str) -> None:
    """Remove the passkeys of a user, and with the last factor the recovery codes."""
    for key in [key for key, kept in tables.passkeys.items() if kept.user_id == user_id]:
        del tables.passkeys[key]
    if not factors_of(tables, user_id).any:
        tables.recovery_codes.pop(user_id, None)


def forget_factors(tables: Tables, user_id: str) -> None:
    """Leave nothing of the factors of a user."""
    for table in (tables.totp, tables.email_factors, tables.recovery_codes, tables.code_guesses):
        with suppress(KeyError):
            del table[user_id]
    forget_passkeys(tables, user_id)
    for code_id, (code, _) in [*tables.email_codes.items()]:
        if code.user_id == user_id:
            del tables.email_codes[code_id]


def end_codes(tables: Tables, now_ms: int) -> None:
    """Remove codes sent by mail, and answered challenges, whose time has ended."""
    for code_id, (code, _) in [*tables.email_codes.items()]:
        if code.expires_at <= now_ms:
            del tables.email_codes[code_id]
    for challenge, until in [*tables.spent_challenges.items()]:
        if until <= now_ms:
            del tables.spent_challenges[challenge]

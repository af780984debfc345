"""Turns rows into records and back, in the column order of `store.factors.queries`."""

from collections.abc import Sequence

from msgspec.structs import astuple

from store.engine import Row, Values
from store.factors.records import FactorSet, Passkey, Totp


def passkey_values(passkey: Passkey) -> Values:
    """Return the values of ADD_PASSKEY."""
    return astuple(passkey)


def read_factors(user_id: str, row: Row, passkeys: Sequence[Row]) -> FactorSet:
    """Read FACTORS and PASSKEYS_OF."""
    secret, made_at, last_step, email_since, codes, guesses = row
    totp = None if secret is None else Totp(user_id, secret, made_at, last_step)
    return FactorSet(
        totp, email_since, tuple(Passkey(*key) for key in passkeys), codes, guesses or 0
    )

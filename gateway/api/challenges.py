"""Challenges to passkeys: a ticket that ends after five minutes, and counts once."""

from base64 import b64decode, b64encode
from typing import Any

from msgspec import Struct
from quart import g, request

from gateway.api import audit, common
from gateway.api.factor_news import tell_factor
from gateway.auth.factors import passkeys
from gateway.auth.factors.passkeys import Assertion, Attestation, Made, Site, Unproven
from gateway.auth.rules import invalid
from gateway.http.problems import FieldError, Problem
from gateway.services import Services
from store.factors.records import Passkey
from store.people.records import User

NOT_HERE = (
    "Browsers make passkeys for names alone, not for addresses of numbers: open the site by its"
    " name; on this machine, by localhost."
)
COPIED = (
    "There seem to be two of this passkey: it was not accepted. Sign in another way, remove it, and"
    " make a new one."
)


class Challenge(Struct, frozen=True):
    """``value`` in base64; ``host`` is for which site, ``asked`` for what it was made."""

    value: str
    host: str
    asked: str


class ChallengeAnswer(Struct):
    """``challenge`` goes back with the answer; ``options`` are for `navigator.credentials`.

    In them, all bytes are in base64url, as in `PublicKeyCredential.parseRequestOptionsFromJSON`.
    """

    challenge: str
    options: dict[str, Any]


def site() -> Site | None:
    """Return the site by whose name somebody has come, if browsers make passkeys for it."""
    return passkeys.site_of(request.headers.get("Origin") or f"https://{g.seen.host}")


def needed_site() -> Site:
    """Return the same; raises a Problem if it is none."""
    found = site()
    if found is None:
        raise Problem(409, "no_passkeys_here", NOT_HERE)
    return found


def ticket(services: Services, value: bytes, asked: str) -> str:
    """Return the ticket for a challenge."""
    claims = Challenge(b64encode(value).decode(), needed_site().host, asked)
    return services.tickets.make("passkey", claims, passkeys.LASTS)


async def answered(services: Services, text: str, passkey: Assertion, asked: str) -> Passkey:
    """Return the passkey that has answered a challenge; raises a Problem if none has.

    Neither challenge nor key counts for anybody in particular: whose it is, the caller compares.
    """
    here, value = _read(services, text, asked, "passkey")
    known = await services.store.factors.passkey(passkey.id[: passkeys.LONGEST_ID])
    if known is None or known.host != here.host:
        raise invalid(FieldError("passkey", "unknown", "Nobody here has this passkey (any more)."))
    owner = passkeys.owner_in(passkey)
    try:
        count = passkeys.shown(passkey, here, value, known.public_key)
    except Unproven as error:
        raise await _refused(services, known, str(error)) from None
    if owner not in {None, known.user_id}:
        raise await _refused(services, known, "it names another account")
    await _spend(services, value, "passkey")
    used = not passkeys.is_copy(known.sign_count, count)
    now = common.milliseconds(services)
    if not used or not await services.store.factors.use_passkey(known, count, now):
        owner = await _note(services, known, f"count {count} after {known.sign_count}")
        if owner is not None:
            await tell_factor(services, owner, "copied")
        raise Problem(403, "passkey_copied", COPIED)
    return known


async def made(services: Services, text: str, credential: Attestation, asked: str) -> Made:
    """Return the key that was made for a challenge; raises a Problem if none was."""
    here, value = _read(services, text, asked, "credential")
    try:
        found = passkeys.made(credential, here, value)
    except Unproven as error:
        detail = f"This passkey cannot be used: {error}."
        raise invalid(FieldError("credential", "wrong", detail)) from None
    await _spend(services, value, "credential")
    return found


def _read(services: Services, text: str, asked: str, field: str) -> tuple[Site, bytes]:
    claims = services.tickets.read("passkey", text, Challenge)
    here = needed_site()
    if claims is None or (claims.host, claims.asked) != (here.host, asked):
        raise _over(field)
    return here, b64decode(claims.value)


async def _spend(services: Services, value: bytes, field: str) -> None:
    """Use up a challenge. Its ticket may last a moment longer than the note of that, so add one."""
    until = common.milliseconds(services) + 2 * passkeys.LASTS * 1000
    if not await services.store.factors.spend(value, until):
        raise _over(field)


async def _refused(services: Services, known: Passkey, why: str) -> Problem:
    await _note(services, known, why)
    detail = "The answer of this passkey does not fit; try again."
    return invalid(FieldError("passkey", "wrong", detail))


async def _note(services: Services, known: Passkey, detail: str) -> User | None:
    """Log what is wrong with a passkey; return whose it is."""
    owner = await services.store.people.user(known.user_id)
    await audit.note(services, "passkey-refused", owner, f"{known.name}: {detail}")
    return owner


def _over(field: str) -> Problem:
    detail = "This has taken too long, or was answered already; begin again."
    return invalid(FieldError(field, "over", detail))

"""Checks what somebody shows besides a password: a code or a passkey. It is the only place.

Guesses at six digits are counted twice (docs/security.md): in a row, by the store, so that neither
a restart nor another server forgets them; and by their pace. Both count for the account, whatever
address they come from: nobody gets this far without the password, or a session.
"""

from collections.abc import Sequence
from math import ceil
from typing import Annotated, Literal

from msgspec import Meta, Struct
from structlog import get_logger

from gateway.api import audit, challenges, common, mailed_codes
from gateway.api.factor_news import factor_letter, note_factor, tell_factor
from gateway.auth.factors import recovery, totp
from gateway.auth.factors.passkeys import Assertion
from gateway.auth.rules import invalid
from gateway.auth.sealer import Unsealable
from gateway.guard.lockout import FIRST
from gateway.guard.rates import guesses
from gateway.http.problems import FieldError, Problem
from gateway.services import Services
from store.factors.records import FactorSet
from store.people.records import User

log = get_logger("gateway.auth")

Way = Literal["passkey", "totp", "email", "recovery"]
"""How to show a second factor, the best first."""
Code = Annotated[str, Meta(max_length=64)]
MOST_GUESSES = 100
"""Wrong codes in a row, after which no code of six digits counts any more."""
LOCKED = (
    f"After {MOST_GUESSES} wrong codes, codes of six digits do not count any more. Use a passkey or"
    " a recovery code, or ask an administrator for a link that takes off the second factor."
)
NOT_SENT = ("wrong", "This is not the code that was sent, or it does not count any more.")
LOST = "The server has lost the key of this app: use another way, or ask an administrator."


class Shown(Struct, frozen=True):
    """``code`` is for all ways but a passkey, which answers a ``challenge``."""

    way: Way
    code: str | None
    challenge: str | None
    passkey: Assertion | None


def ways(services: Services, user: User, factors: FactorSet) -> list[Way]:
    """Return the ways that an account has here: a passkey works at its own address alone."""
    site = challenges.site()
    there: dict[Way, bool] = {
        "passkey": site is not None and any(key.host == site.host for key in factors.passkeys),
        "totp": factors.totp is not None,
        "email": mailed_codes.works(services, user, factors),
        "recovery": factors.codes > 0,
    }
    return [way for way, is_there in there.items() if is_there]


def totp_purpose(user_id: str) -> str:
    """Return what the secret of somebody's app is sealed for."""
    return f"totp of {user_id}"


async def accept(
    services: Services, user: User, factors: FactorSet, shown: Shown, asked: str
) -> None:
    """Return if this shows a factor of the account; raises a Problem that says what is wrong.

    ``asked`` is what a challenge or a mailed code must have been asked for.
    """
    if shown.way == "passkey":
        if shown.passkey is None or shown.challenge is None:
            raise _fault("passkey", "missing", "This is needed.")
        key = await challenges.answered(services, shown.challenge, shown.passkey, asked)
        if key.user_id != user.id:
            raise _fault("passkey", "wrong", "This passkey belongs to another account.")
    elif shown.code is None or not shown.code.strip():
        raise _fault("code", "missing", "This is needed.")
    elif shown.way == "recovery":
        await _accept_recovery(services, user, shown.code)
    else:
        await _accept_digits(services, user, factors, shown, asked)
    await services.store.factors.forget_guesses(user.id)


async def _accept_recovery(services: Services, user: User, code: str) -> None:
    pair = (guesses("recovery code", user.id), common.home())
    common.wait(services, await services.rates.attempt(*pair))
    hashed = recovery.hash_of(user.id, code)
    news = await factor_letter(services, user, "recovery_used")
    if not await services.store.factors.use_code(user.id, hashed, news):
        await _note_wrong(services, user, "recovery", pair)
        raise _fault("code", "wrong", "This is no recovery code of the account, or it is used.")
    await services.rates.succeeded(*pair)
    await audit.note(services, "recovery-code-used", user)
    await note_factor(services, user, "recovery_used")


async def _accept_digits(
    services: Services, user: User, factors: FactorSet, shown: Shown, asked: str
) -> None:
    pair = (guesses("second factor", user.id), "")
    common.wait(services, await services.rates.attempt(*pair))
    if not await services.store.factors.guess(user.id, MOST_GUESSES):
        raise Problem(403, "codes_locked", LOCKED)
    typed = "".join((shown.code or "").split())
    if shown.way == "email":
        rule = None if await mailed_codes.right(services, user, asked, typed) else NOT_SENT
    else:
        rule = await _fault_of_app(services, user, factors, typed)
    if rule is not None:
        await _note_wrong(services, user, shown.way, pair)
        raise _fault("code", *rule)
    await services.rates.succeeded(*pair)


async def _fault_of_app(
    services: Services, user: User, factors: FactorSet, typed: str
) -> tuple[str, str] | None:
    """Return the rule that a code of the app breaks, and a sentence about it; None: it is right."""
    app = factors.totp
    if app is None:
        return "wrong", "This account has no app for codes."
    try:
        secret = services.sealer.open(totp_purpose(user.id), app.secret)
    except Unsealable as error:
        log.warning("the secret of an app cannot be read", player=user.id, reason=str(error))
        return "lost", LOST
    step = totp.step_of(secret, typed, services.date())
    if step is None:
        return "wrong", "This is not the code that the app shows now."
    if not await services.store.factors.use_totp(user.id, step):
        return "used", "This code was used already; wait for the next one."
    if services.sealer.stale(app.secret):
        anew = services.sealer.seal(totp_purpose(user.id), secret)
        await services.store.factors.reseal_totp(user.id, app.secret, anew)
    return None


async def _note_wrong(services: Services, user: User, way: Way, pair: tuple[str, str]) -> None:
    services.metrics.count("codes_refused")
    seconds = await services.rates.wait(*pair)
    action = "codes-locked" if seconds > 0.0 else "wrong-code"
    detail = f"{way}, for {ceil(seconds)} s" if seconds > 0.0 else way
    await audit.note(services, action, user, detail)
    if 0.0 < seconds <= FIRST:  # told once, and not with each longer wait
        await tell_factor(services, user, "guessed")


def hashes(user_id: str, codes: Sequence[str]) -> list[bytes]:
    """Return the hashes of recovery codes."""
    return [recovery.hash_of(user_id, code) for code in codes]


def _fault(field: str, rule: str, detail: str) -> Problem:
    return invalid(FieldError(field, rule, detail))

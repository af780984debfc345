"""Codes of six digits that are sent by mail: as a second step, or as a proof.

A code belongs to what it was asked for with (a ticket, a session), lasts ten minutes and may be
tried five times.
"""

import secrets
from hashlib import sha256

from gateway.api import common
from gateway.api.telling import no_mail
from gateway.http.problems import Problem
from gateway.services import Services
from store.factors.records import EmailCode, FactorSet
from store.people.records import User

LASTS = 10 * 60
"""Seconds."""
TRIES = 5


def works(services: Services, user: User, factors: FactorSet) -> bool:
    """Tell whether codes come to an account by mail now."""
    return factors.email_since is not None and can_come(services, user)


def can_come(services: Services, user: User) -> bool:
    """Tell whether they could: to a confirmed address, from a server that sends mails."""
    return services.mail.possible and user.email is not None and user.email_confirmed


async def send(services: Services, user: User, factors: FactorSet, asked: str) -> None:
    """Send a code for what is ``asked``; raises a Problem if none can be sent."""
    if not works(services, user, factors):
        raise no_mail()
    await common.limit(services, "mail", f"code {user.id}")
    code = f"{secrets.randbelow(10**6):06}"
    until = common.milliseconds(services) + LASTS * 1000
    kept = EmailCode(_id(asked), user.id, _hash(asked, code), until)
    await services.store.factors.keep_email_code(kept)
    if not await services.mail.send(user, "code", {"code": code}):
        detail = "Too many mails to this account, or from this server; use another way."
        raise Problem(503, "busy", detail, headers={"Retry-After": "600"})


async def right(services: Services, user: User, asked: str, code: str) -> bool:
    """Use up a code if it is right."""
    now = common.milliseconds(services)
    tried = (_id(asked), user.id, _hash(asked, code), now, TRIES)
    return await services.store.factors.try_email_code(*tried)


def _id(asked: str) -> bytes:
    return sha256(f"code for {asked}".encode()).digest()


def _hash(asked: str, code: str) -> bytes:
    return sha256(f"{asked} {code}".encode()).digest()

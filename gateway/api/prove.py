"""Proving again who one is, before what a thief of a session must not be able to do (ADR 90).

A session counts as proven for a while after its owner has shown what the thief does not have. A
request that brings the password with it proves itself.
"""

from typing import Literal

from msgspec import Struct
from quart import Blueprint, Response

from gateway.api import common
from gateway.api.common import answer, done
from gateway.api.describe import operation
from gateway.auth.rules import invalid
from gateway.auth.sessions import SignedIn
from gateway.http.body import read
from gateway.http.problems import FieldError, Problem
from gateway.services import Services
from store.people.records import User

LASTS = 10 * 60 * 1000
"""Milliseconds for which a proof counts."""
AGAIN = "Confirm that it is you, then try again: POST /api/v1/account/prove."

Way = Literal["password", "provider"]


class ProofAnswer(Struct, omit_defaults=True):
    """Whether the session is proven now, and the ways to prove it: one of them is enough.

    ``providers`` are those whose sign-in proves it.
    """

    proven: bool
    ways: list[Way]
    providers: list[str] = []


class ProveBody(Struct, forbid_unknown_fields=True):
    """What shows who one is."""

    password: str


def routes(services: Services) -> Blueprint:
    """Make the routes."""
    blueprint = Blueprint("prove", __name__)

    @blueprint.get("/account/prove")
    @operation(by="token", answer=ProofAnswer, problems=(401, 403, 429))
    async def ask() -> Response:
        """Tell whether the session is proven, and how its owner can prove it."""
        found = await common.owner(services)
        linked = await services.store.identities.identities_of(found.user.id)
        known = {one.provider for one in linked}
        providers = [provider.id for provider in services.providers if provider.id in known]
        ways = _ways(found.user, providers)
        return answer(ProofAnswer(_is_proven(services, found), ways, providers))

    @blueprint.post("/account/prove")
    @operation(by="token", body=ProveBody, status=204, problems=(401, 403, 422, 429, 503))
    async def prove() -> Response:
        """Prove again who one is; what needs it is allowed for the next ten minutes."""
        found = await common.owner(services)
        await _check_password(services, found, (await read(ProveBody)).password, "password")
        now = common.milliseconds(services)
        if not await services.store.sessions.prove_session(common.proof(found), now):
            await common.signed_in(services)
            raise wrong("password")
        return done()

    return blueprint


async def require(
    services: Services, found: SignedIn, password: str | None = None, field: str = "password"
) -> None:
    """Raise a Problem unless the owner has proved who they are, lately or with this password."""
    if password is not None:
        await _check_password(services, found, password, field)
    elif not _is_proven(services, found):
        raise Problem(403, "prove_again", AGAIN)


def wrong(field: str) -> Problem:
    """Make the answer for a wrong password."""
    return invalid(FieldError(field, "wrong", "This is not the password of the account."))


async def _check_password(services: Services, found: SignedIn, password: str, field: str) -> None:
    user = found.user
    if not await common.attempt(services, user.name, password, user):
        raise wrong(field)


def _is_proven(services: Services, found: SignedIn) -> bool:
    return common.milliseconds(services) < found.proven_at + LASTS


def _ways(user: User, providers: list[str]) -> list[Way]:
    ways = list[Way]()
    if user.password_hash is not None:
        ways.append("password")
    if providers:
        ways.append("provider")
    return ways

"""Proving again who one is, before what a thief of a session must not be able to do (ADR 90).

A session counts as proven for a while after its owner has shown what the thief does not have: the
second factor, if there is one, else the password. A request that brings the password with it proves
itself where that is enough.
"""

from typing import Literal

from msgspec import Struct
from quart import Blueprint, Response

from gateway.api import challenges, common, mailed_codes, shown
from gateway.api.challenges import ChallengeAnswer
from gateway.api.common import NoBody, answer, done
from gateway.api.describe import operation
from gateway.api.shown import Code, Shown
from gateway.auth.factors import passkeys
from gateway.auth.factors.passkeys import Assertion
from gateway.auth.rules import invalid
from gateway.auth.sessions import SignedIn
from gateway.http.body import read
from gateway.http.problems import FieldError, Problem
from gateway.services import Services
from store.people.records import User

LASTS = 10 * 60 * 1000
"""Milliseconds for which a proof counts."""
AGAIN = "Confirm that it is you, then try again: POST /api/v1/account/prove."
NOT_ENOUGH = "This account has a second factor, and nothing else proves who owns it."

Way = Literal["passkey", "totp", "email", "recovery", "password", "provider"]


class ProofAnswer(Struct, omit_defaults=True):
    """Whether the session is proven now, and the ways to prove it, the best first.

    ``providers`` are those whose sign-in proves it.
    """

    proven: bool
    ways: list[Way]
    providers: list[str] = []


class ProveBody(Struct, forbid_unknown_fields=True):
    """What shows who one is: the password, or what `Shown` says."""

    way: Literal["passkey", "totp", "email", "recovery", "password"] = "password"
    password: str | None = None
    code: Code | None = None
    challenge: str | None = None
    passkey: Assertion | None = None


def routes(services: Services) -> Blueprint:
    """Make the routes."""
    handlers = Prove(services)
    blueprint = Blueprint("prove", __name__)
    blueprint.get("/account/prove")(handlers.ask)
    blueprint.post("/account/prove")(handlers.prove)
    blueprint.post("/account/prove/mail")(handlers.mail)
    blueprint.post("/account/prove/challenge")(handlers.challenge)
    return blueprint


class Prove:
    """The handlers of the resource."""

    def __init__(self, services: Services) -> None:
        self._services = services

    @operation(by="token", answer=ProofAnswer, problems=(401, 403, 429))
    async def ask(self) -> Response:
        """Tell whether the session is proven, and how its owner can prove it."""
        services = self._services
        found = await common.owner(services, "play")
        factors = await services.store.factors.of(found.user.id)
        if factors.any:
            ways: list[Way] = [*shown.ways(services, found.user, factors)]
            return answer(ProofAnswer(_is_proven(services, found), ways))
        linked = await services.store.identities.identities_of(found.user.id)
        known = {one.provider for one in linked}
        providers = [provider.id for provider in services.providers if provider.id in known]
        ways = _ways(found.user, providers)
        return answer(ProofAnswer(_is_proven(services, found), ways, providers))

    @operation(by="token", body=ProveBody, status=204, problems=(401, 403, 422, 429, 503))
    async def prove(self) -> Response:
        """Prove again who one is; what needs it is allowed for the next ten minutes."""
        services = self._services
        found = await common.owner(services)
        body = await read(ProveBody)
        factors = await services.store.factors.of(found.user.id)
        if body.way != "password":
            what = Shown(body.way, body.code, body.challenge, body.passkey)
            await shown.accept(services, found.user, factors, what, _asked(found))
        elif body.password is None:
            raise invalid(FieldError("password", "missing", "This is needed."))
        else:
            await _check_password(services, found, body.password, "password")
            await refuse_if_factor(services, found.user)
        now = common.milliseconds(services)
        if not await services.store.sessions.prove_session(common.proof(found), now):
            await common.signed_in(services)
            raise wrong("password")
        return done()

    @operation(by="token", body=NoBody, status=204, problems=(401, 403, 409, 422, 429, 503))
    async def mail(self) -> Response:
        """Send a code by mail, to prove who one is."""
        found = await common.owner(self._services)
        await read(NoBody)
        factors = await self._services.store.factors.of(found.user.id)
        await mailed_codes.send(self._services, found.user, factors, _asked(found))
        return done()

    @operation(by="token", body=NoBody, answer=ChallengeAnswer, problems=(401, 403, 409, 422, 429))
    async def challenge(self) -> Response:
        """Ask for what a passkey has to answer, to prove who one is."""
        found = await common.owner(self._services)
        await read(NoBody)
        site, value = challenges.needed_site(), passkeys.new_challenge()
        factors = await self._services.store.factors.of(found.user.id)
        known = [key.id for key in factors.passkeys if key.host == site.host]
        made = challenges.ticket(self._services, value, _asked(found))
        return answer(ChallengeAnswer(made, passkeys.to_show(site, value, known)))


async def require(
    services: Services, found: SignedIn, password: str | None = None, field: str = "password"
) -> None:
    """Raise a Problem unless the owner has proved who they are, lately or with this password.

    The password is checked in any case, but is enough only where there is no second factor.
    """
    if password is not None:
        await _check_password(services, found, password, field)
        if not (await services.store.factors.of(found.user.id)).any:
            return
    if not _is_proven(services, found):
        raise Problem(403, "prove_again", AGAIN)


async def refuse_if_factor(services: Services, user: User) -> None:
    """Raise a Problem if the account has a second factor: then nothing else proves anything."""
    if (await services.store.factors.of(user.id)).any:
        raise Problem(403, "second_needed", NOT_ENOUGH)


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
    """Return the ways of an account without a second factor."""
    ways = list[Way]()
    if user.password_hash is not None:
        ways.append("password")
    if providers:
        ways.append("provider")
    return ways


def _asked(found: SignedIn) -> str:
    """Bind a challenge to one session."""
    return f"prove {found.session_id}"

"""The way to a provider and back: to sign in, to link an identity, to prove who one is (ADR 91).

The page sends the browser there and comes back with a code. `gateway.auth.providers` decides what
the code is worth; here an attempt belongs to one browser, counts once, and ends in ten minutes.
"""

import secrets
from hashlib import sha256
from hmac import compare_digest
from typing import Annotated

import trio
from msgspec import Meta, Struct
from quart import Blueprint, Response, g, request
from structlog import get_logger

from gateway.api import common, entrance, identities, prove, welcome
from gateway.api.common import answer
from gateway.api.describe import operation
from gateway.api.entrance import SecondStepAnswer, SignedInAnswer
from gateway.api.welcome import WelcomeAnswer
from gateway.auth.providers import browser
from gateway.auth.providers.browser import Browser
from gateway.auth.providers.errors import (
    CodeRefused,
    IdentityRefused,
    ProviderDown,
    ProviderError,
    SecretRefused,
)
from gateway.auth.providers.person import Callback, Person, Provider
from gateway.auth.sessions import SignedIn
from gateway.guard.origin import Site
from gateway.http.body import read
from gateway.http.problems import Problem
from gateway.services import Services
from store.identities.records import Attempt, Identity, Intent

log = get_logger("gateway.providers")

LASTS = 10 * 60 * 1000
"""Milliseconds for the way there and back."""
PATIENCE = 10.0
"""Seconds for all that we ask a provider; a page waits two more."""
PATH = {"provider": Annotated[str, Meta(pattern="^[a-z0-9-]{1,32}$")]}
STATUSES = (401, 403, 404, 409, 422, 429, 502, 503)
VOID = (
    "This way to sign in was begun in another browser, was gone already, or took longer than ten"
    " minutes. Begin again."
)
DENIED = "access_denied"


class StartBody(Struct, forbid_unknown_fields=True):
    """Why: to sign in, or, signed in already, to link an identity or to prove who one is."""

    intent: Intent


class StartAnswer(Struct):
    """Where the browser goes. It comes back to ``/sign-in/{provider}`` of the same address."""

    url: str


class FinishBody(Struct, forbid_unknown_fields=True):
    """What the browser brought back: ``code`` or ``error``, and ``iss`` if there was one."""

    state: Annotated[str, Meta(min_length=1, max_length=128)]
    code: Annotated[str, Meta(max_length=4096)] | None = None
    error: Annotated[str, Meta(max_length=256)] | None = None
    iss: Annotated[str, Meta(max_length=1024)] | None = None


def routes(services: Services) -> Blueprint:
    """Make the routes."""
    handlers = Ways(services)
    blueprint = Blueprint("providers", __name__)
    blueprint.post("/providers/<provider>/start")(handlers.start)
    blueprint.post("/providers/<provider>/finish")(handlers.finish)
    return blueprint


class Ways(Struct, frozen=True):
    """The handlers of the resource."""

    services: Services

    @operation(body=StartBody, answer=StartAnswer, problems=STATUSES, path=PATH)
    async def start(self, provider: str) -> Response:
        """Begin a way to a provider; the answer says where to go, and gives a cookie."""
        services = self.services
        await common.limit(services, "login")
        intent = (await read(StartBody)).intent
        found = self._find(provider)
        signed_in = await self._who(intent)
        state, now = secrets.token_urlsafe(32), common.milliseconds(services)
        cookie = browser.name(common.jar().port, secure=g.seen.secure)
        who = browser.known(request.cookies.get(cookie)) or browser.new()
        attempt = Attempt(
            state_hash=sha256(state.encode()).digest(),
            browser_hash=who.hash,
            provider=provider,
            intent=intent,
            verifier=secrets.token_urlsafe(32),
            nonce=secrets.token_urlsafe(16),
            redirect=f"{_address(services.site)}/sign-in/{provider}",
            session_id=None if signed_in is None else signed_in.session_id,
            begun_at=now,
            expires_at=now + LASTS,
        )
        try:
            with trio.fail_after(PATIENCE):
                url = await found.address(attempt, state)
        except (ProviderError, trio.TooSlowError) as error:
            raise await self._explained(found, error) from None
        await services.store.identities.add_attempt(attempt)
        response = answer(StartAnswer(url))
        browser.give(response, who, cookie, secure=g.seen.secure)
        return response

    @operation(
        body=FinishBody,
        answer=SignedInAnswer,
        also={201: identities.IdentityAnswer, 202: (WelcomeAnswer, SecondStepAnswer), 204: None},
        problems=STATUSES,
        path=PATH,
    )
    async def finish(self, provider: str) -> Response:
        """Come back from a provider: signed in, linked (201), to be welcomed (202), or proven.

        An account with a second factor is asked for it (202, with ``second_factor``).
        """
        services = self.services
        await common.limit(services, "login")
        body = await read(FinishBody)
        found = self._find(provider)
        state, now = sha256(body.state.encode()).digest(), common.milliseconds(services)
        attempt = await services.store.identities.take_attempt(state, now)
        cookie = browser.name(common.jar().port, secure=g.seen.secure)
        who = browser.known(request.cookies.get(cookie))
        if attempt is None or who is None or attempt.provider != provider:
            raise void()
        if not compare_digest(attempt.browser_hash, who.hash):
            raise void()
        signed_in = None if attempt.session_id is None else await common.signed_in(services)
        if signed_in is not None and signed_in.session_id != attempt.session_id:
            raise void()
        if body.code is None or body.error is not None:
            raise _denied(body.error, found)
        person = await self._identify(found, attempt, Callback(body.code, body.iss))
        known = await services.store.identities.identity(person.issuer, person.subject)
        if signed_in is None:
            return await self._sign_in(found, person, known, who)
        if attempt.intent == "link":
            if not signed_in.proven_at:  # it was when this began; a factor was set up since then
                raise void()
            return await identities.link(services, signed_in, found.settings, person)
        return await self._prove(signed_in, known)

    def _find(self, provider: str) -> Provider:
        found = self.services.providers.find(provider)
        if found is None:
            raise Problem(404, "no_such_provider", "Nobody can sign in by this provider here.")
        return found

    async def _who(self, intent: Intent) -> SignedIn | None:
        """Return who links or proves; None for a sign-in."""
        if intent == "sign_in":
            return None
        signed_in = await common.owner(self.services)
        if intent == "link":
            await prove.require(self.services, signed_in)
        else:
            await prove.refuse_if_factor(self.services, signed_in.user)
        return signed_in

    async def _identify(self, found: Provider, attempt: Attempt, callback: Callback) -> Person:
        try:
            with trio.fail_after(PATIENCE):
                return await found.identify(attempt, callback)
        except (ProviderError, trio.TooSlowError) as error:
            raise await self._explained(found, error) from None

    async def _sign_in(
        self, found: Provider, person: Person, known: Identity | None, who: Browser
    ) -> Response:
        services = self.services
        if known is None:
            return await welcome.welcome(services, found.settings, person, who)
        user = await services.store.people.user(known.user_id)
        if user is None or user.deleted_at is not None:
            raise Problem(409, "changed", "This account was deleted just now; begin again.")
        response = await entrance.begin(services, user, 200, by="provider")
        if response is None:
            raise Problem(409, "changed", "This account has changed just now; begin again.")
        now = common.milliseconds(services)
        await services.store.identities.use(known.id, person.label, now)
        return response

    async def _prove(self, signed_in: SignedIn, known: Identity | None) -> Response:
        services = self.services
        if known is None or known.user_id != signed_in.user.id:
            detail = "You have signed in there as somebody whom this account is not linked with."
            raise Problem(409, "another_identity", detail)
        await prove.refuse_if_factor(services, signed_in.user)
        now = common.milliseconds(services)
        if not await services.store.sessions.prove_session(common.proof(signed_in), now):
            raise void()
        return common.done()

    async def _explained(self, found: Provider, error: Exception) -> Problem:
        """Log why a provider could not be used; return the answer."""
        settings, reason = found.settings, str(error) or type(error).__name__
        self.services.metrics.count("provider_sign_ins_failed")
        if isinstance(error, SecretRefused):
            await self.services.providers.refused(settings.id)
            detail = (
                f"{settings.name} does not know this Rally any more: its secret has ended. Only"
                " whoever runs this server can mend that; tell them. The log says what to do."
            )
            return Problem(502, "secret_refused", detail)
        log.warning("a sign-in by a provider failed", provider=settings.id, reason=reason)
        if isinstance(error, CodeRefused):
            return Problem(409, "code_refused", f"{settings.name} has refused this. {VOID}")
        if isinstance(error, IdentityRefused):
            detail = (
                f"What {settings.name} says of you failed a check, so nobody was signed in. Begin"
                " again; if it happens again, tell whoever runs this server: the log says why."
            )
            return Problem(502, "identity_refused", detail)
        assert isinstance(error, ProviderDown | trio.TooSlowError)  # noqa: S101 - all others are above
        detail = f"{settings.name} does not answer as it should just now. Try again soon."
        return Problem(502, "provider_down", detail)


def void() -> Problem:
    """Make the answer to an attempt that does not count (any more), or not here."""
    return Problem(409, "attempt_void", VOID)


def _denied(error: str | None, found: Provider) -> Problem:
    """Make the answer to somebody who comes back without a code."""
    name = found.settings.name
    if error == DENIED:
        return Problem(403, "denied", f"You have not let {name} tell us who you are.")
    log.warning("a provider sent an error", provider=found.settings.id, error=ascii(error)[:64])
    return Problem(502, "provider_down", f"{name} could not sign you in. Try again soon.")


def _address(site: Site) -> str:
    """Return the address by which the person came; raises a Problem if it is not to be used.

    The Origin was checked: it is one of the site's names. If there are public addresses, providers
    know those, and would refuse any other with a page that helps nobody.
    """
    origin = request.headers.get("Origin", "").lower()
    usable = {*site.public, site.url}
    if not origin or (site.public and origin not in usable):
        listed = ", ".join(sorted(usable))
        detail = f"Providers know this site by another address. Open one of these: {listed}"
        raise Problem(403, "other_address", detail, more={"addresses": sorted(usable)})
    return origin

"""The second factors of one's own account: to see them, an app for codes, recovery codes."""

from base64 import b64decode, b64encode
from typing import Literal
from urllib.parse import urlsplit

from msgspec import Struct
from msgspec.structs import astuple
from quart import Blueprint, Response, g

from gateway.api import audit, common, mailed_codes, prove, shown
from gateway.api.common import NoBody, answer, done
from gateway.api.describe import operation
from gateway.api.factor_news import factor_letter, note_factor
from gateway.api.shown import Code
from gateway.auth.factors import recovery, totp
from gateway.auth.rules import invalid
from gateway.auth.sessions import SignedIn
from gateway.http.body import read
from gateway.http.problems import FieldError, Problem
from gateway.services import Services
from store.factors.protocol import Factors
from store.factors.records import FactorSet, Totp

SETTING_UP = "set up an app"
"""The purpose of the ticket that holds a new secret until its first code is right."""
SETTING_UP_LASTS = 900
"""Seconds."""
CHANGING = (401, 403, 409, 422, 429)


class PasskeyAnswer(Struct):
    """A passkey. It works at addresses of this site with this ``host``."""

    id: str
    name: str
    host: str
    made_at: int
    used_at: int | None


class FactorsAnswer(Struct):
    """All second factors. Of an app and of codes by mail: since when, in ms; None: there is none.

    ``recovery_codes``: how many are left.
    """

    totp: int | None
    email: int | None
    passkeys: list[PasskeyAnswer]
    recovery_codes: int


class OwnFactorsAnswer(FactorsAnswer):
    """And whether codes can come by mail: no ``server`` sends any, or the ``address`` is not yet
    confirmed."""

    mail: Literal["ready", "server", "address"]


class NewTotpAnswer(Struct):
    """A secret that is not in use yet: as text, as the address for apps, and drawn.

    ``picture`` is the address (data:) of an image. ``ticket`` goes back with the first code.
    """

    ticket: str
    secret: str
    address: str
    picture: str


class NewTotp(Struct, frozen=True):
    """What the ticket says; the secret is sealed, in base64."""

    user: str
    secret: str


class TotpBody(Struct, forbid_unknown_fields=True):
    """The first code that the app shows."""

    ticket: str
    code: Code


class CodesAnswer(Struct):
    """Recovery codes, to be seen this once; empty: those there are go on counting."""

    recovery_codes: list[str]


def routes(services: Services) -> Blueprint:
    """Make the routes."""
    handlers = OwnFactors(services)
    blueprint = Blueprint("factors", __name__)
    blueprint.get("/account/factors")(handlers.show)
    blueprint.post("/account/factors/totp/new")(handlers.begin_totp)
    blueprint.post("/account/factors/totp")(handlers.set_totp)
    blueprint.delete("/account/factors/totp")(handlers.remove_totp)
    blueprint.post("/account/factors/codes")(handlers.make_codes)
    return blueprint


class OwnFactors:
    """The handlers of the resource."""

    def __init__(self, services: Services) -> None:
        self._services = services

    @property
    def _store(self) -> Factors:
        return self._services.store.factors

    @operation(by="token", answer=OwnFactorsAnswer, problems=(401, 403, 429))
    async def show(self) -> Response:
        """Tell which second factors the account has; no secret is ever shown again."""
        found = await common.owner(self._services, "play")
        kept = factors_answer(await self._store.of(found.user.id))
        ready = mailed_codes.can_come(self._services, found.user)
        mail = "ready" if ready else "address" if self._services.mail.possible else "server"
        return answer(OwnFactorsAnswer(*astuple(kept), mail=mail))

    @operation(by="token", body=NoBody, answer=NewTotpAnswer, problems=CHANGING)
    async def begin_totp(self) -> Response:
        """Begin to set up an app for codes: nothing changes until its first code is right."""
        found = await proven(self._services, NoBody)
        user, secret = found.user, totp.new_secret()
        sealed = self._services.sealer.seal(shown.totp_purpose(user.id), secret)
        claims = NewTotp(user.id, b64encode(sealed).decode())
        ticket = self._services.tickets.make(SETTING_UP, claims, SETTING_UP_LASTS)
        host = urlsplit(f"//{g.seen.host}").hostname or ""
        address = totp.address(secret, user.name, host)
        picture = totp.picture(address)
        return answer(NewTotpAnswer(ticket, totp.spelt(secret), address, picture))

    @operation(by="token", body=TotpBody, answer=CodesAnswer, problems=CHANGING)
    async def set_totp(self) -> Response:
        """Take the app into use; it replaces the one there was."""
        found = await common.owner(self._services)
        body = await read(TotpBody)
        await prove.require(self._services, found)
        user = found.user
        claims = self._services.tickets.read(SETTING_UP, body.ticket, NewTotp)
        if claims is None or claims.user != user.id:
            raise _fault("ticket", "over", "This has taken too long; begin again.")
        sealed = b64decode(claims.secret)
        secret = self._services.sealer.open(shown.totp_purpose(user.id), sealed)
        step = totp.step_of(secret, "".join(body.code.split()), self._services.date())
        if step is None:
            raise _fault("code", "wrong", "This is not the code that the app shows now.")
        fresh = Totp(user.id, sealed, common.milliseconds(self._services), step)
        codes = await codes_for(self._services, found)
        await audit.note(self._services, "factor-added", user, "app", by=user)
        hashed = shown.hashes(user.id, codes)
        news = await factor_letter(self._services, user, "added")
        if not await self._store.set_totp(fresh, hashed, common.proof(found), news):
            raise await changed_meanwhile(self._services)
        await note_factor(self._services, user, "added")
        return answer(CodesAnswer(codes))

    @operation(by="token", status=204, problems=(401, 403, 404, 429))
    async def remove_totp(self) -> Response:
        """Remove the app."""
        found = await proven(self._services)
        await audit.note(self._services, "factor-removed", found.user, "app", by=found.user)
        news = await factor_letter(self._services, found.user, "removed")
        if not await self._store.remove_totp(found.user.id, common.proof(found), news):
            raise await self._missing("This account has no app for codes.")
        await note_factor(self._services, found.user, "removed")
        return done()

    @operation(by="token", body=NoBody, answer=CodesAnswer, problems=CHANGING)
    async def make_codes(self) -> Response:
        """Make new recovery codes; those there were count no more."""
        found = await proven(self._services, NoBody)
        user, codes = found.user, recovery.make()
        if not (await self._store.of(user.id)).any:
            detail = "Recovery codes replace a second factor: set one up first."
            raise Problem(409, "no_factor", detail)
        await audit.note(self._services, "recovery-codes-made", user, by=user)
        hashed = shown.hashes(user.id, codes)
        if not await self._store.replace_codes(user.id, hashed, common.proof(found)):
            raise await changed_meanwhile(self._services)
        return answer(CodesAnswer(codes))

    async def _missing(self, detail: str) -> Problem:
        await common.signed_in(self._services)
        return no_such(detail)


async def proven(services: Services, body: type[NoBody] | None = None) -> SignedIn:
    """Return who asks and has proved lately who they are; the body is read before."""
    found = await common.owner(services)
    if body is not None:
        await read(body)
    await prove.require(services, found)
    return found


async def codes_for(services: Services, found: SignedIn) -> list[str]:
    """Make the recovery codes that come with the first factor."""
    return [] if (await services.store.factors.of(found.user.id)).any else recovery.make()


async def changed_meanwhile(services: Services) -> Problem:
    """Make the answer if session or account have changed since they were looked at."""
    await common.signed_in(services)
    return Problem(409, "changed", "The account has changed meanwhile; begin again.")


def no_such(detail: str) -> Problem:
    """Make the answer for a factor that the account does not have."""
    return Problem(404, "no_such_factor", detail)


def factors_answer(factors: FactorSet) -> FactorsAnswer:
    """Return the factors as their owner sees them."""
    app = factors.totp
    keys = [PasskeyAnswer(k.id, k.name, k.host, k.made_at, k.used_at) for k in factors.passkeys]
    return FactorsAnswer(app and app.made_at, factors.email_since, keys, factors.codes)


def _fault(field: str, rule: str, detail: str) -> Problem:
    return invalid(FieldError(field, rule, detail))

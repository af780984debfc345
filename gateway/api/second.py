"""The second step of a sign-in, and signing in with a passkey, which needs no first one."""

from hashlib import sha256

from msgspec import Struct
from quart import Blueprint, Response

from gateway.api import challenges, common, entrance, mailed_codes, shown
from gateway.api.challenges import ChallengeAnswer
from gateway.api.common import answer
from gateway.api.describe import operation
from gateway.api.entrance import SECOND, FirstStep, SignedInAnswer
from gateway.api.shown import Code, Shown, Way
from gateway.auth.factors import passkeys
from gateway.auth.factors.passkeys import Assertion
from gateway.http.body import read
from gateway.http.problems import Problem
from gateway.services import Services
from store.people.records import User

SIGN_IN = "sign in"
ENDED = "This sign-in has taken too long, or the account has changed meanwhile; begin again."


class SecondBody(Struct, forbid_unknown_fields=True):
    """``ticket`` is that of the first step; for the rest see `Shown`."""

    ticket: str
    way: Way
    code: Code | None = None
    challenge: str | None = None
    passkey: Assertion | None = None


class AskBody(Struct, forbid_unknown_fields=True):
    """``ticket`` is that of the first step; without one, the passkey signs in alone."""

    ticket: str | None = None


class MailBody(Struct, forbid_unknown_fields=True):
    """``ticket`` is that of the first step."""

    ticket: str


class PasskeyBody(Struct, forbid_unknown_fields=True):
    """The answer of a passkey to a challenge."""

    challenge: str
    passkey: Assertion


def routes(services: Services) -> Blueprint:
    """Make the routes."""
    handlers = Second(services)
    blueprint = Blueprint("second", __name__)
    blueprint.post("/login/second")(handlers.second)
    blueprint.post("/login/mail")(handlers.mail)
    blueprint.post("/login/challenge")(handlers.challenge)
    blueprint.post("/login/passkey")(handlers.passkey)
    return blueprint


class Second:
    """The handlers of the resource."""

    def __init__(self, services: Services) -> None:
        self._services = services

    @operation(body=SecondBody, answer=SignedInAnswer, problems=(401, 403, 422, 429, 503))
    async def second(self) -> Response:
        """Take the second step of a sign-in: show one of the ways that the first has named."""
        await common.limit(self._services, "login")
        body = await read(SecondBody)
        user = await self._known(body.ticket)
        factors = await self._services.store.factors.of(user.id)
        what = Shown(body.way, body.code, body.challenge, body.passkey)
        await shown.accept(self._services, user, factors, what, _asked(body.ticket))
        return await self._begin(user)

    @operation(body=MailBody, status=204, problems=(401, 409, 422, 429, 503))
    async def mail(self) -> Response:
        """Send a code by mail for the second step."""
        await common.limit(self._services, "login")
        body = await read(MailBody)
        user = await self._known(body.ticket)
        factors = await self._services.store.factors.of(user.id)
        await mailed_codes.send(self._services, user, factors, _asked(body.ticket))
        return common.done()

    @operation(body=AskBody, answer=ChallengeAnswer, problems=(401, 409, 422, 429))
    async def challenge(self) -> Response:
        """Ask for what a passkey has to answer, as the second step or as all of a sign-in."""
        await common.limit(self._services, "login")
        body = await read(AskBody)
        site, value = challenges.needed_site(), passkeys.new_challenge()
        if body.ticket is None:
            made = challenges.ticket(self._services, value, SIGN_IN)
            return answer(ChallengeAnswer(made, passkeys.to_show(site, value)))
        user = await self._known(body.ticket)
        factors = await self._services.store.factors.of(user.id)
        known = [key.id for key in factors.passkeys if key.host == site.host]
        made = challenges.ticket(self._services, value, _asked(body.ticket))
        return answer(ChallengeAnswer(made, passkeys.to_show(site, value, known)))

    @operation(body=PasskeyBody, answer=SignedInAnswer, problems=(401, 403, 409, 422, 429, 503))
    async def passkey(self) -> Response:
        """Sign in with a passkey alone: it is something one has, and knows or is."""
        await common.limit(self._services, "login")
        body = await read(PasskeyBody)
        key = await challenges.answered(self._services, body.challenge, body.passkey, SIGN_IN)
        user = await self._services.store.people.user(key.user_id)
        if user is None or user.deleted_at is not None:
            raise _ended()
        await self._services.store.factors.forget_guesses(user.id)
        return await self._begin(user)

    async def _known(self, ticket: str) -> User:
        """Return who has taken the first step; raises a Problem if that does not count any more."""
        claims = self._services.tickets.read(SECOND, ticket, FirstStep)
        user = None if claims is None else await self._services.store.people.user(claims.user)
        if claims is None or user is None or user.deleted_at is not None:
            raise _ended()
        if entrance.fingerprint(user) != claims.known:
            raise _ended()
        return user

    async def _begin(self, user: User) -> Response:
        response = await entrance.begin(self._services, user, 200, whole=True)
        if response is None:
            raise _ended()
        return response


def _asked(ticket: str) -> str:
    """Bind a challenge to one first step."""
    return f"second step {sha256(ticket.encode()).hexdigest()}"


def _ended() -> Problem:
    return Problem(401, "second_ended", ENDED)

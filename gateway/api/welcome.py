"""An account for somebody who has come from a provider for the first time.

A ticket carries who they are there, from the answer that welcomes them to the request that has
their names. It is bound to their browser; it counts once, as an identity has one account.
"""

from base64 import urlsafe_b64encode
from hmac import compare_digest
from typing import Annotated

from msgspec import Meta, Struct
from quart import Blueprint, Response, g, request

from gateway.api import audit, common, entrance
from gateway.api.between import tell_renamed
from gateway.api.common import answer
from gateway.api.describe import operation
from gateway.api.entrance import SignedInAnswer
from gateway.api.identities import new_identity
from gateway.api.sign_in import require_free
from gateway.api.suggestions import suggest
from gateway.auth import rules
from gateway.auth.providers import browser
from gateway.auth.providers.browser import Browser
from gateway.auth.providers.person import Person
from gateway.auth.providers.settings import ProviderSettings
from gateway.http.body import read
from gateway.http.problems import Problem
from gateway.services import Services
from store.errors import NameTaken
from store.people.records import User

PURPOSE = "provider-sign-up"
LASTS = 15 * 60
"""Seconds for choosing names."""
LATE = "The time for choosing names is over, or it was another browser. Sign in by it again."


class Newcomer(Struct, frozen=True):
    """The claims of a ticket: who has come, and the hash of their browser."""

    provider: str
    issuer: str
    subject: str
    label: str
    browser: str


class WelcomeAnswer(Struct):
    """Nobody here has this identity yet: choose names, and send them with the ticket.

    ``name`` and ``display_name`` are free names that may suit.
    """

    ticket: str
    provider: str
    label: str
    name: str
    display_name: str


class SignUpBody(Struct, forbid_unknown_fields=True):
    """``keep``: the account is made of the guest who is signed in, with all they have played."""

    ticket: Annotated[str, Meta(min_length=1, max_length=4096)]
    name: str
    display_name: str
    keep: bool = False


def routes(services: Services) -> Blueprint:
    """Make the route."""
    blueprint = Blueprint("welcome", __name__)

    @blueprint.post("/providers/sign-up")
    @operation(
        body=SignUpBody, answer=SignedInAnswer, status=201, problems=(401, 403, 409, 422, 429, 503)
    )
    async def sign_up() -> Response:
        """Make an account without a password for somebody who has come from a provider."""
        await common.limit(services, "register")
        body = await read(SignUpBody)
        newcomer = services.tickets.read(PURPOSE, body.ticket, Newcomer)
        cookie = browser.name(common.jar().port, secure=g.seen.secure)
        who = browser.known(request.cookies.get(cookie))
        if newcomer is None or who is None or not compare_digest(newcomer.browser, _hash(who)):
            raise Problem(409, "attempt_void", LATE)
        name, display_name = rules.check(name=body.name, display_name=body.display_name)
        guest = await common.signed_in(services) if body.keep else None
        if guest is not None and not guest.user.guest:
            raise Problem(409, "not_a_guest", "You are signed in with an account already.")
        user_id = common.new_id() if guest is None else guest.user.id
        await require_free(services, name, display_name, user_id)
        now = common.milliseconds(services)
        user = User(user_id, name, display_name, None, guest=False, created_at=now)
        person = Person(newcomer.issuer, newcomer.subject, newcomer.label)
        identity = new_identity(services, user_id, newcomer.provider, person)
        by = None if guest is None else common.proof(guest)
        try:
            made = await services.store.register_identity(user, identity, by)
        except NameTaken as error:
            raise common.taken(error) from None
        if not made:
            detail = "This sign-in has an account here by now: sign in by it."
            raise Problem(409, "identity_taken", detail)
        await audit.note(services, "account-made", user, f"by {newcomer.provider}")
        if guest is not None:
            tell_renamed(services, user_id)
        return await entrance.begin_new(services, user, proven=True)

    return blueprint


async def welcome(
    services: Services, provider: ProviderSettings, person: Person, who: Browser
) -> Response:
    """Answer with a ticket and names to choose from."""
    known = (provider.id, person.issuer, person.subject, person.label)
    ticket = services.tickets.make(PURPOSE, Newcomer(*known, _hash(who)), LASTS)
    name, display_name = await suggest(services, person)
    return answer(WelcomeAnswer(ticket, provider.name, person.label, name, display_name), 202)


def _hash(who: Browser) -> str:
    return urlsafe_b64encode(who.hash).decode()

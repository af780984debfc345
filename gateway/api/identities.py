"""The identities of an account: with whom at which provider it is linked."""

import secrets
from typing import Annotated

from msgspec import Meta, Struct
from quart import Blueprint, Response

from gateway.api import audit, common, prove, ways_in
from gateway.api.common import answer, done
from gateway.api.describe import operation
from gateway.api.telling import where
from gateway.auth.providers.person import Person
from gateway.auth.providers.settings import ProviderSettings
from gateway.auth.sessions import SignedIn
from gateway.http.problems import Problem
from gateway.services import Services
from store.identities.records import Identity

IdentityId = Annotated[str, Meta(min_length=1, max_length=64)]
ANOTHERS = (
    "This sign-in belongs to another account here. Sign in by it and unlink it there, or link"
    " another one."
)


class IdentityAnswer(Struct):
    """A linked identity. ``label`` is what the provider calls its owner.

    ``provider_name`` is null if this server does not know the provider any more.
    """

    id: str
    provider: str
    provider_name: str | None
    label: str
    linked_at: int
    used_at: int


class IdentitiesAnswer(Struct):
    """All of them, the oldest link first."""

    identities: list[IdentityAnswer]


def routes(services: Services) -> Blueprint:
    """Make the routes."""
    blueprint = Blueprint("identities", __name__)

    @blueprint.get("/account/identities")
    @operation(by="token", answer=IdentitiesAnswer, problems=(401, 403, 429))
    async def show() -> Response:
        """List with whom, at which providers, the account is linked."""
        found = await common.owner(services)
        return answer(IdentitiesAnswer(await identities_of(services, found.user.id)))

    @blueprint.delete("/account/identities/<identity_id>")
    @operation(
        by="token", status=204, problems=(401, 403, 404, 409, 429), path={"identity_id": IdentityId}
    )
    async def unlink(identity_id: str) -> Response:
        """Unlink an identity, unless it is the last way into the account."""
        found = await common.owner(services)
        own = await services.store.identities.identities_of(found.user.id)
        identity = next((one for one in own if one.id == identity_id), None)
        if identity is None:
            raise Problem(404, "no_such_identity", "Your account is not linked with this.")
        await prove.require(services, found)
        await ways_in.keep_one(services, found.user)
        await audit.note(services, "identity-unlinked", found.user, _said(identity), by=found.user)
        if not await services.store.identities.unlink(identity_id, found.user.id):
            raise ways_in.last_way()  # the other one has gone in this moment
        return done()

    return blueprint


async def identities_of(services: Services, user_id: str) -> list[IdentityAnswer]:
    """Return the identities of an account as its owner sees them."""
    own = await services.store.identities.identities_of(user_id)
    return [_shown(services, identity) for identity in own]


async def link(
    services: Services, found: SignedIn, provider: ProviderSettings, person: Person
) -> Response:
    """Link the account with somebody who has come back from a provider."""
    identity = new_identity(services, found.user.id, provider.id, person)
    if await services.store.identities.identity(person.issuer, person.subject) is None:
        await audit.note(services, "identity-linked", found.user, _said(identity), by=found.user)
    about = {"provider": provider.name, **where()}
    news = await services.mail.letter(found.user, "identity_linked", about)
    linked = await services.store.identities.link(identity, common.proof(found), news)
    if linked is None:
        raise Problem(409, "changed", "This account has changed meanwhile; begin again.")
    if linked.user_id != found.user.id:
        raise Problem(409, "identity_taken", ANOTHERS)
    services.mail.bell.ring()
    return answer(_shown(services, linked), 201)


def new_identity(services: Services, user_id: str, provider: str, person: Person) -> Identity:
    """Return an identity that is linked now."""
    now = common.milliseconds(services)
    who = person.issuer, person.subject
    return Identity(secrets.token_hex(8), *who, user_id, provider, person.label, now, now)


def _shown(services: Services, identity: Identity) -> IdentityAnswer:
    provider = services.providers.find(identity.provider)
    name = None if provider is None else provider.settings.name
    times = identity.linked_at, identity.used_at
    return IdentityAnswer(identity.id, identity.provider, name, identity.label, *times)


def _said(identity: Identity) -> str:
    """Return a text for the audit log, which finds the identity again without a label."""
    return f"{identity.provider}: {identity.subject} of {identity.issuer}"

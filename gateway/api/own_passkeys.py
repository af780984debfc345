"""The passkeys of one's own account: to make, rename and remove."""

from typing import Annotated

from msgspec import Meta, Struct
from quart import Blueprint, Response

from gateway.api import audit, challenges, common, prove, shown, ways_in
from gateway.api.challenges import ChallengeAnswer
from gateway.api.common import NoBody, answer, done
from gateway.api.describe import operation
from gateway.api.factor_news import factor_letter, note_factor
from gateway.api.factors import CHANGING, CodesAnswer, changed_meanwhile, codes_for, no_such, proven
from gateway.auth import rules
from gateway.auth.factors import passkeys
from gateway.auth.factors.passkeys import Attestation
from gateway.auth.rules import Broken, invalid
from gateway.auth.sessions import SignedIn
from gateway.http.body import read
from gateway.http.problems import FieldError, Problem
from gateway.services import Services
from store.factors.protocol import Factors
from store.factors.records import Passkey

MOST_PASSKEYS = 20
LONGEST_NAME = 40
PasskeyId = Annotated[str, Meta(min_length=1, max_length=passkeys.LONGEST_ID)]
NO_SUCH = "You have no passkey of this id."


class NewPasskeyBody(Struct, forbid_unknown_fields=True):
    """What the browser has made, and a name for it."""

    challenge: str
    name: str
    credential: Attestation


class PasskeyNameBody(Struct, forbid_unknown_fields=True):
    """The new name of a passkey."""

    name: str


def routes(services: Services) -> Blueprint:
    """Make the routes."""
    handlers = OwnPasskeys(services)
    blueprint = Blueprint("own_passkeys", __name__)
    blueprint.post("/account/factors/passkeys/new")(handlers.begin)
    blueprint.post("/account/factors/passkeys")(handlers.add)
    blueprint.put("/account/factors/passkeys/<passkey_id>")(handlers.rename)
    blueprint.delete("/account/factors/passkeys/<passkey_id>")(handlers.remove)
    return blueprint


class OwnPasskeys:
    """The handlers of the resource."""

    def __init__(self, services: Services) -> None:
        self._services = services

    @property
    def _store(self) -> Factors:
        return self._services.store.factors

    @operation(by="token", body=NoBody, answer=ChallengeAnswer, problems=CHANGING)
    async def begin(self) -> Response:
        """Ask for what a browser needs to make a passkey."""
        found = await proven(self._services, NoBody)
        user, site, value = found.user, challenges.needed_site(), passkeys.new_challenge()
        known = (await self._store.of(user.id)).passkeys
        if len(known) >= MOST_PASSKEYS:
            detail = f"An account has at most {MOST_PASSKEYS} passkeys; remove one first."
            raise Problem(409, "too_many_passkeys", detail)
        here = [key.id for key in known if key.host == site.host]
        names = (user.id, user.name, user.display_name)
        options = passkeys.to_make(site, value, names, here)
        made = challenges.ticket(self._services, value, _asked(found))
        return answer(ChallengeAnswer(made, options))

    @operation(by="token", body=NewPasskeyBody, answer=CodesAnswer, problems=CHANGING)
    async def add(self) -> Response:
        """Take a passkey into use that the browser has made."""
        found = await common.owner(self._services)
        body = await read(NewPasskeyBody)
        name = _name(body.name)
        await prove.require(self._services, found)
        user, host = found.user, challenges.needed_site().host
        made = await challenges.made(self._services, body.challenge, body.credential, _asked(found))
        now = common.milliseconds(self._services)
        key = Passkey(made.id, user.id, host, made.public_key, made.sign_count, name, now)
        codes = await codes_for(self._services, found)
        await audit.note(self._services, "factor-added", user, f"passkey {name}", by=user)
        hashed = shown.hashes(user.id, codes)
        news = await factor_letter(self._services, user, "added")
        if not await self._store.add_passkey(key, hashed, common.proof(found), news):
            raise await changed_meanwhile(self._services)
        await note_factor(self._services, user, "added")
        return answer(CodesAnswer(codes))

    @operation(
        by="token",
        body=PasskeyNameBody,
        status=204,
        problems=(*CHANGING, 404),
        path={"passkey_id": PasskeyId},
    )
    async def rename(self, passkey_id: str) -> Response:
        """Give a passkey another name."""
        found = await common.owner(self._services)
        name = _name((await read(PasskeyNameBody)).name)
        if not await self._store.rename_passkey(found.user.id, passkey_id, name):
            raise no_such(NO_SUCH)
        return done()

    @operation(
        by="token", status=204, problems=(401, 403, 404, 409, 429), path={"passkey_id": PasskeyId}
    )
    async def remove(self, passkey_id: str) -> Response:
        """Remove a passkey, unless it is the last way into the account."""
        found = await proven(self._services)
        user = found.user
        known = (await self._store.of(user.id)).passkeys
        name = next((key.name for key in known if key.id == passkey_id), None)
        if name is None:
            raise no_such(NO_SUCH)
        await ways_in.keep_one(self._services, user)
        await audit.note(self._services, "factor-removed", user, f"passkey {name}", by=user)
        news = await factor_letter(self._services, user, "removed")
        if not await self._store.remove_passkey(user.id, passkey_id, common.proof(found), news):
            raise await changed_meanwhile(self._services)
        await note_factor(self._services, user, "removed")
        return done()


def _name(text: str) -> str:
    try:
        return " ".join(rules.written(text, LONGEST_NAME, needed=True).split())
    except Broken as broken:
        raise invalid(FieldError("name", broken.rule, broken.detail, broken.limit)) from None


def _asked(found: SignedIn) -> str:
    return f"make {found.session_id}"

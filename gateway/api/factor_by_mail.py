"""Codes by mail as a second factor: to switch on and off."""

from quart import Blueprint, Response

from gateway.api import audit, common, mailed_codes, shown
from gateway.api.common import NoBody, answer, done
from gateway.api.describe import operation
from gateway.api.factor_news import factor_letter, note_factor
from gateway.api.factors import CHANGING, CodesAnswer, changed_meanwhile, codes_for, no_such, proven
from gateway.api.telling import no_mail
from gateway.http.problems import Problem
from gateway.services import Services


def routes(services: Services) -> Blueprint:
    """Make the routes."""
    blueprint = Blueprint("factor_by_mail", __name__)

    @blueprint.post("/account/factors/email")
    @operation(by="token", body=NoBody, answer=CodesAnswer, problems=CHANGING)
    async def switch_on() -> Response:
        """Let codes come by mail, to the confirmed address of the account."""
        found = await proven(services, NoBody)
        user = found.user
        if not services.mail.possible:
            raise no_mail()
        if not mailed_codes.can_come(services, user):
            raise Problem(409, "not_confirmed", "Confirm your e-mail address first.")
        codes, now = await codes_for(services, found), common.milliseconds(services)
        await audit.note(services, "factor-added", user, "mail", by=user)
        hashed, proof = shown.hashes(user.id, codes), common.proof(found)
        news = await factor_letter(services, user, "added")
        if not await services.store.factors.set_email(user.id, now, hashed, proof, news):
            raise await changed_meanwhile(services)
        await note_factor(services, user, "added")
        return answer(CodesAnswer(codes))

    @blueprint.delete("/account/factors/email")
    @operation(by="token", status=204, problems=(401, 403, 404, 429))
    async def switch_off() -> Response:
        """Let no codes come by mail any more."""
        found = await proven(services)
        user = found.user
        await audit.note(services, "factor-removed", user, "mail", by=user)
        news = await factor_letter(services, user, "removed")
        if not await services.store.factors.remove_email(user.id, common.proof(found), news):
            await common.signed_in(services)
            raise no_such("No codes come to this account by mail.")
        await note_factor(services, user, "removed")
        return done()

    return blueprint

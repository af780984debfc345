"""The ways into an account: a password, linked sign-ins, passkeys. One has to stay."""

from quart import Blueprint, Response

from gateway.api import audit, common, prove
from gateway.api.describe import operation
from gateway.api.telling import where
from gateway.auth.api_tokens import session_of
from gateway.http.problems import Problem
from gateway.services import Services
from gateway.socket.conversation import SIGNED_OUT
from store.people.records import User

LAST = (
    "This is the only way into this account. Set a password, link another sign-in or add a passkey"
    " first."
)
UNSET = "This account has no password, which is the way in that stays: set one first."


def routes(services: Services) -> Blueprint:
    """Make the routes."""
    blueprint = Blueprint("ways_in", __name__)

    @blueprint.delete("/account/ways-in")
    @operation(by="token", status=204, problems=(401, 403, 409, 429))
    async def close() -> Response:
        """Take off every way into the account but its password, and end all other sessions.

        Who had the account for a while may have left an identity, a passkey or a token behind.
        """
        found = await common.owner(services)
        await prove.require(services, found)
        user, now = found.user, common.milliseconds(services)
        if user.password_hash is None:
            raise Problem(409, "no_password", UNSET)
        ended = [one.id for one in await services.sessions.of_user(user.id)]
        tokens = await services.store.programs.tokens_of(user.id, now)
        await audit.note(services, "ways-closed", user, by=user)
        news = await services.mail.letter(user, "ways_closed", where())
        if not await services.store.close_ways(user.id, common.proof(found), news):
            await common.signed_in(services)
            raise Problem(409, "changed", "The account has changed meanwhile; begin again.")
        services.mail.bell.ring()
        for one in (*ended, *(session_of(token.id) for token in tokens)):
            if one != found.session_id:
                services.sockets.close_session(one, SIGNED_OUT, "signed out")
        return common.done()

    return blueprint


async def keep_one(services: Services, user: User) -> None:
    """Raise a Problem if an account would be closed to its owner without one of its ways in."""
    linked = await services.store.identities.identities_of(user.id)
    keys = (await services.store.factors.of(user.id)).passkeys
    if (user.password_hash is not None) + len(linked) + len(keys) < 2:
        raise last_way()


def last_way() -> Problem:
    """Make the answer to who would remove the last way in."""
    return Problem(409, "last_way", LAST)

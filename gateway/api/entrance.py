"""The one entrance: whatever somebody has shown, here their session begins, and nowhere else."""

from msgspec import Struct
from quart import Response

from actors.player.messages import Profile
from gateway.api import common, devices
from gateway.auth.sessions import LIFETIME, SignedIn
from gateway.auth.tokens import LIFETIME as TOKEN_LIFETIME
from gateway.http.problems import Problem
from gateway.services import Services
from gateway.socket import bans
from store.people.records import User


class SignedInAnswer(Struct):
    """The signed-in user, and an access token that is valid for ``expires_in`` seconds."""

    player: Profile
    access_token: str
    expires_in: int


async def begin(
    services: Services, user: User, status: int, *, proven: bool = False
) -> Response | None:
    """Sign somebody in, unless banned; the page's earlier session ends.

    ``proven``: they have shown more than a password (`gateway.api.prove`). None: their password has
    changed meanwhile, or they were deleted.
    """
    await bans.refuse(services, user.id)
    before = await services.sessions.of_cookie(common.presented(services))
    begun = await services.sessions.begin(user, common.place(), proven=proven)
    if begun is None:
        return None
    if before is not None:
        await common.end(services, before.session_id)
    services.metrics.count("sign_ins")
    response = with_tokens(services, *begun, status)
    await devices.recognise(services, user, response)
    return response


async def begin_new(services: Services, user: User, *, proven: bool = False) -> Response:
    """Sign in a user who has just been created; ``proven`` as for `begin`."""
    response = await begin(services, user, 201, proven=proven)
    if response is None:
        raise Problem(409, "changed", "This account has changed meanwhile; log in.")
    return response


def with_tokens(services: Services, session: SignedIn, token: str, status: int) -> Response:
    """Answer with both tokens: one for the page's memory, one as the browser's cookie."""
    access = services.sessions.access_token(session)
    signed_in = SignedInAnswer(common.profile(session.user), access, TOKEN_LIFETIME)
    response = common.answer(signed_in, status)
    common.jar().give(response, token, LIFETIME)
    return response

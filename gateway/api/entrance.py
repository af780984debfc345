"""The one entrance: whatever somebody has shown, here their session begins, and nowhere else.

Whoever has a second factor and has not shown it gets a ticket for the second step instead
(`gateway.api.second`).
"""

import secrets
from hashlib import sha256
from typing import Literal

from msgspec import Struct
from quart import Response

from actors.player.messages import Profile
from gateway.api import common, devices, shown
from gateway.api.shown import Way
from gateway.auth.sessions import LIFETIME, SignedIn
from gateway.auth.tokens import LIFETIME as TOKEN_LIFETIME
from gateway.http.problems import Problem
from gateway.services import Services
from gateway.socket import bans
from store.factors.records import FactorSet
from store.people.records import User

FirstWay = Literal["password", "provider"]
SECOND = "second step"
"""The purpose of the ticket for it."""
SECOND_LASTS = 300
"""Seconds."""
NOT_YET = 202
SOCKET = "/ws"
"""The path of the WebSocket."""


class SignedInAnswer(Struct):
    """The signed-in user, and an access token that is valid for ``expires_in`` seconds.

    ``socket`` is the path of the WebSocket to open: of several nodes it names the one that has the
    player, so that a proxy can lead there at once. Any other way to any node works, too.
    """

    player: Profile
    access_token: str
    expires_in: int
    socket: str


class SecondFactor(Struct):
    """Go on at POST /login/second with the ``ticket``, in one of the ``ways``, the best first.

    None of them is left if the only one is a passkey for another address of this site.
    """

    ticket: str
    ways: list[Way]
    expires_in: int


class SecondStepAnswer(Struct):
    """Nobody is signed in yet: the account has a second factor."""

    second_factor: SecondFactor


class FirstStep(Struct, frozen=True):
    """What a ticket says: who, and the fingerprint of the password that counted then.

    ``by`` is how the step was taken, ``once`` tells it from others of the same second.
    """

    user: str
    known: str
    by: FirstWay
    once: str


MORE = {NOT_YET: SecondStepAnswer}
"""The other answer of routes that end here, for their description."""


async def begin(
    services: Services,
    user: User,
    status: int,
    *,
    by: FirstWay = "password",
    proven: bool = False,
    whole: bool = False,
) -> Response | None:
    """Sign somebody in, unless banned; the page's earlier session ends.

    ``proven``: what they have shown counts as proof (`gateway.api.prove`). ``whole``: they have
    shown their second factor, too. None: their password has changed meanwhile, or they were
    deleted.
    """
    await bans.refuse(services, user.id)
    if not whole and not user.guest:
        factors = await services.store.factors.of(user.id)
        if factors.any:
            first = FirstStep(user.id, fingerprint(user), by, secrets.token_hex(8))
            return ask_second(services, user, factors, first)
    before = await services.sessions.of_cookie(common.presented(services))
    begun = await services.sessions.begin(user, common.place(), proven=proven or whole)
    if begun is None:
        return None
    if before is not None:
        await common.end(services, before.session_id)
    services.metrics.count("sign_ins")
    session, token = begun
    response = _answer(services, session, status)
    await devices.recognise(services, user, response)
    common.jar().give(response, token, LIFETIME)  # last: simple clients keep one cookie
    return response


async def begin_new(services: Services, user: User, *, proven: bool = False) -> Response:
    """Sign in a user who has just been created; ``proven`` as for `begin`."""
    response = await begin(services, user, 201, proven=proven)
    if response is None:
        raise Problem(409, "changed", "This account has changed meanwhile; log in.")
    return response


def ask_second(services: Services, user: User, factors: FactorSet, first: FirstStep) -> Response:
    """Answer that a second step is needed, and which ways there are."""
    ticket = services.tickets.make(SECOND, first, SECOND_LASTS)
    ways = shown.ways(services, user, factors)
    return common.answer(SecondStepAnswer(SecondFactor(ticket, ways, SECOND_LASTS)), NOT_YET)


def fingerprint(user: User) -> str:
    """Return what changes with the password, and tells nothing about it."""
    return sha256(f"{user.id} {user.password_hash}".encode()).hexdigest()[:32]


def with_tokens(services: Services, session: SignedIn, token: str, status: int) -> Response:
    """Answer with both tokens: one for the page's memory, one as the browser's cookie."""
    response = _answer(services, session, status)
    common.jar().give(response, token, LIFETIME)
    return response


def _answer(services: Services, session: SignedIn, status: int) -> Response:
    access = services.sessions.access_token(session)
    node = services.peers.name_of(f"player/{session.user.id}")
    socket = SOCKET if node is None else f"{SOCKET}?node={node}"
    signed_in = SignedInAnswer(common.profile(session.user), access, TOKEN_LIFETIME, socket)
    return common.answer(signed_in, status)

"""Accounts: guest, register, log in, log out, me."""

import secrets

from msgspec import Struct
from msgspec.json import encode
from quart import Blueprint, Response, request

from actors.player.messages import Profile
from gateway.auth import names
from gateway.auth.sessions import SignedIn
from gateway.body import read
from gateway.conversation import SIGNED_OUT
from gateway.problems import Problem, too_many
from gateway.services import Services
from store.errors import NameTaken
from store.names import name_key
from store.records import User


class GuestBody(Struct, forbid_unknown_fields=True):
    """Play under a name that is nobody's."""

    name: str


class AccountBody(Struct, forbid_unknown_fields=True):
    """Register or log in."""

    name: str
    password: str


class NoBody(Struct, forbid_unknown_fields=True):
    """Nothing to say."""


class PlayerAnswer(Struct):
    """Who is signed in."""

    player: Profile


def routes(services: Services) -> Blueprint:
    """Make the routes."""
    accounts = Accounts(services)
    blueprint = Blueprint("accounts", __name__)
    blueprint.post("/guest")(accounts.guest)
    blueprint.post("/register")(accounts.register)
    blueprint.post("/login")(accounts.login)
    blueprint.post("/logout")(accounts.logout)
    blueprint.get("/me")(accounts.me)
    return blueprint


class Accounts:
    """The handlers of the resource."""

    def __init__(self, services: Services) -> None:
        self._services = services

    async def guest(self) -> Response:
        """Sign in without an account; many guests may have the same name."""
        self._limit()
        name = names.clean((await read(GuestBody)).name)
        user_id = _new_id()
        user = User(user_id, f"guest {user_id}", name, None, guest=True, created_at=self._now())
        await self._services.store.create_user(user)
        return await self._sign_in(user, 201)

    async def register(self) -> Response:
        """Make an account and sign in."""
        self._limit()
        body = await read(AccountBody)
        name = names.clean(body.name)
        if await self._services.store.user_by_name(name) is not None:
            raise _taken(name)
        password_hash = await self._services.passwords.hash(body.password)
        user = User(_new_id(), name, name, password_hash, guest=False, created_at=self._now())
        try:
            await self._services.store.create_user(user)
        except NameTaken:
            raise _taken(name) from None
        return await self._sign_in(user, 201)

    async def login(self) -> Response:
        """Sign in; the answer and its time do not tell whether the name exists."""
        self._limit()
        body = await read(AccountBody)
        name = body.name.strip()[: 2 * names.LONGEST]
        self._wait(self._services.guesses.take((request.remote_addr, name_key(name))))
        user = await self._services.store.user_by_name(name)
        known = None if user is None else user.password_hash
        if not await self._services.passwords.check(body.password, known) or user is None:
            self._services.metrics.count("logins_refused")
            raise Problem(401, "wrong_login", "Name and password do not match.")
        return await self._sign_in(user, 200)

    async def logout(self) -> Response:
        """End the session; its sockets are closed."""
        await read(NoBody)
        session = await self._session()
        response = Response(status=204)
        if session is not None:
            await self._end(session)
        self._services.sessions.forget_cookie(response)
        return response

    async def me(self) -> Response:
        """Tell who is signed in."""
        session = await self._session()
        if session is None:
            raise Problem(401, "not_signed_in", "Sign in first.")
        return _answer(session.user, 200)

    async def _sign_in(self, user: User, status: int) -> Response:
        """Begin a session; the one the page had until now ends."""
        before = await self._session()
        response = _answer(user, status)
        await self._services.sessions.begin(user, response)
        if before is not None:
            await self._end(before)
        self._services.metrics.count("sign_ins")
        return response

    async def _session(self) -> SignedIn | None:
        return await self._services.sessions.find(request.cookies)

    async def _end(self, session: SignedIn) -> None:
        await self._services.sessions.end(session)
        self._services.sockets.close_session(session.token_hash, SIGNED_OUT, "signed out")

    def _limit(self) -> None:
        self._wait(self._services.sign_ins.take(request.remote_addr))

    def _wait(self, seconds: float) -> None:
        if seconds > 0.0:
            self._services.metrics.count("sign_ins_limited")
            raise too_many(seconds)

    def _now(self) -> int:
        return int(self._services.now() * 1000.0)


def _new_id() -> str:
    return f"p{secrets.token_hex(8)}"


def _taken(name: str) -> Problem:
    detail = f"The name {name} is taken; choose another or log in."
    return Problem(409, "name_taken", detail, field="name")


def _answer(user: User, status: int) -> Response:
    profile = Profile(user.id, user.display_name, user.guest)
    return Response(encode(PlayerAnswer(profile)), status, content_type="application/json")

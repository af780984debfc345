"""One's own account: to show, change and delete."""

from msgspec import Struct
from msgspec.structs import replace
from quart import Blueprint, Response

from gateway.api import audit, common, devices, prove
from gateway.api.between import tell_renamed
from gateway.api.common import answer, done
from gateway.api.deletion import delete_user
from gateway.api.describe import operation
from gateway.api.sign_in import AccountBody, PlayerAnswer, new_account
from gateway.api.telling import tell, where
from gateway.auth import rules
from gateway.http.body import read
from gateway.http.problems import Problem
from gateway.services import Services
from gateway.socket.conversation import SIGNED_OUT
from store.errors import NameTaken
from store.people.records import User

CHANGING = (401, 403, 422, 429)


class AccountAnswer(Struct):
    """What an account holds; a guest has no log-in name and no e-mail address.

    ``password``: whether it has one. ``email_pending`` is an address that takes the place of
    ``email`` when it is confirmed.
    """

    id: str
    name: str | None
    display_name: str
    email: str | None
    guest: bool
    created_at: int
    password: bool
    email_confirmed: bool
    email_pending: str | None


class DisplayNameBody(Struct, forbid_unknown_fields=True):
    """The new name for others to see."""

    display_name: str


class NameBody(Struct, forbid_unknown_fields=True):
    """The new name to log in with."""

    name: str


class PasswordBody(Struct, forbid_unknown_fields=True):
    """The new password; ``old_password``: see `prove.require`."""

    password: str
    old_password: str | None = None


class DeleteBody(Struct, forbid_unknown_fields=True):
    """``password``: see `prove.require`; a guest has none."""

    password: str | None = None


def routes(services: Services) -> Blueprint:
    """Make the routes."""
    handlers = Account(services)
    blueprint = Blueprint("account", __name__)
    blueprint.get("/account")(handlers.show)
    blueprint.post("/account")(handlers.make)
    blueprint.put("/account/display-name")(handlers.rename)
    blueprint.put("/account/name")(handlers.set_name)
    blueprint.put("/account/password")(handlers.set_password)
    blueprint.post("/account/delete")(handlers.delete)
    return blueprint


class Account:
    """The handlers of the resource."""

    def __init__(self, services: Services) -> None:
        self._services = services

    @operation(by="token", answer=AccountAnswer, problems=(401,))
    async def show(self) -> Response:
        """Tell what the account holds."""
        return answer(account_answer((await common.signed_in(self._services)).user))

    @operation(
        by="token",
        body=AccountBody,
        answer=PlayerAnswer,
        problems=(401, 409, 422, 429, 503),
    )
    async def make(self) -> Response:
        """Make an account of a guest, who keeps id, history and session."""
        found = await common.signed_in(self._services)
        await common.limit(self._services, "register")
        user = await new_account(self._services, await read(AccountBody), found.user.id)
        try:
            made = await self._services.store.people.make_account(user, common.proof(found))
        except NameTaken as error:
            raise common.taken(error) from None
        if not made:
            await common.signed_in(self._services)  # raises if the session has ended meanwhile
            raise Problem(409, "not_a_guest", "This is an account already.")
        tell_renamed(self._services, user.id)
        response = await self._changed(user.id)
        await devices.recognise(self._services, user, response)
        await tell(self._services, user, "confirm", {})
        return response

    @operation(by="token", body=DisplayNameBody, answer=PlayerAnswer, problems=(*CHANGING, 409))
    async def rename(self) -> Response:
        """Change the name that others see, at once; matches keep the one they began with."""
        user = (await common.owner(self._services)).user
        [name] = rules.check(display_name=(await read(DisplayNameBody)).display_name)
        await self._note("renamed", user, f"from {user.display_name} to {name}")
        try:
            await self._services.store.people.rename_user(user.id, name)
        except NameTaken as error:
            raise common.taken(error) from None
        tell_renamed(self._services, user.id)
        return await self._changed(user.id)

    @operation(by="token", body=NameBody, answer=AccountAnswer, problems=(*CHANGING, 409))
    async def set_name(self) -> Response:
        """Change the name to log in with, which nobody else sees."""
        found = await common.owner(self._services)
        user = found.user
        [name] = rules.check(name=(await read(NameBody)).name)
        await prove.require(self._services, found)
        await self._note("login-renamed", user, f"from {user.name} to {name}")
        changed = replace(user, name=name)
        people, mails = self._services.store.people, self._services.mail
        news = await mails.letter(changed, "name_changed", {"before": user.name, **where()})
        try:
            if not await people.set_name(user.id, name, common.proof(found), news):
                raise await self._changed_meanwhile("name")
        except NameTaken as error:
            raise common.taken(error) from None
        mails.bell.ring()
        return answer(account_answer(changed))

    @operation(by="token", body=PasswordBody, status=204, problems=(*CHANGING, 503))
    async def set_password(self) -> Response:
        """Change the password; every other session ends."""
        found = await common.owner(self._services)
        user, body = found.user, await read(PasswordBody)
        [password] = rules.check(password=body.password)
        await prove.require(self._services, found, body.old_password, "old_password")
        known = [user.name, user.display_name, *(user.email or "").split("@")]
        fresh = await self._services.passwords.hash(password, known, common.home())
        await self._note("password-changed", user)
        others = await self._services.sessions.of_user(user.id)
        proof = common.proof(found)
        news = await self._services.mail.letter(user, "password_changed", where())
        if not await self._services.store.change_password(user.id, fresh, proof, news):
            raise await self._changed_meanwhile("old_password")
        for session in others:  # a session begun since then used the new password
            if session.id != found.session_id:
                self._services.sockets.close_session(session.id, SIGNED_OUT, "signed out")
        self._services.mail.bell.ring()
        return done()

    @operation(by="token", body=DeleteBody, status=204, problems=(401, 403, 422, 429, 503))
    async def delete(self) -> Response:
        """Delete the account: matches stay without the name, which is free again after 30 days."""
        found = await common.signed_in(self._services)
        user = found.user
        await common.limit(self._services, "account", user.id)
        body = await read(DeleteBody)
        if not user.guest:
            await prove.require(self._services, found, body.password)
        await self._note("account-deleted", user)
        if not await delete_user(self._services, user, common.proof(found)):
            raise await self._changed_meanwhile("password")
        return common.signed_out()

    async def _changed_meanwhile(self, field: str) -> Problem:
        """Make the answer if session or password have changed since they were checked."""
        await common.signed_in(self._services)
        return prove.wrong(field)

    async def _note(self, action: audit.Action, user: User, detail: str = "") -> None:
        """Write into the audit log what users do to their own accounts."""
        await audit.note(self._services, action, user, detail, by=user)

    async def _changed(self, user_id: str) -> Response:
        user = await self._services.store.people.user(user_id)
        if user is None or user.deleted_at is not None:
            raise Problem(401, "not_signed_in", "This account has been deleted.")
        return answer(PlayerAnswer(common.profile(user)))


def account_answer(user: User) -> AccountAnswer:
    """Return the account as its owner sees it."""
    name = None if user.guest else user.name
    facts = (user.email, user.guest, user.created_at, user.password_hash is not None)
    address = (user.email_confirmed, user.email_pending)
    return AccountAnswer(user.id, name, user.display_name, *facts, *address)

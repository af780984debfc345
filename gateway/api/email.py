"""The e-mail address of an account: to change it, and to show that it is one's own.

Where the server can send mails, an address counts once its link was opened (ADR 92). The link is
sent by a page (POST), as programs that look into mails open every link in them.
"""

from typing import Annotated

from msgspec import Meta, Struct
from quart import Blueprint, Response

from gateway.api import audit, common, prove
from gateway.api.account import CHANGING, AccountAnswer, account_answer
from gateway.api.common import NoBody, answer, done
from gateway.api.describe import operation
from gateway.api.telling import no_mail, tell
from gateway.auth import rules
from gateway.auth.refresh_token import hash_of
from gateway.auth.rules import invalid
from gateway.http.body import read
from gateway.http.problems import FieldError, Problem
from gateway.services import Services
from store.errors import AddressTaken
from store.names import email_key
from store.people.records import EmailLink, User

VOID = (
    "This link does not count any more: it was used already, has had its time, or the account has"
    " another address by now. If the address belongs to another account, a mail says so."
)


class EmailBody(Struct, forbid_unknown_fields=True):
    """The new e-mail address; ``password``: see `prove.require`."""

    email: str
    password: str | None = None


class ConfirmBody(Struct, forbid_unknown_fields=True):
    """``token`` is what the link in the mail ends with."""

    token: Annotated[str, Meta(min_length=1, max_length=128)]


class ConfirmedAnswer(Struct):
    """The address that counts now, and whether it was ``taken_back`` after it had been changed."""

    email: str
    taken_back: bool


def routes(services: Services) -> Blueprint:
    """Make the routes."""
    handlers = Email(services)
    blueprint = Blueprint("email", __name__)
    blueprint.put("/account/email")(handlers.change)
    blueprint.post("/account/email/confirmation")(handlers.send_again)
    blueprint.post("/confirm-email")(handlers.confirm)
    return blueprint


class Email:
    """The handlers of the resource."""

    def __init__(self, services: Services) -> None:
        self._services = services

    @operation(by="token", body=EmailBody, answer=AccountAnswer, problems=(*CHANGING, 503))
    async def change(self) -> Response:
        """Change the e-mail address: at once, or when the new one is confirmed.

        An address that was confirmed stays until then; giving it anew ends the change.
        """
        found = await common.owner(self._services)
        user, body = found.user, await read(EmailBody)
        [email] = rules.check(email=body.email)
        await prove.require(self._services, found, body.password)
        people, by = self._services.store.people, common.proof(found)
        stays = user.email_confirmed and self._services.mail.possible
        same = user.email is not None and email_key(email) == email_key(user.email)
        if self._services.mail.possible and not (stays and same):
            await common.limit(self._services, "mail", user.id)
        await audit.note(self._services, "email-changed", user, by=user)
        if stays:
            written = await people.ask_email(user.id, None if same else email, by)
        else:
            written = await people.set_email(user.id, email, by)
        if not written:
            await common.signed_in(self._services)
            raise prove.wrong("password")
        changed = await self._again(user.id)
        if not (stays and same):
            await self._services.mail.send(changed, "confirm", to=email)
        return answer(account_answer(changed))

    @operation(by="token", body=NoBody, status=204, problems=(401, 403, 409, 422, 429, 503))
    async def send_again(self) -> Response:
        """Send the mail with the link that confirms the address once more."""
        found = await common.owner(self._services)
        await read(NoBody)
        user = found.user
        address = user.email_pending or (None if user.email_confirmed else user.email)
        if not self._services.mail.possible:
            raise no_mail()
        if address is None:
            raise Problem(409, "confirmed", "There is no address to be confirmed.")
        await common.limit(self._services, "mail", user.id)
        await self._services.mail.send(user, "confirm", to=address)
        return done()

    @operation(body=ConfirmBody, answer=ConfirmedAnswer, problems=(422, 429, 503))
    async def confirm(self) -> Response:
        """Confirm the address to which a link was sent, or take it back; then the link is void."""
        await common.limit(self._services, "login")
        hashed = hash_of((await read(ConfirmBody)).token)
        now, people = common.milliseconds(self._services), self._services.store.people
        link = await people.email_link(hashed, now)
        before = None if link is None else await people.user(link.user_id)
        if link is None or before is None:
            raise _void()
        back = link.purpose == "take_back"
        await audit.note(self._services, "email-taken-back" if back else "email-confirmed", before)
        news = None
        if before.email_confirmed and before.email and not back:
            news = await self._services.mail.letter(before, "email_changed", to=before.email)
        try:
            if not await people.confirm_email(link, now, news):
                raise _void()
        except AddressTaken:
            await self._tell_owner(link, before)
            raise _void() from None
        self._services.mail.bell.ring()
        return answer(ConfirmedAnswer(link.address, back))

    async def _tell_owner(self, link: EmailLink, other: User) -> None:
        """Tell by mail alone that an address belongs to another account."""
        owner = await self._services.store.people.user_by_email(link.address)
        if owner is not None:
            await tell(self._services, owner, "address_taken", {"other": other.name})

    async def _again(self, user_id: str) -> User:
        user = await self._services.store.people.user(user_id)
        if user is None or user.deleted_at is not None:
            raise Problem(401, "not_signed_in", "This account has been deleted.")
        return user


def _void() -> Problem:
    return invalid(FieldError("token", "void", VOID))

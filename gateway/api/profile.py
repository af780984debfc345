"""One's own profile: country, text, image, and the choices of privacy."""

import trio
from msgspec import Struct
from quart import Blueprint, Response, request

from actors.presence.messages import Changed, PersonView
from actors.presence.parts import presence_of
from gateway.api.between import account, no_such_player, tell_renamed, view
from gateway.api.common import answer, done, home, limit, signed_in
from gateway.api.countries import CODES
from gateway.api.describe import operation
from gateway.auth.rules import Broken, invalid, written
from gateway.http.body import read
from gateway.http.problems import FieldError, Problem
from gateway.services import Services
from store.profiles.records import Audience, Privacy, Role
from store.protocol import Store

LONGEST_TEXT = 280
LARGEST_IMAGE = 5 * 1024 * 1024
LARGEST_UPLOAD = 4 * LARGEST_IMAGE
"""Bytes. Bodies up to this size are read and dropped if too large: a browser that is interrupted
while it sends does not see the answer."""
UPLOAD_WITHIN = 60
"""Seconds for an image to come in."""
KINDS = ("image/png", "image/jpeg", "image/webp", "image/gif")


class AboutBody(Struct, forbid_unknown_fields=True):
    """Country (ISO 3166-1 alpha-2, or null) and text about oneself."""

    country: str | None
    about: str


class PrivacyBody(Struct, forbid_unknown_fields=True):
    """Who may see where one is and when one was last seen, and who may ask to be a friend."""

    presence: Audience
    last_seen: Audience
    contact: Audience


class OwnProfileAnswer(Struct):
    """One's own profile, with the choices that nobody else sees."""

    player: PersonView
    guest: bool
    joined_at: int
    country: str | None
    about: str
    role: Role
    privacy: Privacy


class AvatarAnswer(Struct):
    """The name of the image: it is at ``/api/v1/avatars/{avatar}/{64 or 256}``."""

    avatar: str


def routes(services: Services) -> Blueprint:
    """Make the routes."""
    handlers = OwnProfile(services)
    blueprint = Blueprint("profile", __name__)
    blueprint.get("/profile")(handlers.read)
    blueprint.put("/profile")(handlers.save_about)
    blueprint.put("/profile/privacy")(handlers.save_privacy)
    blueprint.put("/profile/avatar")(handlers.save_avatar)
    blueprint.delete("/profile/avatar")(handlers.remove_avatar)
    return blueprint


class OwnProfile:
    """The handlers of the resource."""

    def __init__(self, services: Services) -> None:
        self._services = services

    @operation(by="token", scope="read", answer=OwnProfileAnswer, problems=(401,))
    async def read(self) -> Response:
        """Tell how one's own profile stands."""
        return answer(await self._own((await signed_in(self._services)).user.id))

    @operation(by="token", body=AboutBody, answer=OwnProfileAnswer, problems=(401, 403, 422))
    async def save_about(self) -> Response:
        """Set country and text."""
        user = await account(self._services)
        body = await read(AboutBody)
        if body.country is not None and body.country not in CODES:
            detail = "`country` is a code of ISO 3166-1, two capital letters such as CH, or null."
            raise invalid(FieldError("country", "unknown", detail))
        await self._services.store.profiles.save_about(user.id, body.country, _text(body.about))
        return answer(await self._own(user.id))

    @operation(by="token", body=PrivacyBody, answer=OwnProfileAnswer, problems=(401, 422))
    async def save_privacy(self) -> Response:
        """Set who may see and reach one; friends are told at once."""
        user = (await signed_in(self._services)).user
        body = await read(PrivacyBody)
        privacy = Privacy(body.presence, body.last_seen, body.contact)
        await self._services.store.profiles.save_privacy(user.id, privacy)
        self._services.kernel.tell(presence_of(user.id), Changed(user.id))
        return answer(await self._own(user.id))

    @operation(
        by="token",
        body=KINDS[0],
        answer=AvatarAnswer,
        problems=(401, 403, 408, 413, 415, 422, 429, 503),
    )
    async def save_avatar(self) -> Response:
        """Take an image, which is the body itself: PNG, JPEG, WebP or GIF up to 5 MB."""
        user = await account(self._services)
        await limit(self._services, "account", user.id)
        if request.mimetype not in KINDS:
            detail = f"Send the image itself, with its Content-Type: {', '.join(KINDS)}."
            raise Problem(415, "no_image", detail)
        squares = await self._services.avatars.convert(await _upload(), home())
        user = await account(self._services)  # again, as the upload took a while
        avatar = await self._services.avatars.set(user.id, squares)
        tell_renamed(self._services, user.id)
        return answer(AvatarAnswer(avatar))

    @operation(by="token", status=204, problems=(401, 403))
    async def remove_avatar(self) -> Response:
        """Have the drawn image again."""
        user = await account(self._services)
        await self._services.avatars.remove(user.id)
        tell_renamed(self._services, user.id)
        return done()

    async def _own(self, user_id: str) -> OwnProfileAnswer:
        return await own_profile_answer(self._services.store, user_id)


async def own_profile_answer(store: Store, user_id: str) -> OwnProfileAnswer:
    """Return the profile as its owner sees it."""
    of = await store.profiles.profile(user_id)
    if of is None:
        raise no_such_player()
    rest = (of.joined_at, of.country, of.about, of.role, of.privacy)
    return OwnProfileAnswer(view(of.person), of.guest, *rest)


async def _upload() -> bytes:
    """Return the body of a request; no more of it is kept than the largest image."""
    image, length = bytearray(), 0
    with trio.move_on_after(UPLOAD_WITHIN):
        async for chunk in request.body:
            length += len(chunk)
            if length <= LARGEST_IMAGE:
                image += chunk
        if length > LARGEST_IMAGE:
            raise Problem(413, "too_large", f"An image has at most {LARGEST_IMAGE >> 20} MB.")
        return bytes(image)
    raise Problem(408, "too_slow", f"The image did not arrive within {UPLOAD_WITHIN} s.")


def _text(text: str) -> str:
    """Return the text in one spelling of its characters; raises a Problem if it is wrong."""
    try:
        return written(text, LONGEST_TEXT)
    except Broken as broken:
        raise invalid(FieldError("about", broken.rule, broken.detail, broken.limit)) from None

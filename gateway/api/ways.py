"""What a person is told outside the page: by which ways, when not, and in which browsers."""

import secrets
from typing import Annotated, Literal

import trio
from msgspec import Meta, Struct
from quart import Blueprint, Response

from gateway.api import audit
from gateway.api.common import answer, done, limit, milliseconds, signed_in
from gateway.api.describe import operation
from gateway.auth.rules import invalid
from gateway.auth.sessions import SignedIn
from gateway.http.body import read
from gateway.http.problems import FieldError, Problem
from gateway.services import Services
from gateway.ways.encrypt import browser_key
from gateway.ways.endpoint import Refused, Unreachable, host_of
from gateway.ways.quiet import DAY, zone
from gateway.ways.vapid import from_b64
from store.notifications.records import Subject, Ways
from store.people.records import User
from store.push.records import ListedBrowser, Subscription

LOOKED_UP_WITHIN = 3.0
"""Seconds for the name of a push service."""
LONGEST_QUIET = 8 * 24 * 3600 * 1000
"""Milliseconds for which all is quiet at most."""
AUTH = 16
"""Bytes of the secret of a browser."""
MailState = Literal["ready", "no_server", "guest", "no_address", "unconfirmed"]
Text = Annotated[str, Meta(min_length=1, max_length=1024)]
Minute = Annotated[int, Meta(ge=0, lt=DAY)]


class QuietHours(Struct, forbid_unknown_fields=True):
    """From one minute of the day to before another; over midnight if that is the earlier one."""

    begins: Minute
    ends: Minute


class WaysBody(Struct, forbid_unknown_fields=True):
    """What is told by each way. ``zone`` is an IANA name, ``quiet_until`` in ms since the epoch.

    With ``calls`` a call to a match comes through at quiet times.
    """

    push: list[Subject]
    mail: list[Subject]
    quiet: QuietHours | None
    zone: str
    quiet_until: int | None
    calls: bool


class BrowserBody(Struct, forbid_unknown_fields=True):
    """A subscription as a browser makes it (Push API); the keys in base64url.

    ``key_id`` is the id of the key of this server that the browser was given.
    """

    endpoint: Text
    p256dh: Text
    auth: Text
    key_id: Text


class TokenBody(Struct, forbid_unknown_fields=True):
    """``token`` is what the link in a mail ends with."""

    token: Text


class BrowserAnswer(Struct):
    """A browser that takes pushes. ``here``: it is the one that asks; ``key_id``: see the body."""

    id: str
    device: str
    made_at: int
    here: bool
    key_id: str
    failures: int


class WaysAnswer(Struct):
    """What was chosen, and what is possible: ``key`` is for `PushManager.subscribe`."""

    push: tuple[Subject, ...]
    mail: tuple[Subject, ...]
    quiet: QuietHours | None
    zone: str
    quiet_until: int | None
    calls: bool
    key_id: str
    key: str
    mail_state: MailState
    browsers: list[BrowserAnswer]


def routes(services: Services) -> Blueprint:
    """Make the routes."""
    handlers = WaysOut(services)
    blueprint = Blueprint("ways", __name__)
    blueprint.get("/account/ways")(handlers.show)
    blueprint.put("/account/ways")(handlers.choose)
    blueprint.put("/account/ways/browser")(handlers.subscribe)
    blueprint.delete("/account/ways/browsers/<browser_id>")(handlers.unsubscribe)
    blueprint.post("/unsubscribe")(handlers.no_more_mails)
    return blueprint


def one_click(services: Services) -> Blueprint:
    """Make the route that mail programs send a form to when somebody wants no more (RFC 8058)."""
    blueprint = Blueprint("one_click", __name__)

    @blueprint.post("/unsubscribe/<token>")
    async def stop(token: str) -> Response:
        await limit(services, "login")
        await stop_mails(services, token)
        return done()

    return blueprint


class WaysOut:
    """The handlers of the resource."""

    def __init__(self, services: Services) -> None:
        self._services = services

    @operation(by="token", answer=WaysAnswer, problems=(401, 429))
    async def show(self) -> Response:
        """Tell by which ways one is told what, and which browsers take pushes."""
        found = await self._asked()
        return answer(await ways_answer(self._services, found))

    @operation(by="token", body=WaysBody, answer=WaysAnswer, problems=(401, 422, 429))
    async def choose(self) -> Response:
        """Choose what one is told by which way, and when nothing."""
        found, body = await self._asked(), await read(WaysBody)
        ways = _checked(body, milliseconds(self._services))
        await self._services.store.notifications.set_ways(found.user.id, ways)
        return answer(await ways_answer(self._services, found))

    @operation(by="token", body=BrowserBody, answer=WaysAnswer, problems=(401, 422, 429))
    async def subscribe(self) -> Response:
        """Let this browser take pushes; it ends with the session."""
        found, body = await self._asked(), await read(BrowserBody)
        p256dh, auth = _keys(body)
        await self._look_up(body.endpoint)
        user, now = found.user, milliseconds(self._services)
        about = f"w{secrets.token_hex(8)}", user.id, found.session_id
        one = Subscription(*about, body.endpoint, p256dh, auth, body.key_id, now)
        known = await self._services.store.push.browsers_of(user.id)
        if all(listed.subscription.endpoint != body.endpoint for listed in known):
            await audit.note(self._services, "browser-added", user, host_of(body.endpoint), user)
        if await self._services.store.push.subscribe(one) is None:
            await signed_in(self._services)  # it has just ended
        return answer(await ways_answer(self._services, found))

    @operation(by="token", status=204, problems=(401, 404, 429), path={"browser_id": str})
    async def unsubscribe(self, browser_id: str) -> Response:
        """Bring no more pushes to a browser of one's own."""
        user = (await self._asked()).user
        if not await self._services.store.push.unsubscribe(user.id, browser_id):
            raise Problem(404, "no_such_browser", "You have no browser of this id.")
        await audit.note(self._services, "browser-removed", user, by=user)
        return done()

    @operation(body=TokenBody, status=204, problems=(404, 422, 429))
    async def no_more_mails(self) -> Response:
        """End the mails about notes to whoever has got one; the token is in its link."""
        await limit(self._services, "login")
        await stop_mails(self._services, (await read(TokenBody)).token)
        return done()

    async def _asked(self) -> SignedIn:
        found = await signed_in(self._services)
        await limit(self._services, "play", found.user.id)
        return found

    async def _look_up(self, endpoint: str) -> None:
        """Raise a Problem for an endpoint that no push may go to.

        If its name cannot be looked up now, that is seen when there is something to send.
        """
        look_up = self._services.ways.post.address_of
        try:
            with trio.move_on_after(LOOKED_UP_WITHIN):
                await trio.to_thread.run_sync(look_up, endpoint, abandon_on_cancel=True)
        except Refused as error:
            detail = f"`endpoint` is not acceptable: {error}."
            raise invalid(FieldError("endpoint", "address", detail)) from None
        except Unreachable:
            pass


async def stop_mails(services: Services, token: str) -> None:
    """Send no more mails about notes to the account of a token; raises a Problem if it is none."""
    player = services.digest.player_of(token)
    user = None if player is None else await services.store.people.user(player)
    if user is None or user.deleted_at is not None:
        detail = "This link is not whole, or its account is gone; see the account page."
        raise Problem(404, "no_such_link", detail)
    chosen = await services.ways.chosen(user.id)
    if chosen.mail:
        await audit.note(services, "mails-stopped", user)
        kept = Ways(chosen.push, (), chosen.quiet, chosen.zone, chosen.quiet_until, chosen.calls)
        await services.store.notifications.set_ways(user.id, kept)


async def ways_answer(services: Services, found: SignedIn) -> WaysAnswer:
    """Return how it stands for a person."""
    user = found.user
    chosen = await services.ways.chosen(user.id)
    quiet = None if chosen.quiet is None else QuietHours(*chosen.quiet)
    browsers = await services.store.push.browsers_of(user.id)
    return WaysAnswer(
        chosen.push,
        chosen.mail,
        quiet,
        chosen.zone,
        chosen.quiet_until,
        chosen.calls,
        *services.ways.vapid.current(),
        _mail_state(services, user),
        [_browser(listed, found.session_id) for listed in browsers],
    )


def _browser(listed: ListedBrowser, session: str) -> BrowserAnswer:
    one = listed.subscription
    here = one.session_id == session
    return BrowserAnswer(one.id, listed.device, one.made_at, here, one.key_id, one.failures)


def _mail_state(services: Services, user: User) -> MailState:
    if not services.mail.possible:
        return "no_server"
    if user.guest:
        return "guest"
    if user.email is None:
        return "no_address"
    return "ready" if user.email_confirmed else "unconfirmed"


def _checked(body: WaysBody, now_ms: int) -> Ways:
    """Return what was chosen; raises a Problem that names all that is wrong."""
    errors = list[FieldError]()
    if zone(body.zone) is None:
        detail = "`zone` is a time zone of the IANA database, such as Europe/Zurich."
        errors.append(FieldError("zone", "unknown", detail))
    until = body.quiet_until
    if until is not None and not until <= now_ms + LONGEST_QUIET:
        detail = "`quiet_until` is at most eight days from now, in ms since the epoch, or null."
        errors.append(FieldError("quiet_until", "long", detail))
    if "new_device" in body.mail:
        detail = "A new device is told by a mail of its own, to every confirmed address."
        errors.append(FieldError("mail", "own_mail", detail))
    if errors:
        raise invalid(*errors)
    quiet = None if body.quiet is None else (body.quiet.begins, body.quiet.ends)
    until = until if until is not None and until > now_ms else None
    push, mail = (tuple(dict.fromkeys(chosen)) for chosen in (body.push, body.mail))
    return Ways(push, mail, quiet, body.zone, until, body.calls)


def _keys(body: BrowserBody) -> tuple[bytes, bytes]:
    """Return the keys of a browser; raises a Problem if they are none."""
    try:
        p256dh = from_b64(body.p256dh)
        browser_key(p256dh)
    except ValueError:
        detail = "`p256dh` is a point on P-256, 65 bytes in base64url."
        raise invalid(FieldError("p256dh", "key", detail)) from None
    try:
        auth = from_b64(body.auth)
    except ValueError:
        auth = b""
    if len(auth) != AUTH:
        raise invalid(FieldError("auth", "key", "`auth` is 16 bytes in base64url."))
    return p256dh, auth

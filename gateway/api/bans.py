"""Bans by moderators."""

import unicodedata

from msgspec import Struct
from quart import Blueprint, Response

from gateway.api import audit
from gateway.api.between import PATH, Between, between, no_such_player, not_oneself
from gateway.api.common import answer, done, limit, milliseconds, signed_in
from gateway.api.describe import operation
from gateway.auth.characters import has_hidden, has_stack
from gateway.auth.rules import invalid
from gateway.http.body import read
from gateway.http.problems import FieldError, Problem
from gateway.services import Services
from gateway.socket.conversation import BANNED
from store.moderation.records import Ban
from store.people.records import User
from store.profiles.records import Role

LONGEST_REASON = 200
RANKS: dict[Role, int] = {"player": 0, "moderator": 1, "admin": 2}
PROBLEMS = (401, 403, 404, 409, 429)


class BanBody(Struct, forbid_unknown_fields=True):
    """The reason, which the player is told; ``until`` in ms since the epoch, null: for good."""

    reason: str
    until: int | None


class BanAnswer(Struct):
    """The ban in force."""

    reason: str
    at: int
    until: int | None


def routes(services: Services) -> Blueprint:
    """Make the routes."""
    handlers = Bans(services)
    blueprint = Blueprint("bans", __name__)
    blueprint.get("/players/<player_id>/ban")(handlers.show)
    blueprint.put("/players/<player_id>/ban")(handlers.ban)
    blueprint.delete("/players/<player_id>/ban")(handlers.unban)
    return blueprint


class Bans:
    """The handlers of the resource. Moderators may ban only players with a lower role."""

    def __init__(self, services: Services) -> None:
        self._services = services

    @operation(by="token", answer=BanAnswer, problems=(401, 403, 404, 409), path=PATH)
    async def show(self, player_id: str) -> Response:
        """Tell a moderator whether a player is banned, why, and until when."""
        await self._allowed(player_id)
        ban = await self._ban_of(player_id)
        return answer(BanAnswer(ban.reason, ban.at, ban.until))

    @operation(by="token", body=BanBody, status=204, problems=(*PROBLEMS, 422), path=PATH)
    async def ban(self, player_id: str) -> Response:
        """Ban a player, account or guest; open pages are closed at once. For moderators."""
        services, (two, other) = self._services, await self._allowed(player_id)
        await limit(services, "ban", two.viewer.id)
        body, now = await read(BanBody), milliseconds(services)
        reason = _checked(body, now)
        detail = f"until {'ever' if body.until is None else body.until}: {reason}"
        await audit.note(services, "ban", other, detail, by=two.viewer)
        await services.store.moderation.ban(Ban(player_id, reason, now, body.until))
        services.sockets.close_users({player_id}, BANNED, "banned")
        return done()

    @operation(by="token", status=204, problems=PROBLEMS, path=PATH)
    async def unban(self, player_id: str) -> Response:
        """Lift a ban. For moderators."""
        services, (two, other) = self._services, await self._allowed(player_id)
        await limit(services, "ban", two.viewer.id)
        await self._ban_of(player_id)
        await audit.note(services, "unban", other, by=two.viewer)
        await services.store.moderation.unban(player_id)
        return done()

    async def _allowed(self, player_id: str) -> tuple[Between, User]:
        """Return who asks, and about whom; raises a Problem if they may not decide that."""
        store = self._services.store
        own = await store.profiles.profile((await signed_in(self._services)).user.id)
        rank = 0 if own is None else RANKS[own.role]
        if rank < RANKS["moderator"]:  # before any look-up, as they may not learn who exists
            raise Problem(403, "moderators_only", "Only moderators may do this.")
        two = await between(self._services, player_id, hidden_too=True)
        not_oneself(two.viewer, two.other)
        if rank <= RANKS[two.other.role]:
            detail = f"A {two.other.role} is banned by a higher role, or with scripts/admin."
            raise Problem(403, "higher_role", detail)
        other = await store.people.user(player_id)
        if other is None:
            raise no_such_player()
        return two, other

    async def _ban_of(self, player_id: str) -> Ban:
        ban = await self._services.store.moderation.ban_of(player_id, milliseconds(self._services))
        if ban is None:
            raise Problem(404, "not_banned", "This player is not banned.")
        return ban


def _checked(body: BanBody, now: int) -> str:
    """Return the reason in one spelling; raises a Problem that names what is wrong."""
    reason = unicodedata.normalize("NFC", body.reason.strip())
    errors: list[FieldError] = []
    if not 0 < len(reason) <= LONGEST_REASON:
        detail = f"`reason` has 1 to {LONGEST_REASON} characters."
        errors.append(FieldError("reason", "length", detail, LONGEST_REASON))
    elif has_hidden(reason) or has_stack(reason):
        detail = "`reason` has no control, invisible or private characters."
        errors.append(FieldError("reason", "hidden", detail))
    if body.until is not None and not now < body.until < 2**53:
        detail = "`until` is a time to come, in milliseconds since the epoch, or null: for good."
        errors.append(FieldError("until", "past", detail))
    if errors:
        raise invalid(*errors)
    return reason

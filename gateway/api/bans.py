"""Bans by moderators."""

from msgspec import Struct
from quart import Blueprint, Response

from gateway.api import audit
from gateway.api.between import PATH
from gateway.api.common import answer, done, limit, milliseconds
from gateway.api.describe import operation
from gateway.api.moderators import checked_reason, checked_until, over
from gateway.auth.rules import invalid
from gateway.http.body import read
from gateway.http.problems import Problem
from gateway.services import Services
from gateway.socket import bans
from store.moderation.records import Ban

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
        await over(self._services, player_id)
        ban = await self._ban_of(player_id)
        return answer(BanAnswer(ban.reason, ban.at, ban.until))

    @operation(by="token", body=BanBody, status=204, problems=(*PROBLEMS, 422), path=PATH)
    async def ban(self, player_id: str) -> Response:
        """Ban a player, account or guest; open pages are closed at once. For moderators."""
        services = self._services
        two, other = await over(services, player_id)
        await limit(services, "ban", two.viewer.id)
        body, now = await read(BanBody), milliseconds(services)
        reason = _checked(body, now)
        detail = f"until {'ever' if body.until is None else body.until}: {reason}"
        await audit.note(services, "ban", other, detail, by=two.viewer)
        await services.store.moderation.ban(Ban(player_id, reason, now, body.until))
        await bans.close(services, {player_id})
        return done()

    @operation(by="token", status=204, problems=PROBLEMS, path=PATH)
    async def unban(self, player_id: str) -> Response:
        """Lift a ban. For moderators."""
        services = self._services
        two, other = await over(services, player_id)
        await limit(services, "ban", two.viewer.id)
        await self._ban_of(player_id)
        await audit.note(services, "unban", other, by=two.viewer)
        await services.store.moderation.unban(player_id)
        return done()

    async def _ban_of(self, player_id: str) -> Ban:
        ban = await self._services.store.moderation.ban_of(player_id, milliseconds(self._services))
        if ban is None:
            raise Problem(404, "not_banned", "This player is not banned.")
        return ban


def _checked(body: BanBody, now: int) -> str:
    """Return the reason in one spelling; raises a Problem that names what is wrong."""
    reason, errors = checked_reason(body.reason)
    errors += checked_until(body.until, now)
    if errors:
        raise invalid(*errors)
    return reason

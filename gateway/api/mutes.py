"""Mutes: players who may not speak in a room, or anywhere, for a time."""

from msgspec import Struct
from quart import Blueprint, Response

from actors.player.notices import Muted
from actors.presence.messages import Changed
from actors.presence.parts import presence_of
from gateway.api import audit
from gateway.api.between import PATH, is_id
from gateway.api.common import answer, done, limit, milliseconds
from gateway.api.describe import operation
from gateway.api.moderators import checked_reason, checked_until, moderator, over
from gateway.api.notifications import notify
from gateway.api.query import query
from gateway.auth.rules import invalid
from gateway.http.body import read
from gateway.http.problems import FieldError, Problem
from gateway.services import Services
from store.moderation.records import Mute

MOST = 200
PROBLEMS = (401, 403, 404, 409, 422, 429)
EVERYWHERE = ""


class MuteBody(Struct, forbid_unknown_fields=True):
    """The reason, which the player is told; ``until`` in ms since the epoch, null: for good.

    ``room`` is the room in which they may not speak; without it, they may not speak anywhere.
    """

    reason: str
    until: int | None
    room: str = EVERYWHERE


class MuteAnswer(Struct):
    """A mute in force; ``name`` is how the player is called now."""

    player: str
    name: str
    room: str
    moderator: str
    reason: str
    at: int
    until: int | None


class MutesAnswer(Struct):
    """The newest first, at most 200."""

    mutes: list[MuteAnswer]


def routes(services: Services) -> Blueprint:
    """Make the routes."""
    handlers = Mutes(services)
    blueprint = Blueprint("mutes", __name__)
    blueprint.get("/moderation/mutes")(handlers.list_all)
    blueprint.put("/players/<player_id>/mute")(handlers.mute)
    blueprint.delete("/players/<player_id>/mute")(handlers.unmute)
    return blueprint


class Mutes:
    """The handlers of the resource. The muted player is told by whom, why, and until when."""

    def __init__(self, services: Services) -> None:
        self._services = services

    @operation(by="token", answer=MutesAnswer, problems=(401, 403))
    async def list_all(self) -> Response:
        """List who is muted now. For moderators."""
        services, found = self._services, list[MuteAnswer]()
        await moderator(services)
        for mute in await services.store.moderation.mutes(milliseconds(services), MOST):
            profile = await services.store.profiles.profile(mute.player)
            name = profile.person.name if profile is not None else ""
            about = mute.room, mute.moderator, mute.reason, mute.at, mute.until
            found.append(MuteAnswer(mute.player, name, *about))
        return answer(MutesAnswer(found))

    @operation(by="token", body=MuteBody, status=204, problems=PROBLEMS, path=PATH)
    async def mute(self, player_id: str) -> Response:
        """Mute a player; this replaces an earlier mute in the same room. For moderators."""
        services = self._services
        two, other = await over(services, player_id)
        await limit(services, "ban", two.viewer.id)
        body, now = await read(MuteBody), milliseconds(services)
        reason, errors = checked_reason(body.reason)
        errors += [*checked_until(body.until, now), *_checked_room(body.room)]
        if errors:
            raise invalid(*errors)
        until = "ever" if body.until is None else body.until
        detail = f"{body.room or 'everywhere'} until {until}: {reason}"
        await audit.note(services, "mute", other, detail, by=two.viewer)
        by = two.viewer.display_name
        mute = Mute(player_id, body.room, by, reason, now, body.until)
        await services.store.moderation.mute(mute)
        services.kernel.tell(presence_of(player_id), Changed(player_id))
        muted = Muted(body.room, by, reason, body.until)
        await notify(services, player_id, f"mute {body.room}", muted)
        return done()

    @operation(by="token", status=204, problems=PROBLEMS, path=PATH, query={"room": str | None})
    async def unmute(self, player_id: str) -> Response:
        """Lift a mute, in a room or (without one) everywhere. For moderators."""
        services = self._services
        two, other = await over(services, player_id)
        await limit(services, "ban", two.viewer.id)
        room = query("room").get("room", EVERYWHERE)
        if _checked_room(room) or not await services.store.moderation.unmute(player_id, room):
            raise Problem(404, "not_muted", "This player is not muted there.")
        await audit.note(services, "unmute", other, room or "everywhere", by=two.viewer)
        services.kernel.tell(presence_of(player_id), Changed(player_id))
        return done()


def _checked_room(room: str) -> list[FieldError]:
    if is_id(room):
        return []
    return [FieldError("room", "id", "`room` is the id of a room, or empty: everywhere.")]

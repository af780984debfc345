"""The rooms of a player, with how much of each is unread."""

from typing import Literal

from msgspec import Struct
from quart import Blueprint, Response

from actors.contact import apart, tie_in
from actors.presence.messages import PersonView
from actors.room.access import LOBBY, other_of
from actors.room.marks import MOST_UNREAD
from gateway.api.between import view
from gateway.api.common import answer, limit, signed_in
from gateway.api.describe import operation
from gateway.services import Services
from store.names import DELETED
from store.rooms.records import OwnRoom

MOST = 50
"""Rooms in the list; those in which nothing has happened for longest are left out."""


class RoomAnswer(Struct):
    """A room of the player. ``other``: who is in a direct one; None after that account has gone.

    ``last`` is the last event, at ``at`` (ms since the epoch). ``mark`` is the last one that the
    player has read, and ``unread`` the lines of others after it, at most 100. The lobby has nothing
    unread before the player has read in it.
    """

    id: str
    kind: Literal["lobby", "direct"]
    name: str
    other: PersonView | None
    last: int
    at: int
    mark: int
    unread: int


class RoomsAnswer(Struct):
    """The room with the newest event comes first."""

    rooms: list[RoomAnswer]


def routes(services: Services) -> Blueprint:
    """Make the routes."""
    handlers = OwnRooms(services)
    blueprint = Blueprint("own_rooms", __name__)
    blueprint.get("/rooms")(handlers.list_all)
    return blueprint


class OwnRooms:
    """The handler of the resource."""

    def __init__(self, services: Services) -> None:
        self._services = services

    @operation(by="token", answer=RoomsAnswer, problems=(401, 429))
    async def list_all(self) -> Response:
        """List the lobby's room and those of the player, in which anything has happened."""
        player = (await signed_in(self._services)).user.id
        await limit(self._services, "play", player)
        store = self._services.store
        circle, found = await store.social.circle(player), list[RoomAnswer]()
        for own in await store.rooms.rooms_of(player, LOBBY, MOST):
            other = other_of(own.room, player)
            if other is None:
                found.append(await self._room(player, own, "lobby"))
            elif not apart(tie_in(circle, other)):
                found.append(await self._room(player, own, "direct", other))
        return answer(RoomsAnswer(found))

    async def _room(
        self, player: str, own: OwnRoom, kind: Literal["lobby", "direct"], other: str | None = None
    ) -> RoomAnswer:
        store = self._services.store
        profile = await store.profiles.profile(other) if other is not None else None
        person = view(profile.person) if profile is not None else None
        name = person.name if person is not None else DELETED if kind == "direct" else ""
        mark = (own.last if kind == "lobby" else 0) if own.mark is None else own.mark
        unread = await store.rooms.unread(own.room, player, mark, own.last + 1, MOST_UNREAD)
        return RoomAnswer(own.room, kind, name, person, own.last, own.at, mark, unread)

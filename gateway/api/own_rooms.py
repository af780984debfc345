"""The rooms of a player with what is unread, public rooms, members, and search in lines."""

from typing import Annotated, Literal

from msgspec import Meta, Struct
from quart import Blueprint, Response

from actors.contact import apart, parted, tie_in
from actors.frames import Id
from actors.presence.messages import PersonView
from actors.room.access import LOBBY, is_made, other_of
from actors.room.facts import enters
from actors.room.frames import PAGE, Event, Number
from actors.room.marks import MOST_UNREAD
from actors.room.shown import shown
from gateway.api.between import is_id, view
from gateway.api.common import answer, limit, signed_in
from gateway.api.describe import operation
from gateway.api.query import query
from gateway.auth.rules import invalid
from gateway.http.problems import FieldError, Problem
from gateway.services import Services
from store.names import DELETED
from store.rooms.records import MemberRole, OwnRoom
from store.words import words

LONGEST = 200
"""Characters of a search."""
MOST_SKIPPED = 10_000
MOST = 50
"""Rooms in the list; those in which nothing has happened for longest are left out."""


class RoomAnswer(Struct):
    """A room of the player. ``other``: who is in a direct one; None after that account has gone.

    ``last`` is the last event, at ``at`` (ms since the epoch). ``mark`` is the last one that the
    player has read, and ``unread`` the lines of others after it, at most 100. The lobby has nothing
    unread before the player has read in it. ``topic`` and ``public`` are about a room that somebody
    has made, in which the player has a ``role``.
    """

    id: str
    kind: Literal["lobby", "direct", "made"]
    name: str
    other: PersonView | None
    topic: str
    public: bool
    role: MemberRole | None
    last: int
    at: int
    mark: int
    unread: int


class RoomsAnswer(Struct):
    """The room with the newest event comes first."""

    rooms: list[RoomAnswer]


class FoundLine(Struct):
    """A line that was found, and its room."""

    room: str
    event: Event


class FoundAnswer(Struct):
    """The newest line comes first; ``more``: there are further ones."""

    lines: list[FoundLine]
    more: bool


class PublicRoomAnswer(Struct):
    """A room that everybody finds and may join."""

    id: str
    name: str
    topic: str
    members: int


class PublicRoomsAnswer(Struct):
    """The largest first; ``more``: there are further ones."""

    rooms: list[PublicRoomAnswer]
    more: bool


class MemberAnswer(Struct):
    """Who belongs to a room or is invited, since when (ms since the epoch)."""

    player: PersonView
    role: MemberRole
    since: int


class MembersAnswer(Struct):
    """In the order in which they came."""

    members: list[MemberAnswer]


def routes(services: Services) -> Blueprint:
    """Make the routes."""
    handlers = OwnRooms(services)
    blueprint = Blueprint("own_rooms", __name__)
    blueprint.get("/rooms")(handlers.list_all)
    blueprint.get("/lines")(handlers.search)
    blueprint.get("/rooms/public")(handlers.list_public)
    blueprint.get("/rooms/<room_id>/members")(handlers.list_members)
    return blueprint


class OwnRooms:
    """The handler of the resource."""

    def __init__(self, services: Services) -> None:
        self._services = services

    @operation(by="token", scope="chat", answer=RoomsAnswer, problems=(401, 429))
    async def list_all(self) -> Response:
        """List the lobby's room and those of the player, in which anything has happened."""
        player = (await signed_in(self._services)).user.id
        await limit(self._services, "play", player)
        store = self._services.store
        circle, found = await store.social.circle(player), list[RoomAnswer]()
        for own in await store.rooms.rooms_of(player, LOBBY, MOST):
            other = other_of(own.room, player)
            if other is None or not apart(tie_in(circle, other)):
                found.append(await self._room(player, own, other))
        return answer(RoomsAnswer(found))

    @operation(
        by="token",
        scope="chat",
        answer=FoundAnswer,
        problems=(401, 422, 429),
        query={"words": Annotated[str, Meta(max_length=LONGEST)], "skip": Number | None},
    )
    async def search(self) -> Response:
        """Find lines in the rooms of the player that have all these words, fifty at a time.

        The last word may be the beginning of one. Case and accents do not count. ``skip`` leaves
        out so many of the newest.
        """
        player = (await signed_in(self._services)).user.id
        await limit(self._services, "search", player)
        asked = query("words", "skip")
        text, skip = asked.get("words", ""), asked.get("skip", "0")
        if not 0 < len(text) <= LONGEST or not words(text):
            detail = f"`words` has up to {LONGEST} characters, a letter or a digit among them."
            raise invalid(FieldError("words", "words", detail))
        rooms = self._services.store.rooms
        found = await rooms.search(player, LOBBY, text, PAGE + 1, _skip(skip))
        lines = [FoundLine(event.room, shown(event, frozenset())) for event in found[:PAGE]]
        return answer(FoundAnswer(lines, len(found) > PAGE))

    async def _room(self, player: str, own: OwnRoom, other: str | None) -> RoomAnswer:
        store = self._services.store
        person, made = None, None
        kind: Literal["lobby", "direct", "made"] = "lobby"
        if is_made(own.room):
            kind, made = "made", await store.rooms.made(own.room)
        elif other is not None:
            profile = await store.profiles.profile(other)
            kind, person = "direct", view(profile.person) if profile is not None else None
        name = made.name if made is not None else person.name if person is not None else ""
        new = own.last if kind == "lobby" else 0
        mark = new if own.mark is None else own.mark
        unread = await store.rooms.unread(own.room, player, mark, own.last + 1, MOST_UNREAD)
        return RoomAnswer(
            *(own.room, kind, name or (DELETED if kind == "direct" else ""), person),
            *(made.topic if made else "", bool(made and made.public), own.role),
            *(own.last, own.at, mark, unread),
        )

    @operation(
        by="token",
        scope="chat",
        answer=PublicRoomsAnswer,
        problems=(401, 422, 429),
        query={"name": str | None, "skip": Number | None},
    )
    async def list_public(self) -> Response:
        """List the public rooms in whose name a word begins so, the largest first."""
        player = (await signed_in(self._services)).user.id
        await limit(self._services, "search", player)
        asked = query("name", "skip")
        skip, rooms = _skip(asked.get("skip", "0")), self._services.store.rooms
        name = asked.get("name", "")[:LONGEST]
        found = await rooms.public_rooms(name, PAGE + 1, skip)
        listed = [
            PublicRoomAnswer(public.room.id, public.room.name, public.room.topic, public.members)
            for public in found[:PAGE]
        ]
        return answer(PublicRoomsAnswer(listed, len(found) > PAGE))

    @operation(
        by="token",
        scope="chat",
        answer=MembersAnswer,
        problems=(401, 404, 429),
        path={"room_id": Id},
    )
    async def list_members(self, room_id: str) -> Response:
        """List who belongs to a room; those with whom the player is parted are left out."""
        player, store = (await signed_in(self._services)).user.id, self._services.store
        await limit(self._services, "play", player)
        if not (is_id(room_id) and is_made(room_id) and await enters(store, room_id, player)):
            raise Problem(404, "no_such_room", "There is no such room, or it is not yours.")
        hidden, found = parted(await store.social.circle(player)), list[MemberAnswer]()
        for member in await store.rooms.members(room_id):
            profile = await store.profiles.profile(member.player)
            if profile is not None and member.player not in hidden:
                found.append(MemberAnswer(view(profile.person), member.role, member.since))
        return answer(MembersAnswer(found))


def _skip(text: str) -> int:
    if not (text.isascii() and text.isdecimal() and int(text[:5]) <= MOST_SKIPPED):
        detail = f"`skip` is a number from 0 to {MOST_SKIPPED}."
        raise invalid(FieldError("skip", "number", detail))
    return int(text)

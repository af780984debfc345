"""The rooms of a player, with how much of each is unread, and search in them."""

from typing import Annotated, Literal

from msgspec import Meta, Struct
from quart import Blueprint, Response

from actors.contact import apart, tie_in
from actors.presence.messages import PersonView
from actors.room.access import LOBBY, other_of
from actors.room.frames import PAGE, Event, Number
from actors.room.marks import MOST_UNREAD
from actors.room.shown import shown
from gateway.api.between import view
from gateway.api.common import answer, limit, signed_in
from gateway.api.describe import operation
from gateway.api.query import query
from gateway.auth.rules import invalid
from gateway.http.problems import FieldError
from gateway.services import Services
from store.names import DELETED
from store.rooms.records import OwnRoom
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


class FoundLine(Struct):
    """A line that was found, and its room."""

    room: str
    event: Event


class FoundAnswer(Struct):
    """The newest line comes first; ``more``: there are further ones."""

    lines: list[FoundLine]
    more: bool


def routes(services: Services) -> Blueprint:
    """Make the routes."""
    handlers = OwnRooms(services)
    blueprint = Blueprint("own_rooms", __name__)
    blueprint.get("/rooms")(handlers.list_all)
    blueprint.get("/lines")(handlers.search)
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

    @operation(
        by="token",
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
        if not (skip.isascii() and skip.isdecimal() and int(skip[:5]) <= MOST_SKIPPED):
            detail = f"`skip` is a number from 0 to {MOST_SKIPPED}."
            raise invalid(FieldError("skip", "number", detail))
        rooms = self._services.store.rooms
        found = await rooms.search(player, LOBBY, text, PAGE + 1, int(skip))
        lines = [FoundLine(event.room, shown(event, frozenset())) for event in found[:PAGE]]
        return answer(FoundAnswer(lines, len(found) > PAGE))

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

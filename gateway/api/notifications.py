"""The inbox: what a player was told, and what of it they have read."""

from typing import Annotated

from msgspec import Meta, Struct
from quart import Blueprint, Response

from actors.core.address import Address
from actors.player.messages import InboxRead, Notify
from actors.player.notices import Notice, noted, notice_of
from gateway.api.common import answer, done, limit, milliseconds, signed_in
from gateway.api.describe import operation
from gateway.api.query import query
from gateway.auth.rules import invalid
from gateway.http.body import read
from gateway.http.problems import FieldError
from gateway.services import Services
from store.notifications.records import KeptNote

PAGE = 30
LONGEST = 200
NoteId = Annotated[str, Meta(min_length=1, max_length=LONGEST)]


class NoteAnswer(Struct):
    """A note, made at ``at`` (ms since the epoch)."""

    id: str
    at: int
    read: bool
    notice: Notice


class NotesAnswer(Struct):
    """The newest note first; ``more``: there are older ones. ``unread`` counts all of them."""

    notes: list[NoteAnswer]
    unread: int
    more: bool


class ReadBody(Struct, forbid_unknown_fields=True):
    """Which note was read; with ``earlier`` also all notes before it."""

    note: NoteId
    earlier: bool = False


def note_answer(kept: KeptNote) -> NoteAnswer:
    """Return a note as its player sees it."""
    return NoteAnswer(kept.note.id, kept.note.at, kept.read, notice_of(kept.note))


def routes(services: Services) -> Blueprint:
    """Make the routes."""
    handlers = Notifications(services)
    blueprint = Blueprint("notifications", __name__)
    blueprint.get("/notifications")(handlers.list_some)
    blueprint.post("/notifications/read")(handlers.read)
    return blueprint


async def notify(
    services: Services, player: str, what: str, notice: Notice, about: str | None = None
) -> None:
    """Tell a player of something that was done over HTTP; ``what`` was done, in a word.

    See `actors.player.inbox.notify`, which does it for actors.
    """
    at = milliseconds(services)
    note = noted(f"{what} {at}", player, notice, at, about)
    await services.store.notifications.add(note)
    services.kernel.tell(Address("player", player), Notify(note))


class Notifications:
    """The handlers of the resource."""

    def __init__(self, services: Services) -> None:
        self._services = services

    @operation(
        by="token",
        scope="read",
        answer=NotesAnswer,
        problems=(401, 422, 429),
        query={"before": NoteId | None},
    )
    async def list_some(self) -> Response:
        """List what the player was told, thirty at a time; ``before`` is the last id of a page."""
        player = (await signed_in(self._services)).user.id
        await limit(self._services, "play", player)
        before = query("before").get("before")
        if before is not None and not (0 < len(before) <= LONGEST and "\0" not in before):
            raise invalid(FieldError("before", "id", "`before` is the id of a note."))
        notifications = self._services.store.notifications
        found = await notifications.newest(player, PAGE + 1, before)
        unread = await notifications.unread(player)
        notes = [note_answer(kept) for kept in found[:PAGE]]
        return answer(NotesAnswer(notes, unread, len(found) > PAGE))

    @operation(by="token", body=ReadBody, status=204, problems=(401, 422, 429))
    async def read(self) -> Response:
        """Note that the player has read a note, or all up to it; all their pages learn of it."""
        player = (await signed_in(self._services)).user.id
        await limit(self._services, "play", player)
        body = await read(ReadBody)
        if "\0" in body.note:
            raise invalid(FieldError("note", "id", "`note` is the id of a note."))
        read_now = self._services.store.notifications.read
        if await read_now(player, body.note, earlier=body.earlier):
            self._services.kernel.tell(Address("player", player), InboxRead())
        return done()

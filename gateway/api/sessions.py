"""The sessions of an account: to list and to end."""

from collections.abc import Collection
from typing import Annotated

from msgspec import Meta, Struct
from quart import Blueprint, Response

from gateway.api import audit, common
from gateway.api.common import answer, done
from gateway.api.describe import operation
from gateway.http.problems import Problem
from gateway.services import Services
from store.sessions.records import SessionRecord

SessionId = Annotated[str, Meta(min_length=1, max_length=64)]


class SessionAnswer(Struct):
    """A signed-in browser; ``current``: it is the one that asks, ``open``: it has a page open."""

    id: str
    device: str
    address: str
    created_at: int
    seen_at: int
    expires_at: int
    current: bool
    open: bool


class SessionsAnswer(Struct):
    """All of them, the last seen first."""

    sessions: list[SessionAnswer]


def routes(services: Services) -> Blueprint:
    """Make the routes."""
    handlers = SessionList(services)
    blueprint = Blueprint("sessions", __name__)
    blueprint.get("/sessions")(handlers.show)
    blueprint.delete("/sessions")(handlers.end_all)
    blueprint.delete("/sessions/<session_id>")(handlers.end_one)
    return blueprint


class SessionList:
    """The handlers of the resource."""

    def __init__(self, services: Services) -> None:
        self._services = services

    @operation(by="token", answer=SessionsAnswer, problems=(401,))
    async def show(self) -> Response:
        """List where one is signed in."""
        found = await common.signed_in(self._services)
        open_now = self._services.sockets.sessions()
        sessions = await self._services.sessions.of_user(found.user.id)
        return answer(
            SessionsAnswer([session_answer(s, found.session_id, open_now) for s in sessions])
        )

    @operation(by="token", status=204, problems=(401,))
    async def end_all(self) -> Response:
        """Log out everywhere, here too."""
        found = await common.signed_in(self._services)
        await audit.note(self._services, "sessions-ended", found.user, "all", by=found.user)
        for session in await self._services.sessions.of_user(found.user.id):
            await common.end(self._services, session.id)
        return common.signed_out()

    @operation(by="token", status=204, problems=(401, 404), path={"session_id": SessionId})
    async def end_one(self, session_id: str) -> Response:
        """End one session; its sockets are closed at once."""
        found = await common.signed_in(self._services)
        own = await self._services.sessions.of_user(found.user.id)
        session = next((session for session in own if session.id == session_id), None)
        if session is None:
            raise Problem(404, "no_such_session", "You have no session of this id.")
        where = f"{session.device}, {session.address}"
        await audit.note(self._services, "sessions-ended", found.user, where, by=found.user)
        await common.end(self._services, session_id)
        return done()


def session_answer(record: SessionRecord, current: str, open_now: Collection[str]) -> SessionAnswer:
    """Return what the owner may know of a session."""
    return SessionAnswer(
        id=record.id,
        device=record.device,
        address=record.address,
        created_at=record.created_at,
        seen_at=record.seen_at,
        expires_at=record.expires_at,
        current=record.id == current,
        open=record.id in open_now,
    )

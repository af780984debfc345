"""Invitations to play over HTTP: see docs/protocol.md, sections 8 and 10."""

import msgspec
from msgspec import Struct, field
from quart import Blueprint, Response

from actors.frames import Id
from actors.invitations.messages import (
    Accept,
    Decline,
    InvitationsView,
    Invite,
    Show,
    Shown,
    Withdraw,
)
from actors.pong.settings import Settings
from gateway.api.common import answer, done
from gateway.api.describe import operation
from gateway.http.body import read
from gateway.play.connection import Exchange, HttpConnection
from gateway.play.connections import HttpConnections
from gateway.play.games import MatchMade
from gateway.play.refusals import check_id

PATH = {"invitation_id": Id}
CLOSED = "no_such_invitation"


class NewInvitation(Struct, forbid_unknown_fields=True):
    """Whom to invite, and to what."""

    player: Id
    settings: Settings = field(default_factory=Settings)


class InvitationAnswer(Struct):
    """The invitation that is open now; or, if the other has invited the sender, the match made."""

    invitation: str | None
    match: str | None


class InvitationsAnswer(Struct):
    """The open invitations that the player has sent and received."""

    sent: tuple[Shown, ...]
    received: tuple[Shown, ...]


def routes(connections: HttpConnections) -> Blueprint:
    """Make the routes."""
    handlers = Invitations(connections)
    blueprint = Blueprint("invitations", __name__)
    blueprint.get("/invitations")(handlers.list_all)
    blueprint.post("/invitations")(handlers.invite)
    blueprint.post("/invitations/<invitation_id>/accept")(handlers.accept)
    blueprint.delete("/invitations/<invitation_id>")(handlers.end)
    return blueprint


class Invitations:
    """The handlers of the resource."""

    def __init__(self, connections: HttpConnections) -> None:
        self._connections = connections

    @operation(by="token", scope="read", answer=InvitationsAnswer, problems=(401, 429))
    async def list_all(self) -> Response:
        """List the open invitations of the player."""
        me = await self._connections.mine()
        said = await me.hope(lambda heard: heard.t == "invitations", Show())
        view = msgspec.json.decode(said, type=InvitationsView)
        return answer(InvitationsAnswer(view.sent, view.received))

    @operation(
        by="token",
        scope="play",
        body=NewInvitation,
        answer=InvitationAnswer,
        status=201,
        problems=(401, 404, 409, 429),
    )
    async def invite(self) -> Response:
        """Invite a player; if they have invited the sender, this accepts it."""
        me = await self._connections.mine()
        body, request = await read(NewInvitation), me.new_id()
        made = await me.ask(request, Invite(request, body.player, body.settings))
        made.check()
        return answer(InvitationAnswer(made.invitation, made.made or None), 201)

    @operation(by="token", scope="play", answer=MatchMade, problems=(401, 404, 409, 429), path=PATH)
    async def accept(self, invitation_id: str) -> Response:
        """Accept an invitation: there is a match."""
        me = await self._connections.mine()
        check_id(invitation_id, CLOSED)
        request = me.new_id()
        accepted = await me.ask(request, Accept(request, invitation_id))
        accepted.check()
        return answer(MatchMade(accepted.made))

    @operation(by="token", scope="play", status=204, problems=(401, 404, 429), path=PATH)
    async def end(self, invitation_id: str) -> Response:
        """Decline an invitation, or withdraw one's own."""
        me = await self._connections.mine()
        check_id(invitation_id, CLOSED)
        ended = await _ended(me, invitation_id, Withdraw)
        if ended.error is not None and ended.error.code == CLOSED:
            ended = await _ended(me, invitation_id, Decline)
        ended.check()
        return done()


async def _ended(
    me: HttpConnection, invitation: str, how: type[Withdraw] | type[Decline]
) -> Exchange:
    request = me.new_id()
    return await me.ask(request, how(request, invitation))

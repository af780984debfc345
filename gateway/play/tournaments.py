"""Playing and running tournaments over HTTP: see docs/protocol.md, sections 8 and 12."""

from collections.abc import Callable

from msgspec import Struct
from quart import Blueprint, Response

from actors.frames import Id
from actors.tournament.frames import (
    ActFrame,
    Alias,
    CheckIn,
    Join,
    Key,
    Leave,
    MakeTournament,
    Organise,
    Request,
    SayReady,
)
from actors.tournament.plan import Plan, Word
from gateway.api.common import done
from gateway.api.describe import operation
from gateway.http.body import read
from gateway.play.connections import HttpConnections
from gateway.play.refusals import check_id

PATH = {"tournament_id": Id}
PAIRING_PATH = {"tournament_id": Id, "pairing": Key}
REFUSED = (401, 403, 404, 409, 422, 429)


class NewEntry(Struct, forbid_unknown_fields=True):
    """How one is called in the tournament, and the word that opens it, if it has one."""

    alias: Alias
    word: Word = ""


class NewAct(Struct, forbid_unknown_fields=True):
    """What an organiser does."""

    act: ActFrame


def routes(connections: HttpConnections) -> Blueprint:
    """Make the routes."""
    handlers = Tournaments(connections)
    blueprint = Blueprint("tournaments_played", __name__)
    blueprint.put("/tournaments/<tournament_id>")(handlers.make)
    blueprint.put("/tournaments/<tournament_id>/entry")(handlers.join)
    blueprint.delete("/tournaments/<tournament_id>/entry")(handlers.leave)
    blueprint.post("/tournaments/<tournament_id>/check-in")(handlers.check_in)
    blueprint.post("/tournaments/<tournament_id>/pairings/<pairing>/ready")(handlers.ready)
    blueprint.post("/tournaments/<tournament_id>/acts")(handlers.act)
    return blueprint


class Tournaments:
    """The handlers of the resource."""

    def __init__(self, connections: HttpConnections) -> None:
        self._connections = connections

    @operation(by="token", scope="tournaments", body=Plan, status=204, problems=REFUSED, path=PATH)
    async def make(self, tournament_id: str) -> Response:
        """Make a tournament, whose id begins with "t."; whoever makes it organises it."""
        plan = await read(Plan)
        return await self._ask(tournament_id, lambda id_: MakeTournament(id_, tournament_id, plan))

    @operation(
        by="token", scope="tournaments", body=NewEntry, status=204, problems=REFUSED, path=PATH
    )
    async def join(self, tournament_id: str) -> Response:
        """Take part in a tournament."""
        new = await read(NewEntry)
        about = tournament_id, new.alias, new.word
        return await self._ask(tournament_id, lambda id_: Join(id_, *about))

    @operation(by="token", scope="tournaments", status=204, problems=REFUSED, path=PATH)
    async def leave(self, tournament_id: str) -> Response:
        """Take part no longer; after the start, that is to withdraw."""
        return await self._ask(tournament_id, lambda id_: Leave(id_, tournament_id))

    @operation(by="token", scope="tournaments", status=204, problems=REFUSED, path=PATH)
    async def check_in(self, tournament_id: str) -> Response:
        """Confirm before the start to be there."""
        return await self._ask(tournament_id, lambda id_: CheckIn(id_, tournament_id))

    @operation(by="token", scope="tournaments", status=204, problems=REFUSED, path=PAIRING_PATH)
    async def ready(self, tournament_id: str, pairing: str) -> Response:
        """Answer the call to a pairing."""
        check_id(pairing, "no_such_pairing")
        return await self._ask(tournament_id, lambda id_: SayReady(id_, tournament_id, pairing))

    @operation(
        by="token", scope="tournaments", body=NewAct, status=204, problems=REFUSED, path=PATH
    )
    async def act(self, tournament_id: str) -> Response:
        """Do something as an organiser."""
        act = (await read(NewAct)).act
        return await self._ask(tournament_id, lambda id_: Organise(id_, tournament_id, act))

    async def _ask(self, tournament_id: str, frame: Callable[[str], Request]) -> Response:
        me = await self._connections.mine()
        check_id(tournament_id, "no_such_tournament")
        request = me.new_id()
        (await me.ask(request, frame(request))).check()
        return done()

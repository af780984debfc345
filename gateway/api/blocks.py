"""Blocks: whom one does not want to hear of; see actors/contact.py for what that means."""

from msgspec import Struct
from quart import Blueprint, Response

from actors.presence.messages import PersonView
from gateway.api.between import PATH, between, not_oneself, tell_both, view
from gateway.api.common import answer, done, limit, milliseconds, signed_in
from gateway.api.describe import operation
from gateway.problems import Problem
from gateway.services import Services
from store.social.records import Blocked, Tie

MOST = 1000
"""Blocks of one player."""


class BlockAnswer(Struct):
    """Somebody who is blocked, since when."""

    player: PersonView
    at: int


class BlocksAnswer(Struct):
    """The oldest block first."""

    blocks: list[BlockAnswer]


def block_answers(blocks: list[Blocked]) -> list[BlockAnswer]:
    """Who is blocked, as is shown to whom it is who blocks."""
    return [BlockAnswer(view(blocked.person), blocked.at) for blocked in blocks]


def routes(services: Services) -> Blueprint:
    """Make the routes."""
    handlers = Blocks(services)
    blueprint = Blueprint("blocks", __name__)
    blueprint.get("/blocks")(handlers.list_all)
    blueprint.put("/blocks/<player_id>")(handlers.block)
    blueprint.delete("/blocks/<player_id>")(handlers.unblock)
    return blueprint


class Blocks:
    """The handlers of the resource. Guests may block, and be blocked."""

    def __init__(self, services: Services) -> None:
        self._services = services

    @operation(by="token", answer=BlocksAnswer, problems=(401,))
    async def list_all(self) -> Response:
        """List whom one has blocked."""
        user = (await signed_in(self._services)).user
        return answer(BlocksAnswer(block_answers(await self._services.store.blocks(user.id))))

    @operation(by="token", status=204, problems=(401, 404, 409, 429), path=PATH)
    async def block(self, player_id: str) -> Response:
        """Block somebody; a friendship or a request ends."""
        services, two = self._services, await between(self._services, player_id, hidden_too=True)
        not_oneself(two.viewer, two.other)
        if not two.tie.blocks:
            await limit(services, "block", two.viewer.id)
            if len(await services.store.blocks(two.viewer.id)) >= MOST:
                raise Problem(
                    409, "too_many", f"You have blocked {MOST} players, the most one can."
                )
            await services.store.block(two.viewer.id, player_id, milliseconds(services))
            await tell_both(services, two, Tie(blocks=True, blocked=two.tie.blocked))
        return done()

    @operation(by="token", status=204, problems=(401, 404, 429), path=PATH)
    async def unblock(self, player_id: str) -> Response:
        """Block somebody no longer."""
        services, two = self._services, await between(self._services, player_id, hidden_too=True)
        if two.tie.blocks:
            await limit(services, "block", two.viewer.id)
            await services.store.unblock(two.viewer.id, player_id)
            await tell_both(services, two, Tie(blocked=two.tie.blocked))
        return done()

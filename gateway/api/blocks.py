"""Blocks: players one wants no contact with; actors/contact.py says what that means."""

from msgspec import Struct
from msgspec.structs import replace
from quart import Blueprint, Response

from actors.presence.messages import PersonView
from gateway.api.between import (
    PATH,
    Between,
    between,
    listed_person,
    no_such_player,
    not_oneself,
    tell_both,
    tell_bots,
    view,
)
from gateway.api.common import answer, done, limit, milliseconds, signed_in
from gateway.api.describe import operation
from gateway.http.problems import Problem
from gateway.services import Services
from store.profiles.records import Person
from store.social.records import Blocked, Tie

MOST = 1000
"""The most blocks of one player."""


class BlockAnswer(Struct):
    """A blocked player, and since when."""

    player: PersonView
    at: int


class BlocksAnswer(Struct):
    """The oldest block first."""

    blocks: list[BlockAnswer]


def block_answers(blocks: list[Blocked]) -> list[BlockAnswer]:
    """Return the blocked players as shown to the player who blocks them."""
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
        return answer(
            BlocksAnswer(block_answers(await self._services.store.social.blocks(user.id)))
        )

    @operation(by="token", status=204, problems=(401, 404, 409, 429), path=PATH)
    async def block(self, player_id: str) -> Response:
        """Block somebody, and the bots of both; a friendship or a request ends."""
        two, listed = await self._look_up(player_id)
        not_oneself(two.viewer, two.other)
        if listed:
            return done()
        store, viewer = self._services.store, two.viewer.id
        if two.tie.blocked:
            if len((await store.social.circle(viewer)).blocks) < 2 * MOST:
                await store.social.block(viewer, player_id, milliseconds(self._services))
            raise no_such_player()
        if len(await store.social.blocks(viewer)) >= MOST:
            raise Problem(409, "too_many", f"You have blocked {MOST} players, the most one can.")
        await store.social.block(viewer, player_id, milliseconds(self._services))
        await tell_both(self._services, two, Tie(blocks=True))
        await tell_bots(self._services, two)
        return done()

    @operation(by="token", status=204, problems=(401, 404, 429), path=PATH)
    async def unblock(self, player_id: str) -> Response:
        """Block somebody no longer."""
        two, listed = await self._look_up(player_id)
        social = self._services.store.social
        await social.unblock(two.viewer.id, player_id)
        still = (await social.tie(two.viewer.id, player_id)).blocks  # that of an owner holds on
        if not listed and (two.tie.blocked or still):
            raise no_such_player()
        if two.tie.blocks and not still:
            known = replace(two, other=replace(two.other, person=listed or two.other.person))
            await tell_both(self._services, known, Tie(blocked=two.tie.blocked))
            await tell_bots(self._services, two)
        return done()

    async def _look_up(self, player_id: str) -> tuple[Between, Person | None]:
        """Look both up, and the other as in the viewer's own list; None if not in it.

        A player who has blocked the viewer is found too. Unless the viewer's list has them already,
        the answer is as if there were no such player, but the block is made: it holds when the
        other lifts theirs, so nobody escapes a block by being quicker. The limit counts every
        request.
        """
        services, viewer = self._services, (await signed_in(self._services)).user
        await limit(services, "block", viewer.id)
        two = await between(services, player_id, hidden_too=True)
        return two, await listed_person(services, viewer, player_id)

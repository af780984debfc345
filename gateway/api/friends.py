"""Friends: ask, accept, decline, take back, remove, list. The socket tells who is there."""

from msgspec import Struct
from quart import Blueprint, Response

from actors.contact import Relation, may_ask, relation
from actors.player.notices import FriendAccepted
from actors.presence.messages import PersonView
from gateway.api.between import (
    PATH,
    Between,
    account,
    between,
    between_user,
    not_oneself,
    require_account,
    tell_both,
    view,
)
from gateway.api.common import answer, done, limit, milliseconds, signed_in_at_last
from gateway.api.describe import operation
from gateway.api.notifications import notify
from gateway.http.problems import Problem
from gateway.services import Services
from store.social.records import Friendship, Tie

MOST = 300
"""The most friends and requests of one account."""


class FriendAnswer(Struct):
    """A person, and since when they are a friend or the request exists."""

    player: PersonView
    at: int


class FriendsAnswer(Struct):
    """``asked`` are people the user has asked; ``asks`` are people who wait for an answer."""

    friends: list[FriendAnswer]
    asked: list[FriendAnswer]
    asks: list[FriendAnswer]


class RelationAnswer(Struct):
    """What the other person is to the user now."""

    relation: Relation


def friends_answer(user_id: str, friendships: list[Friendship]) -> FriendsAnswer:
    """Friends and requests in both directions."""
    lists = FriendsAnswer([], [], [])
    for friendship in friendships:
        line = FriendAnswer(view(friendship.person), friendship.since or friendship.asked_at)
        if friendship.since is not None:
            lists.friends.append(line)
        elif friendship.asked_by == user_id:
            lists.asked.append(line)
        else:
            lists.asks.append(line)
    return lists


def routes(services: Services) -> Blueprint:
    """Make the routes."""
    handlers = Friends(services)
    blueprint = Blueprint("friends", __name__)
    blueprint.get("/friends")(handlers.list_all)
    blueprint.put("/friends/<player_id>")(handlers.befriend)
    blueprint.delete("/friends/<player_id>")(handlers.unfriend)
    return blueprint


class Friends:
    """The handlers of the resource."""

    def __init__(self, services: Services) -> None:
        self._services = services

    @operation(by="token", scope="read", answer=FriendsAnswer, problems=(401, 403))
    async def list_all(self) -> Response:
        """List friends and requests in both directions."""
        user = await account(self._services)
        return answer(
            friends_answer(user.id, await self._services.store.social.friendships(user.id))
        )

    @operation(
        by="token",
        answer=RelationAnswer,
        problems=(401, 403, 404, 409, 429),
        path=PATH,
    )
    async def befriend(self, player_id: str) -> Response:
        """Ask somebody to be a friend, or say yes to who has asked."""
        store, two = self._services.store, await between(self._services, player_id)
        require_account(two.viewer)
        not_oneself(two.viewer, two.other)
        self._require_reachable(two)
        if two.tie.asked_by is None:
            await limit(self._services, "invite", two.viewer.id)
            self._require_room(await store.social.friendships(two.viewer.id))
        tie = await store.social.befriend(two.viewer.id, player_id, milliseconds(self._services))
        if tie != two.tie:
            await tell_both(self._services, two, tie)
        if tie.friend and not two.tie.friend:
            me = two.viewer
            accepted = FriendAccepted(me.id, me.display_name)
            await notify(self._services, player_id, f"friend {me.id}", accepted, me.id)
        return answer(RelationAnswer(relation(two.viewer.id, tie)))

    @operation(by="token", status=204, problems=(401, 404), path=PATH)
    async def unfriend(self, player_id: str) -> Response:
        """Remove a friend, decline a request, or take one's own back.

        A page sends this when its undo has lapsed, which may be while it closes.
        """
        viewer = (await signed_in_at_last(self._services)).user
        two = await between_user(self._services, viewer, player_id)
        if await self._services.store.social.unfriend(two.viewer.id, player_id):
            await tell_both(self._services, two, Tie(blocks=two.tie.blocks))
        return done()

    def _require_reachable(self, two: Between) -> None:
        if two.tie.blocks:
            raise Problem(409, "blocked", "You have blocked this player; unblock them first.")
        if two.other.guest or not may_ask(two.viewer.id, two.tie, two.other.privacy.contact):
            raise Problem(403, "not_reachable", "This player takes no requests.")

    def _require_room(self, there: list[Friendship]) -> None:
        if len(there) >= MOST:
            detail = f"You have {MOST} friends and requests, which is the most there can be."
            raise Problem(409, "too_many", detail)

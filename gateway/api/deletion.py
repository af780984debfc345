"""What it takes to delete a user: the rows, and everybody who has to learn of it."""

from msgspec import Struct

from actors.core.address import Address
from actors.tournament.messages import Forget
from gateway.api.between import tell_deleted, those_around
from gateway.api.common import milliseconds
from gateway.services import Services
from gateway.socket.conversation import DELETED
from store.people.records import Proof, User


class Gone(Struct, frozen=True):
    """Somebody who is deleted, the players who have them in a list, and their tournaments."""

    user: User
    others: frozenset[str]
    tournaments: list[str]


async def delete_user(services: Services, user: User, by: Proof | None = None) -> bool:
    """Delete a user and their bots, and close their sockets; False if ``by`` no longer holds."""
    bots = await services.store.programs.bots_of(user.id)
    found = [await services.store.people.user(bot.id) for bot in bots]
    gone = [await _known(services, one) for one in (user, *found) if one is not None]
    if not await services.store.delete_user(user.id, milliseconds(services), by):
        return False
    for one in gone:
        tell_deleted(services, one.user, one.others)
        for tournament in one.tournaments:
            services.kernel.tell(Address("tournament", tournament), Forget(one.user.id))
        services.sockets.close_user(one.user.id, DELETED, "account deleted")
    return True


async def _known(services: Services, user: User) -> Gone:
    """Look up, while that still can be done, who has to learn that a user goes."""
    others = await those_around(services, user.id)
    return Gone(user, others, await services.store.tournaments.with_player(user.id))

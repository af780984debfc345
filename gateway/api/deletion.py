"""What it takes to delete a user: the rows, the image, and everybody who has to learn of it."""

from functools import partial

from actors.core.address import Address
from actors.tournament.messages import Forget
from gateway.api.between import tell_deleted, those_around
from gateway.api.common import milliseconds
from gateway.services import Services
from gateway.socket.conversation import DELETED
from store.people.records import Proof, User


async def delete_user(services: Services, user: User, by: Proof | None = None) -> bool:
    """Delete a user and close their sockets; False if the proof ``by`` no longer holds."""
    others = await those_around(services, user.id)
    tournaments = await services.store.tournaments.with_player(user.id)
    delete = partial(services.store.delete_user, user.id, milliseconds(services), by)
    if not await services.avatars.delete_user(user.id, delete):
        return False
    tell_deleted(services, user, others)
    for tournament in tournaments:
        services.kernel.tell(Address("tournament", tournament), Forget(user.id))
    services.sockets.close_user(user.id, DELETED, "account deleted")
    return True


async def delete_bots(services: Services, owner: str) -> None:
    """Delete all bots of a person."""
    for bot in await services.store.programs.bots_of(owner):
        user = await services.store.people.user(bot.id)
        if user is not None:
            await delete_user(services, user)

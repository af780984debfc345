"""What somebody can sign in by: a password, linked sign-ins, passkeys. One has to stay."""

from gateway.http.problems import Problem
from gateway.services import Services
from store.people.records import User

LAST = (
    "This is the only way into this account. Set a password, link another sign-in or add a passkey"
    " first."
)


async def keep_one(services: Services, user: User) -> None:
    """Raise a Problem if an account would be closed to its owner without one of its ways in."""
    linked = await services.store.identities.identities_of(user.id)
    keys = (await services.store.factors.of(user.id)).passkeys
    if (user.password_hash is not None) + len(linked) + len(keys) < 2:
        raise last_way()


def last_way() -> Problem:
    """Make the answer to who would remove the last way in."""
    return Problem(409, "last_way", LAST)

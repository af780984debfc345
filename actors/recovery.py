"""What a kernel takes over from the process before it."""

from typing import NamedTuple

from actors.core.address import Address
from store.protocol import Store


class Inheritance(NamedTuple):
    """The right to write the journal, the last durable instant, and who was alive then."""

    epoch: int
    until: float
    alive: tuple[Address, ...]


async def inherit(store: Store) -> Inheritance:
    """Shut out the process before this one. Raises what the store does."""
    epoch, until = await store.begin_epoch()
    unfinished = await store.unfinished_matches()
    alive = tuple(Address("match", record.id) for record in unfinished)
    return Inheritance(epoch, until / 1000.0, alive)

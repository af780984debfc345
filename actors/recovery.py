"""Who lived when the last process ended, and what the journal knows of them."""

from typing import NamedTuple

from actors.core.address import Address
from actors.core.past import Past, read_pasts
from store.protocol import Store


class Inheritance(NamedTuple):
    """What a kernel takes over: the right to write the journal, and who is in it."""

    epoch: int
    pasts: dict[Address, Past]


async def inherit(store: Store) -> Inheritance:
    """Shut out the process before this one, then read the pasts of the lobby and of all unfinished
    matches. Raises what the store does.
    """
    epoch = await store.begin_epoch()
    matches = await store.unfinished_matches()
    actors = [Address("lobby"), *(Address("match", match.id) for match in matches)]
    return Inheritance(epoch, await read_pasts(store, actors))

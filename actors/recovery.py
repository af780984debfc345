"""Who lived when the last process ended, and what the journal knows of them."""

from actors.core.address import Address
from actors.core.past import Past, read_pasts
from store.protocol import Store


async def unfinished(store: Store) -> dict[Address, Past]:
    """Read the pasts of the lobby and of all unfinished matches. Raises what the store does."""
    matches = await store.unfinished_matches()
    actors = [Address("lobby"), *(Address("match", match.id) for match in matches)]
    return await read_pasts(store, actors)

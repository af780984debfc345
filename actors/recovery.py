"""Who lived when the last process ended, and what the journal knows of them."""

from typing import NamedTuple

from actors.core.address import Address
from actors.core.past import Past, read_pasts
from store.matches.records import MatchResult
from store.protocol import Store


class Inheritance(NamedTuple):
    """What a kernel takes over: the right to write the journal, and who is in it."""

    epoch: int
    pasts: dict[Address, Past]


async def inherit(store: Store) -> Inheritance:
    """Shut out the process before this one, then read the pasts of the lobby and of all unfinished
    matches. Raises what the store does.

    A match with a record and no past was never told to anybody; it is aborted.
    """
    epoch = await store.journal.begin_epoch()
    matches = {
        Address("match", record.id): record for record in await store.matches.unfinished_matches()
    }
    pasts = await read_pasts(store.journal, [Address("lobby"), *matches])
    for address, record in matches.items():
        if address not in pasts:
            at = record.created_at
            await store.matches.write_result(MatchResult(record.id, "aborted", 0, (0, 0), 0.0, at))
    return Inheritance(epoch, pasts)

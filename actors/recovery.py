"""Takes over the journal from the server process that ran before."""

from typing import NamedTuple

from actors.core.address import Address
from actors.core.journal.records import ASIDE, NEVER
from store.matches.records import MatchResult
from store.protocol import Store

MOST = 1_000_000
"""Durable messages that are looked through: more than a server can have under way."""


class Inheritance(NamedTuple):
    """The right to write the journal, the last durable instant, and the actors alive then."""

    epoch: int
    until: float
    alive: tuple[Address, ...]


async def inherit(store: Store) -> Inheritance:
    """Shut out the process before this one. Raises what the store does.

    A match that has a record but no journal was never told to anybody: it is aborted. (Now that a
    match is made in one transaction, only earlier schemas have left such matches.)
    """
    epoch, until = await store.journal.begin_epoch()
    unfinished = {f"match/{m.id}": m for m in await store.matches.unfinished_matches()}
    known = {*await store.journal.recover([*unfinished])}
    known |= {letter.actor for letter in await store.journal.due(until, MOST)}
    known |= {letter.actor for letter in await store.journal.due(NEVER, MOST, ASIDE)}
    for name, record in unfinished.items():
        if name not in known:
            at = record.created_at
            await store.matches.write_result(MatchResult(record.id, "aborted", 0, (0, 0), 0.0, at))
    played = [Address("tournament", name) for name in await store.tournaments.unfinished()]
    alive = (*(Address.parse(name) for name in unfinished if name in known), *played)
    return Inheritance(epoch, until / 1000.0, alive)

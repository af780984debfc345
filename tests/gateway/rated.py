"""Gives people ratings, as the ratings actors write them."""

from msgspec import Struct

from actors.core.journal.records import Flush
from store.ratings.records import Rating, RatingEntry
from tests.gateway.conftest import People

SURE = 3.0


async def write(people: People, *rows: Struct) -> None:
    """Write rows as a flush does."""
    services = people.server.services
    epoch, at = services.kernel.journal._epoch, int(services.now() * 1000.0)
    await services.store.journal.flush(Flush(epoch, at, rows=rows))


async def rate(people: People, at: int | None = None, **mus: float) -> None:
    """Give people, by name, an established rating in the classic mode; ``at``: now."""
    now = int(people.server.services.date() * 1000.0) if at is None else at
    for name, mu in mus.items():
        player = people.ids[name]
        entry = RatingEntry(
            *("m1", player, "result", "classic", 1, now),  # type: ignore[arg-type]
            *(25.0, SURE, mu, SURE),
        )
        await write(people, Rating(player, "classic", mu, SURE, 30, 1, now), entry)

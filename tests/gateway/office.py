"""An outbox with its worker: a store in memory, a clock of the test's, and a real SMTP server."""

from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass, field

import pytest
import trio
from msgspec.structs import replace

from gateway.mail.outbox import Outbox
from gateway.mail.worker import Worker
from gateway.process.metrics import Metrics
from store.mail.records import Mail
from store.memory import MemoryStore
from store.people.records import User
from tests.gateway.client import until
from tests.gateway.sink import Sink, sink

EPOCH = 0
"""The incarnation that is up in a new store."""
WHERE = {"device": "Firefox on Linux", "address": "192.0.2.1"}


@dataclass
class Office:
    """An outbox, its store, the sink, and a clock that stands still unless it is moved."""

    post: Sink
    store: MemoryStore = field(default_factory=MemoryStore)
    now: float = 1_000_000.0
    metrics: Metrics = field(default_factory=Metrics)

    def __post_init__(self) -> None:
        self.outbox = Outbox(self.store, self.date, self.post.server, "https://rally.example.org")

    def date(self) -> float:
        return self.now

    def worker(self) -> Worker:
        return Worker(self.outbox, self.store, self.date, self.metrics, EPOCH)

    def later(self, seconds: float) -> None:
        self.now += seconds
        self.outbox.bell.ring()

    async def account(self, name: str, *, confirmed: bool = True) -> User:
        user = User(f"p-{name}", name, name.title(), "hash", False, 1, f"{name}@example.org")
        await self.store.people.create_user(user)
        self.store.tables.users[user.id] = user = replace(user, email_confirmed=confirmed)
        return user

    async def settled(self, count: int = 1) -> list[Mail]:
        """Wait until so many mails are over, or wait for another attempt."""

        def over() -> list[Mail]:
            found = self.store.tables.mails.values()
            return [m for m in found if m.state in ("sent", "given_up") or m.detail]

        await until(lambda: len(over()) >= count)
        return over()


@pytest.fixture
def post() -> Iterator[Sink]:
    with sink() as opened:
        yield opened


@pytest.fixture
async def office(post: Sink, nursery: trio.Nursery) -> AsyncIterator[Office]:
    office = Office(post)
    nursery.start_soon(office.worker().run)
    yield office
    nursery.cancel_scope.cancel()

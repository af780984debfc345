"""What a worker for the ways out needs: a store, a clock, a push service, an SMTP server."""

from dataclasses import dataclass, field
from pathlib import Path

from msgspec.structs import replace

from actors.player.notices import Notice, TournamentNews, noted
from gateway.auth.keys import PUSH, SEALING, Keys
from gateway.auth.sealer import Sealer
from gateway.mail.outbox import Outbox
from gateway.process.metrics import Metrics
from gateway.process.workers import Bell
from gateway.ways.decide import Place
from gateway.ways.digest import Digest
from gateway.ways.vapid import Vapid
from gateway.ways.ways_out import WaysOut
from gateway.ways.worker import Worker
from store.memory import MemoryStore
from store.people.records import User
from store.sessions.records import SessionRecord
from tests.gateway.client import until
from tests.gateway.office import EPOCH
from tests.gateway.push_service import Browser, Service
from tests.gateway.sink import Sink

HOME = "https://rally.example.org"
NEWS = TournamentNews("t.1", "Spring Cup", "over", 2)


@dataclass
class Office:
    """All that a way out needs. Ada is wherever the test says."""

    folder: Path
    service: Service
    post: Sink
    store: MemoryStore = field(default_factory=MemoryStore)
    now: float = 1_764_560_000.0
    where: Place = "offline"
    metrics: Metrics = field(default_factory=Metrics)

    def __post_init__(self) -> None:
        self.keys = Keys(self.folder / "push.json", self.date, PUSH)
        self.mail = Outbox(self.store, self.date, self.post.server, HOME)
        vapid = Vapid(self.keys, self.date, self.mail.contact)
        self.ways = WaysOut(self.store, self.date, Bell(), vapid, self.service.office, self._find)
        sealer = Sealer(Keys(self.folder / "sealing.json", self.date, SEALING))
        self.digest = Digest(self.ways, self.store, self.mail, sealer)
        self.browser = Browser()

    def date(self) -> float:
        return self.now

    async def _find(self, _player: str) -> Place:
        return self.where

    def worker(self) -> Worker:
        return Worker(self.ways, self.digest, self.store, self.metrics, EPOCH)

    def later(self, seconds: float) -> None:
        self.now += seconds
        self.ways.bell.ring()
        self.mail.bell.ring()

    async def open(self) -> None:
        user = User("ada", "ada", "Ada", "hash", False, 1, "ada@example.org")
        await self.store.people.create_user(user)
        self.store.tables.users["ada"] = replace(user, email_confirmed=True)
        where = ("Chrome on Linux", "192.0.2.1")
        session = SessionRecord("s1", "ada", b"1", b"2", b"3", *where, 1, 1, 2**45)
        await self.store.sessions.create_session(session, "hash")
        one = self.browser.subscription("ada", "s1", self.keys.current().id)
        assert await self.store.push.subscribe(one)

    async def note(self, name: str, notice: Notice = NEWS, about: str | None = None) -> None:
        note = noted(name, "ada", notice, int(self.now * 1000), about)
        await self.store.notifications.add(note)
        self.ways.bell.ring()

    async def done(self) -> None:
        """Wait until every errand is decided and no push is under way."""
        tables = self.store.tables
        await until(
            lambda: (
                all(e.step == "mail" for e in tables.errands.values())
                and all(
                    p.due_at > self.now * 1000 or p.state == "over" for p in tables.pushes.values()
                )
                and all(p.state != "sending" for p in tables.pushes.values())
            )
        )

    def states(self) -> list[str]:
        return [push.state for push in self.store.tables.pushes.values()]

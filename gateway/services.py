"""What the routes work with, made by the composition root."""

from collections.abc import Callable
from dataclasses import dataclass, field

from actors.core.kernel import Kernel
from gateway.auth.passwords import Passwords
from gateway.auth.sessions import Sessions
from gateway.avatars.files import Avatars
from gateway.limits import KeyedLimit
from gateway.metrics import Metrics
from gateway.origin import Site
from gateway.sockets import Sockets
from store.protocol import Store

InPlace = Callable[[Callable[[], None]], None]


def call(deliver: Callable[[], None]) -> None:
    """Deliver, and leave it to the kernel's own task to run."""
    deliver()


@dataclass
class Services:
    """One of these for each server; ``now`` is seconds since the epoch."""

    store: Store
    kernel: Kernel
    site: Site
    now: Callable[[], float]
    passwords: Passwords
    in_place: InPlace = call
    """Around what tells the actors many things at once: they are run on it without a detour."""
    metrics: Metrics = field(default_factory=Metrics)
    sockets: Sockets = field(default_factory=Sockets)
    avatars: Avatars = field(init=False)
    stopping: bool = False

    def __post_init__(self) -> None:
        """Make what needs nothing but the store and the clock."""
        self.sessions = Sessions(self.store, self.now, secure=self.site.secure)
        # A school behind one address: 200 pupils sign in within a minute, some of them twice.
        self.sign_ins = KeyedLimit(rate=4.0, size=400, now=self.now)
        # One person tries a handful of passwords; who guesses gets twelve a minute.
        self.guesses = KeyedLimit(rate=0.2, size=10, now=self.now)
        # One account looks for people, or asks them something.
        self.rates = {
            "search": KeyedLimit(rate=1.0, size=20, now=self.now),
            "invite": KeyedLimit(rate=0.2, size=15, now=self.now),
            "account": KeyedLimit(rate=0.1, size=10, now=self.now),
        }
        self.metrics.gauge("sockets_open", self.sockets.__len__)
        self.metrics.gauge("bytes_waiting", self.sockets.bytes_waiting)

"""The services that routes work with; the composition root makes them."""

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial

from actors.core.kernel import Kernel
from gateway.auth.api_tokens import ApiTokens
from gateway.auth.keys import Keys
from gateway.auth.passwords import Passwords
from gateway.auth.providers.registry import Providers
from gateway.auth.sealer import Sealer
from gateway.auth.sessions import Sessions
from gateway.auth.tickets import Tickets
from gateway.auth.tokens import Tokens
from gateway.avatars.images import Avatars
from gateway.cluster.peers import Peers
from gateway.guard.crowd import AT_LEAST, MOST_SOCKETS, Crowd
from gateway.guard.origin import Site
from gateway.guard.rates import Rates
from gateway.guard.refusals import Refusals
from gateway.mail.outbox import Outbox
from gateway.process.metrics import Metrics
from gateway.process.workers import Bell
from gateway.socket.sockets import Sockets
from gateway.store_watch import StoreWatch
from gateway.ways.digest import Digest
from gateway.ways.endpoint import PostOffice
from gateway.ways.vapid import Vapid
from gateway.ways.ways_out import WaysOut, find
from store.protocol import Store

InPlace = Callable[[Callable[[], None]], None]


def call(deliver: Callable[[], None]) -> None:
    """Deliver, and let the kernel's own task run the actors later."""
    deliver()


@dataclass
class Services:
    """One of these for each server.

    ``now`` and ``date`` are seconds since the epoch by two clocks, see `actors.core.world.World`:
    limits and what is heard go by the first; sessions, bans and all that is written by the second.
    """

    store: Store
    kernel: Kernel
    site: Site
    now: Callable[[], float]
    date: Callable[[], float]
    passwords: Passwords
    tokens: Tokens
    sealer: Sealer
    rates: Rates
    avatars: Avatars
    watch: StoreWatch
    providers: Providers
    mail: Outbox
    push_keys: Keys
    bell: Bell
    in_place: InPlace = call
    """Calls a function that tells actors many things at once, and then runs them here and now."""
    peers: Peers = field(default_factory=Peers)
    metrics: Metrics = field(default_factory=Metrics)
    sockets: Sockets = field(default_factory=Sockets)
    sockets_of: Crowd = field(default_factory=lambda: Crowd(MOST_SOCKETS))
    """Counts the sockets of each player."""
    neighbours: Crowd = field(default_factory=lambda: Crowd(AT_LEAST))
    """Counts the connections of each address."""
    stopping: bool = False

    def __post_init__(self) -> None:
        """Make what needs nothing but the store and the clock."""
        self.sockets.spread = self.peers.ended
        self.sessions = Sessions(self.store, self.tokens, self.date, self.sockets)
        self.api_tokens = ApiTokens(self.store, self.date)
        self.tickets = Tickets(self.tokens, self.date)
        finder = partial(find, self.kernel)
        vapid = Vapid(self.push_keys, self.date, self.mail.contact)
        self.ways = WaysOut(self.store, self.date, self.bell, vapid, PostOffice(), finder)
        self.digest = Digest(self.ways, self.store, self.mail, self.sealer)
        self.refusals = Refusals(self.now)
        self.metrics.gauge("sockets_open", self.sockets.__len__)
        self.metrics.gauge("store_away_seconds", self.watch.seconds_away)
        self.metrics.gauge("bytes_waiting", self.sockets.bytes_waiting)

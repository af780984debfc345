"""One page's session: it outlives its connections and gets everything once, in order."""

from collections.abc import Callable
from hashlib import blake2b
from random import Random

from actors.frames import Error, ServerFrame, encode
from actors.player.connection import Connection, Later
from actors.player.lag import LagMeter
from actors.player.messages import ServerPing
from actors.player.outbox import Outbox

KEEP_SESSION = 120.0
"""Seconds for which a lost session can be resumed."""
SILENCE = 3.5
"""Seconds without a frame after which a connection counts as lost."""

BURST = 8
"""How many first pings follow quickly, so that the lag is known before the first serve."""
OFTEN = 0.5
"""Seconds: a page that was heard within them is sent only every other ping."""

CONNECTIONS = 4
"""The most sockets of a session, newest last, whose answers still find it."""

FAILED = 1011
SILENT = 4408
RESUMED_ELSEWHERE = 4409
TOO_SLOW = 4413
TOO_MANY = 4429
MOST_SESSIONS = 20
"""Of one player; as many pages can be connected at a time, however they come."""
CROWDED = f"You have {MOST_SESSIONS} pages open; close one first."


def turn_away(connection: Connection) -> None:
    """Tell a page that its player has as many as one may have; it comes back in a minute."""
    connection.send(encode(Error("too_many_sockets", CROWDED)))
    connection.close(TOO_MANY, "too many pages")


class Session:
    """Owned by the player actor; ``connection`` is None while the page is lost.

    ``watched`` is the match that its page watches, or has asked to watch. A session that is not
    ``resumable`` ends with its connection. Everything queued in a slice of the kernel leaves at its
    end in one write: the session gives itself to ``after_slice`` as the callback. What is streamed
    may leave a few slices later (``by_and_by``), before anything that is queued after it.
    """

    __slots__ = (
        "_after_slice",
        "_by_and_by",
        "_flushing",
        "_in_a_crowd",
        "_spared",
        "away",
        "connection",
        "connections",
        "lag",
        "lost_at",
        "name",
        "outbox",
        "pings",
        "resumable",
        "watched",
    )

    def __init__(
        self,
        name: str,
        after_slice: Callable[[Callable[[], None]], None],
        by_and_by: Callable[[Callable[[], None]], None],
        *,
        resumable: bool = True,
    ) -> None:
        self.name = name
        self.resumable = resumable
        self._after_slice = after_slice
        self._by_and_by = by_and_by
        self._flushing = self._in_a_crowd = False
        self._spared: bool | None = None
        self.away = False
        self.outbox = Outbox()
        self.lag = LagMeter()
        self.connection: Connection | None = None
        self.connections: list[str] = []
        self.lost_at = 0.0
        self.pings = 0
        self.watched: str | None = None

    def attach(self, connection: Connection) -> None:
        """Go on over this connection."""
        self.connection = connection
        self.away, self.watched = False, None
        self.connections.append(connection.id)
        self.outbox.drop_unsent()
        self.lag = LagMeter()
        self.pings = 0

    def detach(self, now: float) -> None:
        """Note that the connection is lost; the session waits for another.

        Whoever still knows the old connection must not write to the session: it is told by the new.
        """
        if self.connection is not None:
            self.connection.sink = None
        self.connection = None
        self.lost_at = now
        self.outbox.drop_unsent()

    def is_on(self, connection: str) -> bool:
        """Tell whether this is its current connection."""
        return self.connection is not None and self.connection.id == connection

    def push(self, frame: bytes) -> None:
        """Queue a numbered frame."""
        self.outbox.push(frame, connected=self.connection is not None)
        if not self._flushing:
            self.flush_later()

    def say(self, frame: ServerFrame) -> None:
        """Queue a frame about the connection; does nothing useful while lost."""
        if self.connection is not None:
            self.outbox.say(encode(frame))
            self.flush_later()

    def repeat(self, missed: list[bytes]) -> None:
        """Queue numbered frames once more: the page asked for them."""
        for frame in missed:
            self.outbox.say(frame)

    def put(self, key: str, frame: bytes) -> None:
        """Queue motion; does nothing useful while lost."""
        if self.connection is not None:
            self.outbox.put(key, frame)
            if not self._flushing:
                self.flush_later()

    def stream(self, frame: bytes, key: str = "", later: Later | None = None) -> None:
        """Queue a frame that is not kept, unless the page is lost or its socket is congested.

        Thousands may be told the same: whoever plays meanwhile does not wait for them.
        """
        if self.connection is None:
            return
        if self.connection.congested:
            if later is not None:
                self.put(key, later())
            return
        self.outbox.say(frame)
        if not (self._flushing or self._in_a_crowd):
            self._in_a_crowd = True
            self._by_and_by(self)

    def flush_later(self) -> None:
        """Send what waits when this slice ends."""
        if not self._flushing:
            self._flushing = True
            self._after_slice(self)  # called then: a bound method would cost more than the rest

    def __call__(self) -> None:
        """Send what waits, in one write. A connection without room is closed; the page resumes."""
        self._flushing = self._in_a_crowd = False
        connection = self.connection
        if connection is not None:
            data = self.outbox.take(congested=connection.congested)
            if data and not connection.send(data):
                connection.close(TOO_SLOW, "outbox overflow")

    def beat(self, now: float, random: Random) -> None:
        """Send a ping, but only every other time to a page that is being played on.

        Its keys show that it is there, and half the pings are enough to measure its lag. Which of
        two pings is skipped is random, so nobody knows when the next one comes.
        """
        connection, before = self.connection, self._spared
        heard = connection is not None and now - connection.heard < OFTEN
        if not heard or self.pings < BURST:
            self._spared, spare = None, False
        elif before is None:
            self._spared = spare = random.random() < 0.5
        else:
            self._spared, spare = None, not before
        if not spare:
            self.ping(now, random)

    def ping(self, now: float, random: Random) -> None:
        """Send a ping, whose answer is a sign of life and measures the lag.

        The mark is random, so nobody can answer before being asked.
        """
        digest = blake2b(random.randbytes(16), digest_size=6).digest()  # see `draw_id`
        mark = int.from_bytes(digest, "big")
        self.lag.sent(mark, now)
        self.pings += 1
        self.say(ServerPing(mark))

    def silent(self, now: float) -> bool:
        """Tell whether the open connection has been silent for too long."""
        return self.connection is not None and now - self.connection.heard > SILENCE

    def expired(self, now: float) -> bool:
        """Tell whether the session has been lost for too long to be resumed."""
        return self.connection is None and now - self.lost_at > KEEP_SESSION

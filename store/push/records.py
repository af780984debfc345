"""The records of `Store.push`. Times are integer milliseconds since the epoch."""

from typing import Literal

from msgspec import Struct

MOST_SUBSCRIPTIONS = 10
"""Of one person; the oldest of more goes."""
PUSHES_KEPT_MS = 24 * 3600 * 1000
"""How long a push is kept after its end, so that no note is pushed twice."""

State = Literal["waiting", "sending", "over"]


class Subscription(Struct, frozen=True):
    """A browser of a session, which takes pushes at an ``endpoint`` of its maker.

    ``p256dh`` (65 bytes, a point on P-256) and ``auth`` (16 bytes) encrypt them (RFC 8291); the
    browser knows our key ``key_id``. ``failures`` counts those in a row that did not arrive.
    """

    id: str
    user_id: str
    session_id: str
    endpoint: str
    p256dh: bytes
    auth: bytes
    key_id: str
    made_at: int
    failures: int = 0


class Push(Struct, frozen=True):
    """A note that is to be brought to a browser until ``expires_at``.

    While it is ``sending``, ``due_at`` says until when its server has it. ``attempts`` counts how
    often it was begun, ``doubts`` how often nobody knows whether it arrived.
    """

    subscription: str
    note: str
    due_at: int
    expires_at: int
    state: State = "waiting"
    attempts: int = 0
    doubts: int = 0


class ListedBrowser(Struct, frozen=True):
    """A browser as its person sees it; ``device`` is that of its session."""

    subscription: Subscription
    device: str

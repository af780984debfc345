"""The records of `Store.mail`. Times are integer milliseconds since the epoch."""

from typing import Literal

from msgspec import Struct

MAILS_KEPT_MS = 5 * 24 * 3600 * 1000
"""How long a mail is kept after it was sent or given up."""

MOST_QUEUED = 5000
"""The most mails that wait. If nothing can be sent for long, more would be of no use."""

State = Literal["waiting", "sending", "sent", "given_up"]


class Mail(Struct, frozen=True):
    """A mail of a ``kind`` to an ``address``; ``data`` are the facts for its text, as JSON.

    It belongs to the account ``user_id``; None: whoever has the address, which is found out when it
    is sent. It is due at ``due_at`` and not sent after ``expires_at``. While it is ``sending``,
    ``due_at`` says until when its server has it. ``attempts`` counts how often it was begun, and
    ``doubts`` how often nobody knows whether it arrived: the server was killed, or the other side
    fell silent. ``data`` is empty when it is over; ``detail`` is what the other side said last.
    """

    id: str
    user_id: str | None
    address: str
    kind: str
    data: str
    created_at: int
    expires_at: int
    due_at: int
    state: State = "waiting"
    attempts: int = 0
    doubts: int = 0
    detail: str = ""
    done_at: int | None = None

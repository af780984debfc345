"""The records of `Store.sessions`. Times are integer milliseconds since the epoch."""

from typing import Literal

from msgspec import Struct

DEVICES_KEPT_MS = 400 * 24 * 3600 * 1000
"""How long a browser is known after it was last used to sign in."""


MOST_DEVICES = 50
"""The most browsers of one account that are known; `Store.tidy` forgets the oldest of more."""


Acquaintance = Literal["first", "new", "known"]
"""What a browser is to an account that signs in with it."""


class SessionRecord(Struct, frozen=True):
    """A signed-in session. The store has only hashes of its tokens, never a token.

    ``token_hash`` is the hash of the newest refresh token, ``previous_hash`` that of the token it
    was exchanged for, ``attempt_hash`` that of the name of this attempt. ``line`` holds these and
    more, encoded (``gateway/auth/line.py``); it is None if the three hashes are all there is.
    ``revision`` counts the changes. ``active`` is how long the session showed signs of life until
    ``seen_at``, in milliseconds. ``device`` and ``address`` are shown to its owner. ``proven_at``
    is when its owner last proved who they are, apart from signing in by password; 0: never.
    """

    id: str
    user_id: str
    token_hash: bytes
    previous_hash: bytes | None
    attempt_hash: bytes | None
    device: str
    address: str
    created_at: int
    seen_at: int
    expires_at: int
    line: bytes | None = None
    revision: int = 0
    active: int = 0
    proven_at: int = 0


class Device(Struct, frozen=True):
    """A browser with which somebody has signed in; ``device`` describes it to them."""

    device: str
    first_at: int
    seen_at: int

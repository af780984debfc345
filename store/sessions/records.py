"""The records of `Store.sessions`. Times are integer milliseconds since the epoch."""

from msgspec import Struct


class SessionRecord(Struct, frozen=True):
    """A signed-in session. The store sees hashes of its tokens, never a token.

    ``previous_hash`` is of the token for which that of ``token_hash`` was given, ``attempt_hash``
    of the name under which that was done. ``line`` holds those and more, encoded; None where the
    three hashes are all that is known. ``revision`` counts its changes. ``active`` is milliseconds
    of signs of life until ``seen_at``. ``device`` and ``address`` are for the eyes of its owner.
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

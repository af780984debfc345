"""What a store keeps, as frozen records. Times are integer milliseconds since the epoch."""

from typing import Literal

from msgspec import Struct

LEFT = -1
RIGHT = +1

Mode = Literal["quick", "open", "private", "local", "ai"]


class User(Struct, frozen=True):
    """Somebody who signed in. A guest has no password hash and no e-mail address.

    ``name`` is the log-in name; it and the ``display_name`` of an account are each unique by
    `store.names.name_key`. ``email`` is what the person said, and nobody has checked it.
    """

    id: str
    name: str
    display_name: str
    password_hash: str | None
    guest: bool
    created_at: int
    email: str | None = None
    deleted_at: int | None = None


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


class Proof(Struct, frozen=True):
    """What shows that the owner acts: a session that lasts, and the hash that was checked.

    An act with a proof is done only if both are still there, in the transaction of the act.
    """

    session_id: str
    password_hash: str | None


class MatchPlayer(Struct, frozen=True):
    """Who plays a side (-1 left, +1 right).

    ``user_id`` is None for the AI and for a second hand at one keyboard.
    """

    side: int
    user_id: str | None
    name: str


class MatchRecord(Struct, frozen=True):
    """What a match is made of. ``settings`` is JSON, ``rules`` the version of the rules."""

    id: str
    mode: Mode
    settings: bytes
    seed: int
    rules: int
    players: tuple[MatchPlayer, MatchPlayer]
    created_at: int

    def __post_init__(self) -> None:
        """Refuse players out of order: their place in the tuple is their place in the store."""
        sides = tuple(player.side for player in self.players)
        if sides != (LEFT, RIGHT):
            raise ValueError(f"match {self.id}: players are left, then right, not {sides}")


class MatchResult(Struct, frozen=True):
    """How a match ended. ``winner`` is a side or 0; ``score`` is left, right.

    ``seconds`` is match time: seconds of play since the first serve. ``pauses`` is a JSON array.
    """

    match_id: str
    cause: str
    winner: int
    score: tuple[int, int]
    seconds: float
    finished_at: int
    pauses: bytes = b"[]"


class StoredMatch(Struct, frozen=True):
    """A match with its result, None while it is unfinished."""

    record: MatchRecord
    result: MatchResult | None


class JournalBlob(Struct, frozen=True):
    """The ``count`` journal entries of an actor from ``seq`` on, encoded.

    ``actor`` is its address as text: ``match/m81x``.
    """

    actor: str
    seq: int
    count: int
    data: bytes


class Snapshot(Struct, frozen=True):
    """The state of an actor after journal entry ``seq``, taken at ``at``."""

    actor: str
    seq: int
    data: bytes
    at: int


class Flush(Struct, frozen=True):
    """What the journal writes at once, all or none.

    All that any actor had recorded at ``at`` is in this flush and in earlier ones. ``blobs`` hold
    what was recorded since the last flush, ``snapshots`` what that has led to, ``segments`` the
    entries between two snapshots of an actor, to be replayed when the journal itself has long been
    trimmed. Of the actors in ``closed`` neither snapshot nor blobs are needed any more; blobs of
    flushes before ``trim`` are not needed of anybody.
    """

    epoch: int
    at: int
    blobs: tuple[JournalBlob, ...] = ()
    snapshots: tuple[Snapshot, ...] = ()
    segments: tuple[JournalBlob, ...] = ()
    closed: tuple[str, ...] = ()
    trim: int = 0

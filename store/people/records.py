"""The records of `Store.people`. Times are integer milliseconds since the epoch."""

from msgspec import Struct


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


class Proof(Struct, frozen=True):
    """What shows that the owner acts: a session that lasts, and the hash that was checked.

    An act with a proof is done only if both are still there, in the transaction of the act.
    """

    session_id: str
    password_hash: str | None

"""The records of `Store.people`. Times are integer milliseconds since the epoch."""

from msgspec import Struct


class User(Struct, frozen=True):
    """A guest or an account. A guest has no password hash and no e-mail address.

    ``name`` is the log-in name. It is unique by `store.names.name_key`, and so is the
    ``display_name`` of an account. ``email`` is what the person gave; nobody has verified it.
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
    """Shows that the owner of an account acts: a session, and the password hash that was checked.

    A call with a proof does nothing unless the session still exists and the hash is still the same;
    that is checked in the call's own transaction. ``password_hash`` is None for a guest.
    """

    session_id: str
    password_hash: str | None

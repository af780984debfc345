"""The records of `Store.people`. Times are integer milliseconds since the epoch."""

from typing import Literal

from msgspec import Struct


class User(Struct, frozen=True):
    """A guest or an account. A guest has no password hash and no e-mail address.

    ``name`` is the log-in name. It is unique by `store.names.name_key`, and so is the
    ``display_name`` of an account. ``email`` is what the person gave. While it is
    ``email_confirmed``, it is known to be theirs, and no other account can confirm it
    (`store.names.email_key`); ``email_pending`` takes its place once that one is confirmed.
    """

    id: str
    name: str
    display_name: str
    password_hash: str | None
    guest: bool
    created_at: int
    email: str | None = None
    deleted_at: int | None = None
    email_confirmed: bool = False
    email_pending: str | None = None


Purpose = Literal["confirm", "take_back"]


class EmailLink(Struct, frozen=True):
    """The hash of a link by which ``user_id`` shows that ``address`` is theirs, until it expires.

    ``take_back``: it was the account's address until ``made_at``, and becomes it again.
    """

    token_hash: bytes
    user_id: str
    address: str
    purpose: Purpose
    made_at: int
    expires_at: int


class Proof(Struct, frozen=True):
    """Shows that the owner of an account acts: a session, and the password hash that was checked.

    A call with a proof does nothing unless the session still exists and the hash is still the same;
    that is checked in the call's own transaction. ``password_hash`` is None for a guest.
    """

    session_id: str
    password_hash: str | None

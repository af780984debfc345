"""Turns rows into records and back, in the column order of `store.people.queries`."""

from store.engine import Row, Values
from store.names import name_key
from store.people.records import Proof, User


def user_values(user: User) -> Values:
    """Return the values of CREATE_USER."""
    display_key = None if user.guest else name_key(user.display_name)
    names = (user.name, name_key(user.name), user.display_name, display_key)
    return (user.id, *names, user.password_hash, int(user.guest), user.created_at, user.email)


def account_values(user: User) -> Values:
    """Return the values of MAKE_ACCOUNT."""
    names = (user.name, name_key(user.name), user.display_name, name_key(user.display_name))
    return (user.id, *names, user.password_hash, user.email)


def proof_values(by: Proof | None) -> Values:
    """Return the two values of a proof, or those that stand for no proof."""
    return (None, "") if by is None else (by.session_id, by.password_hash or "")


def read_user(row: Row) -> User:
    """Read USER_COLUMNS."""
    user_id, name, display_name, password_hash, guest, *rest = row
    created_at, email, deleted_at, confirmed, pending = rest
    who = (user_id, name, display_name, password_hash, bool(guest))
    return User(*who, created_at, email, deleted_at, bool(confirmed), pending)

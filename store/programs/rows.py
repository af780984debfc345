"""Turns rows into records, in the column order of `store.programs.queries`."""

from store.engine import Row, Values
from store.people.records import User
from store.people.rows import read_user
from store.programs.records import ApiToken, Bot

TOKEN_WIDTH = 7
"""How many columns TOKEN_COLUMNS are."""


def token_values(token: ApiToken, token_hash: bytes) -> Values:
    """Return the values of MAKE_TOKEN."""
    about = (token.id, token.user_id, token.name, " ".join(token.scopes))
    return (*about, token.made_at, token.used_at, token.ends_at, token_hash)


def read_token(row: Row) -> ApiToken:
    """Read TOKEN_COLUMNS."""
    token_id, user_id, name, scopes, *times = row
    return ApiToken(token_id, user_id, name, tuple(scopes.split()), *times)


def read_holder(row: Row) -> tuple[ApiToken, User]:
    """Read HOLDER."""
    return read_token(row[:TOKEN_WIDTH]), read_user(row[TOKEN_WIDTH:])


def read_bot(row: Row) -> Bot:
    """Read BOTS_OF."""
    return Bot(*row)

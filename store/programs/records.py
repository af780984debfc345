"""The records of `Store.programs`. Times are integer milliseconds since the epoch."""

from typing import Literal

from msgspec import Struct

Scope = Literal["read", "play", "chat", "tournaments"]
"""What an API token is for: to read, to play, to speak in rooms, to take part in tournaments."""
MOST_BOTS = 5
"""How many bots a person may have."""
MOST_TOKENS = 20
"""How many API tokens an account may have."""
BOT = "bot"
"""With this the ids of bots begin, and no other ids: wherever one is, one sees that it is a bot."""
USED_EVERY_MS = 60_000
"""How often it is noted at most that a token was used."""


class Bot(Struct, frozen=True):
    """An account without password and address that a person, its ``owner``, has made."""

    id: str
    name: str
    owner: str
    made_at: int


class ApiToken(Struct, frozen=True):
    """A token of the account ``user_id``, which may do what is in ``scopes``.

    ``used_at`` is when it was used last, exact to a minute (None: never). It ends at ``ends_at``
    (None: not by itself).
    """

    id: str
    user_id: str
    name: str
    scopes: tuple[Scope, ...]
    made_at: int
    used_at: int | None = None
    ends_at: int | None = None


def is_bot(user_id: str | None) -> bool:
    """Tell whether this is the id of a bot."""
    return user_id is not None and user_id.startswith(BOT)

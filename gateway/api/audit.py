"""The audit log: what was done to whose account, by whom. `scripts/admin log` lists it.

It outlives what it speaks of, and holds no secret: of a name that nobody has not even the name,
which may be a password in the wrong field.
"""

import secrets
from typing import Literal

from quart import g

from gateway.services import Services
from store.moderation.records import AuditEntry
from store.people.records import User

Action = Literal[
    "wrong-password",
    "locked-out",
    "token-reused",
    "sessions-ended",
    "password-changed",
    "password-reset",
    "email-changed",
    "renamed",
    "account-deleted",
    "ban",
    "unban",
]
"""What the server writes down; `scripts/admin` has acts of its own."""
NOBODY = "a name that nobody has"


async def note(
    services: Services,
    action: Action,
    subject: User | None,
    detail: str = "",
    by: User | None = None,
) -> None:
    """Write down what is about to be done, or was tried; without ``by`` by an address."""
    actor = f"address {g.seen.address}" if by is None else named(by)
    whom = NOBODY if subject is None else named(subject)
    entry = AuditEntry(
        secrets.token_hex(8), int(services.date() * 1000.0), actor, action, whom, detail
    )
    await services.store.moderation.write_audit(entry)


def named(user: User) -> str:
    """Name somebody so that a person knows who it was, and can find them later."""
    return f"{user.name} ({user.id})"

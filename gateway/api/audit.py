"""The audit log: who did what to which account. `scripts/admin log` lists it.

Its entries outlive the accounts and hold no secret. If nobody has a log-in name that was tried, not
even that name is kept, as it may be a password in the wrong field.
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
    "email-confirmed",
    "email-taken-back",
    "login-renamed",
    "new-device",
    "reset-asked",
    "mail-given-up",
    "renamed",
    "account-made",
    "identity-linked",
    "identity-unlinked",
    "account-deleted",
    "wrong-code",
    "codes-locked",
    "factor-added",
    "factor-removed",
    "factors-reset",
    "ways-closed",
    "recovery-codes-made",
    "recovery-code-used",
    "passkey-refused",
    "bot-made",
    "bot-renamed",
    "bot-deleted",
    "token-made",
    "token-revoked",
    "browser-added",
    "browser-removed",
    "mails-stopped",
    "ban",
    "unban",
    "mute",
    "unmute",
    "report-closed",
]
"""The actions that the server logs; `scripts/admin` has its own."""
NOBODY = "a name that nobody has"


async def note(
    services: Services,
    action: Action,
    subject: User | None,
    detail: str = "",
    by: User | None = None,
) -> None:
    """Log what is about to be done, or was tried; without ``by``, as done from an address."""
    actor = f"address {g.seen.address}" if by is None else named(by)
    whom = NOBODY if subject is None else named(subject)
    entry = AuditEntry(
        secrets.token_hex(8), int(services.date() * 1000.0), actor, action, whom, detail
    )
    await services.store.moderation.write_audit(entry)


def named(user: User) -> str:
    """Return a text that tells a person who a user was, and how to find them later."""
    return f"{user.name} ({user.id})"

"""What the commands of scripts/admin work with: the store, who acts, and the options."""

import secrets
import time

from gateway.api.audit import named
from gateway.api.factors_reset import link_hash
from gateway.auth.refresh_token import hash_of
from gateway.start.options import Options
from store.moderation.records import AuditEntry
from store.people.records import User
from store.protocol import Store

LINK_LASTS = 24 * 3600 * 1000


class Refused(Exception):
    """Nothing was done; the text says why and what to do."""


class Desk:
    """The store, and the name of the person who acts on it."""

    def __init__(self, store: Store, who: str, options: Options) -> None:
        self.store = store
        self.who = who
        self.site = (options.public_urls or ("(where your Rally is)",))[0]
        self.keys = options.keys_folder
        self.providers = options.providers
        self.mail_server = options.mail_server
        self.now = int(time.time() * 1000.0)

    async def find(self, name: str) -> User:
        """Return the user with a log-in name or an id; raises `Refused` if there is none."""
        user = await self.store.people.user_by_name(name) or await self.store.people.user(name)
        if user is None or user.deleted_at is not None:
            raise Refused(f"nobody is called {name!r}; scripts/admin list shows who there is")
        return user

    async def note(self, action: str, subject: User, detail: str = "") -> None:
        """Write to the audit log what is about to be done."""
        entry_id = secrets.token_hex(8)
        entry = AuditEntry(entry_id, self.now, self.who, action, named(subject), detail)
        await self.store.moderation.write_audit(entry)

    async def link(self, user: User) -> str:
        """Make a link that sets a new password. Browsers send no server the part after #."""
        token = secrets.token_urlsafe(32)
        await self.store.people.add_link(hash_of(token), user.id, self.now + LINK_LASTS)
        return f"{self.site}/password-reset#{token}"

    async def factors_link(self, user: User) -> str:
        """Make a link that takes off the second factor."""
        token = secrets.token_urlsafe(32)
        await self.store.people.add_link(link_hash(token), user.id, self.now + LINK_LASTS)
        return f"{self.site}/factors-reset#{token}"

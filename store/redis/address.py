"""The address of a Redis server, as a URL names it."""

import re
from typing import Any
from urllib.parse import SplitResult, unquote, urlsplit

from msgspec import Struct

from store.errors import StoreUnusable

EXAMPLE = "redis://:password@host:6379/0, or rediss:// for TLS"
PORT = 6379
CA = "ssl_ca_certs="
"""The only option that a URL may have: the file of the authority that signed the certificate."""


class Address(Struct, frozen=True):
    """Where Redis listens, and how to sign in. ``ca`` None: the authorities of the system."""

    host: str
    port: int = PORT
    database: int = 0
    user: str | None = None
    password: str | None = None
    tls: bool = False
    ca: str | None = None

    def __str__(self) -> str:
        """Show it without user and password."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"redis{'s' * self.tls}://{host}:{self.port}/{self.database}"

    def __repr__(self) -> str:
        """Show no password: errors and logs show what functions were called with."""
        return f"Address({self})"


def read_address(url: str) -> Address:
    """Read a URL such as `EXAMPLE`; raises `StoreUnusable`, which shows no password."""
    try:
        parts = urlsplit(url)
        return _read(parts, parts.port or PORT)
    except ValueError:  # also from `port`
        raise StoreUnusable(f"this is no address of Redis; give {EXAMPLE}") from None


def _read(parts: SplitResult, port: int) -> Address:
    tls = parts.scheme == "rediss"
    known: dict[str, Any] = {}
    if parts.query:
        if not (tls and parts.query.startswith(CA) and parts.query != CA):
            raise StoreUnusable(f"the only option of a Redis URL is rediss://…?{CA}FILE")
        known["ca"] = unquote(parts.query.removeprefix(CA))
    database = parts.path.removeprefix("/") or "0"
    valid = parts.scheme in {"redis", "rediss"} and parts.hostname and not parts.fragment
    if not valid or re.fullmatch("[0-9]{1,6}", database) is None:
        raise ValueError
    known["user"], known["password"] = (
        unquote(part) if part else None for part in (parts.username, parts.password)
    )
    return Address(parts.hostname or "", port, int(database), tls=tls, **known)

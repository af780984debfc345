"""The file of providers, TOML: one ``[[provider]]`` for each button. docs/operations.md has one."""

import re
import tomllib
from collections.abc import Sequence
from ipaddress import ip_address
from pathlib import Path
from typing import Annotated, Any, Literal
from urllib.parse import urlsplit

import msgspec
from msgspec import Meta, Struct

from gateway.process.errors import CannotStart

Kind = Literal["42", "oidc"]
API_42 = "https://api.intra.42.fr"
Algorithm = Literal[
    "RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA"
]
"""Signatures by a pair of keys alone: whoever has our secret must not be able to sign."""
Line = Annotated[str, Meta(min_length=1, max_length=200)]


class ProviderSettings(Struct, frozen=True, forbid_unknown_fields=True):
    """One provider.

    ``secret_files`` are the present secret and, while it is exchanged, the next. ``nonce`` False:
    an ID token without a nonce is accepted. ``pkce`` None: always, but for 42, which offers none.
    ``prompt`` is what makes the provider ask for its password again.
    """

    id: Annotated[str, Meta(pattern="^[a-z0-9-]{1,32}$")]
    kind: Kind
    name: Annotated[str, Meta(min_length=1, max_length=32)]
    client_id: Line
    secret_files: Annotated[list[Line], Meta(min_length=1, max_length=2)]
    issuer: Line = ""
    scopes: list[Line] = []
    algorithms: Annotated[tuple[Algorithm, ...], Meta(min_length=1)] = ("RS256", "ES256")
    nonce: bool = True
    pkce: bool | None = None
    prompt: Literal["login", "select_account", "consent"] = "login"

    @property
    def uses_pkce(self) -> bool:
        """Whether the code is tied to this server by PKCE (RFC 7636)."""
        return self.kind == "oidc" if self.pkce is None else self.pkce


class _File(Struct, forbid_unknown_fields=True):
    provider: list[Any] = []


def read_providers(path: Path) -> list[ProviderSettings]:
    """Read the file; raises CannotStart that names the line which is wrong."""
    try:
        text = path.read_text(encoding="utf-8")
        tables = msgspec.convert(tomllib.loads(text), _File).provider
    except (OSError, UnicodeError) as error:
        raise CannotStart(f"--providers: {path} cannot be read ({error})") from None
    except tomllib.TOMLDecodeError as error:
        raise CannotStart(f"--providers: {path} is not TOML: {error}") from None
    except msgspec.ValidationError as error:
        raise CannotStart(f"--providers: {path}: {error}; give [[provider]] tables") from None
    read: list[ProviderSettings] = []
    for number, table in enumerate(tables):
        try:
            settings = msgspec.convert(table, ProviderSettings)
            read.append(_completed(settings, path, read))
        except msgspec.ValidationError as error:
            reason, key = _explained(str(error))
            where = f"{path}, {_line(text, number, key)}"
            raise CannotStart(f"--providers: {where}: {reason}") from None
    return read


def is_safe(url: str) -> bool:
    """Tell whether secrets may go to this address: by TLS, or without leaving this machine."""
    parts = urlsplit(url)
    if parts.scheme == "https":
        return bool(parts.hostname) and parts.username is None
    return parts.scheme == "http" and _is_loopback(parts.hostname or "")


def _is_loopback(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _completed(
    settings: ProviderSettings, path: Path, others: Sequence[ProviderSettings]
) -> ProviderSettings:
    """Fill in what follows from the rest; raises ValidationError as msgspec does."""
    if settings.id in {"sign-up", *(other.id for other in others)}:
        raise _wrong("id", f"{settings.id!r} is taken: each provider needs an id of its own")
    issuer = settings.issuer or (API_42 if settings.kind == "42" else "")
    if not is_safe(issuer) or urlsplit(issuer).query:
        raise _wrong("issuer", "give the address of the issuer, https://…")
    files = [str(path.parent / Path(name).expanduser()) for name in settings.secret_files]
    try:
        present = Path(files[0]).read_text(encoding="utf-8").strip()
    except (OSError, UnicodeError) as error:
        raise _wrong("secret_files", f"the first file cannot be read ({error})") from None
    if not present:
        raise _wrong("secret_files", f"{files[0]} is empty: put the secret there")
    if settings.kind == "42":
        issuer = issuer.rstrip("/")
    return msgspec.structs.replace(settings, issuer=issuer, secret_files=files)


def _wrong(key: str, reason: str) -> msgspec.ValidationError:
    return msgspec.ValidationError(f"{reason} - at `$.{key}`")


def _explained(error: str) -> tuple[str, str]:
    """Return the reason, and the key which it is about; empty if it is about the whole table."""
    reason, _, place = error.partition(" - at `$")
    key = re.match(r"\.(\w+)", place)
    unknown = re.search(r"unknown field `(\w+)`", reason)
    found = key[1] if key else unknown[1] if unknown else ""
    return (f"{found}: {reason}" if key else reason), found


def _line(text: str, number: int, key: str) -> str:
    """Return where in the file the key of a provider is, or at least its table."""
    place, at = -1, 0
    for row, line in enumerate(text.splitlines(), 1):
        if re.match(r"\s*\[\[\s*provider\s*\]\]", line):
            place += 1
            at = row if place == number else at
        elif place == number and key and re.match(rf"\s*[\"']?{re.escape(key)}[\"']?\s*=", line):
            return f"line {row}"
    return f"line {at}"

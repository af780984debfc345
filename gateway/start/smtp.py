"""The options about mail: which SMTP server takes it, and in whose name it is sent."""

import ipaddress
from pathlib import Path
from typing import Literal
from urllib.parse import unquote, urlsplit

from msgspec import Struct
from msgspec.structs import replace

from gateway.process.errors import CannotStart

PORTS = {"smtp": 587, "smtps": 465}
EXAMPLE = "smtp://user@host:587 (STARTTLS) or smtps://user@host:465 (TLS)"

Tls = Literal["from the start", "starttls", "none"]


class MailServer(Struct, frozen=True):
    """An SMTP server, and ``sender``, the address in whose name mails are sent.

    ``tls`` is "none" only on the loopback. ``password_file`` is read anew for each mail.
    """

    host: str
    port: int
    tls: Tls
    user: str | None = None
    password: str | None = None
    password_file: Path | None = None
    sender: str = ""

    @property
    def secret(self) -> str | None:
        """The password; raises OSError or UnicodeError if its file cannot be read."""
        if self.password_file is None:
            return self.password
        return self.password_file.read_text(encoding="utf-8").strip("\r\n")


def read_server(source: str, text: str) -> MailServer:
    """Read the URL of a server; raises CannotStart that names ``source``, but no password."""
    try:
        url = urlsplit(text)
        host, port = url.hostname, url.port or PORTS.get(url.scheme)
    except ValueError:
        host = port = None
        url = urlsplit("")
    if not host or port is None or url.path.strip("/") or url.query or url.fragment:
        raise CannotStart(f"{source}: this is no address of a mail server; give {EXAMPLE}")
    tls: Tls = "from the start" if url.scheme == "smtps" else "starttls"
    if url.scheme == "smtp" and _is_loopback(host):
        tls = "none"
    user, password = (unquote(part) if part else None for part in (url.username, url.password))
    return MailServer(host, port, tls, user, password)


def read_sender(source: str, text: str) -> str:
    """Read the address in whose name mails are sent."""
    name, at, domain = text.strip().rpartition("@")
    plain = text.isascii() and text.isprintable() and not set(text) & set(' <>",;:\\')
    if not (at and name and domain and plain and len(text) <= 254):
        raise CannotStart(f"{source}: {text!r} is no address; give one such as rally@example.org")
    return text.strip()


def complete(
    server: MailServer | None, password_file: Path | None, sender: str | None
) -> MailServer | None:
    """Put the three options together; raises CannotStart if they do not fit together."""
    if server is None:
        given = "--smtp-password-file" if password_file else "--mail-from" if sender else None
        if given is not None:
            raise CannotStart(f"{given}: without --smtp no mail is sent; give it too, or neither")
        return None
    if password_file is not None and server.user is None:
        raise CannotStart(f"--smtp-password-file: --smtp names no user; give {EXAMPLE}")
    if password_file is None and server.password is None and server.user is not None:
        raise CannotStart(
            "--smtp: a user is named, but no password; give --smtp-password-file, or no user"
        )
    if sender is None and "@" not in (server.user or ""):
        raise CannotStart("--mail-from is missing: in whose name shall mails be sent?")
    sender = sender or read_sender("--smtp", server.user or "")
    made = replace(server, password_file=password_file, sender=sender)
    try:
        empty = made.user is not None and not made.secret
    except (OSError, UnicodeError) as error:
        raise CannotStart(f"--smtp-password-file: it cannot be read ({error})") from None
    if empty:
        raise CannotStart(f"--smtp-password-file: {password_file} has no password in it")
    return made


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"

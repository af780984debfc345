"""Passwords of servers that Rally uses, from files."""

from pathlib import Path
from urllib.parse import quote, urlsplit

from gateway.process.errors import CannotStart


def with_password(option: str, url: str | None, file: Path | None) -> str | None:
    """Return the URL of ``option`` with the password from ``option``-password-file in it.

    Raises CannotStart, which shows no password.
    """
    if file is None:
        return url
    source = f"{option}-password-file"
    if url is None:
        raise CannotStart(f"{source}: without {option} it is for nothing; give it too, or neither")
    parts = urlsplit(url)
    if parts.password is not None:
        raise CannotStart(f"{source}: {option} has a password already; give one of the two")
    try:
        password = file.read_text(encoding="utf-8").strip("\r\n")
    except (OSError, UnicodeError) as error:
        raise CannotStart(f"{source}: it cannot be read ({error})") from None
    if not password:
        raise CannotStart(f"{source}: {file} has no password in it")
    user, _, host = parts.netloc.rpartition("@")
    return parts._replace(netloc=f"{user}:{quote(password, safe='')}@{host}").geturl()

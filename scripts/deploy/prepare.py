"""Makes the secrets of a cluster that are missing: the files that the variables of a node name.

    RALLY_STORE_PASSWORD_FILE   the password of PostgreSQL
    RALLY_REDIS_PASSWORD_FILE   the password of Redis; and redis.conf beside it, which demands it
    RALLY_TLS_CERT              key and certificate, signed by itself, for localhost and the names
                                in RALLY_PUBLIC_URLS

Their owner writes these files and their group reads them. The certificate is made anew 30 days
before its end, or when names are missing in it.
"""

import os
import secrets
import sys
from collections.abc import Mapping, Sequence
from datetime import timedelta
from pathlib import Path
from urllib.parse import urlsplit

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from gateway.process import whole_file
from gateway.process.errors import CannotStart
from gateway.start.certificate import anew, self_signed, utc_now
from gateway.start.values import READERS

URLS = "RALLY_PUBLIC_URLS"
ALWAYS = ("localhost", "127.0.0.1", "::1")
RENEW = timedelta(days=30)
LETTERS = 32
"""Bytes of randomness in a password."""


def main(said: Mapping[str, str]) -> None:
    """Make what is missing; raises CannotStart if that is not possible."""
    try:
        _password(Path(said["RALLY_STORE_PASSWORD_FILE"]))
        path = Path(said["RALLY_REDIS_PASSWORD_FILE"])
        _write(path.with_name("redis.conf"), f"requirepass {_password(path)}\n")
    except OSError as error:
        raise CannotStart(f"cannot write {error.filename} ({error.strerror})") from None
    urls = READERS["public_urls"](URLS, said[URLS])
    names = dict.fromkeys([*(urlsplit(url).hostname or "" for url in urls), *ALWAYS])
    _certificate(Path(said["RALLY_TLS_CERT"]), [*names])


def _password(path: Path) -> str:
    """Return the password in a file; make one if there is none."""
    password = path.read_text() if path.exists() else secrets.token_urlsafe(LETTERS)
    _write(path, password)
    return password


def _certificate(path: Path, names: Sequence[str]) -> None:
    kept = self_signed(path, names)
    if kept.ends - utc_now() < RENEW or not set(names) <= set(kept.names):
        anew(path, names)
    path.chmod(0o640)


def _write(path: Path, text: str) -> None:
    """Put a file in place whole, for its owner and its group."""
    whole_file.write(path, text.encode())
    path.chmod(0o640)


if __name__ == "__main__":
    try:
        main(os.environ)
    except CannotStart as error:
        print(f"rally: {error}", file=sys.stderr)
        sys.exit(2)

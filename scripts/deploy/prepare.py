"""Makes the secrets of a cluster, those that are missing, in the folder that is given.

    postgres/password      of the role `rally`
    redis/password         and redis.conf, which demands it
    certificate/tls.pem    key and certificate, signed by itself, for RALLY_PUBLIC_URLS and localhost
    keys/                  stays empty: the nodes make their keys

Their owner writes these files and its group reads them. The certificate is made anew 30 days before
its end, or when names are missing in it.
"""

import os
import secrets
import sys
from collections.abc import Sequence
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


def main(folder: Path, urls: str) -> None:
    """Make what is missing below ``folder``; raises CannotStart if that is not possible."""
    try:
        _password(folder / "postgres")
        password = _password(folder / "redis")
        _write(folder / "redis" / "redis.conf", f"requirepass {password}\n")
    except OSError as error:
        raise CannotStart(f"cannot write {error.filename} ({error.strerror})") from None
    public = READERS["public_urls"](URLS, urls) if urls else ()
    names = [urlsplit(url).hostname or "" for url in public]
    _certificate(folder / "certificate" / "tls.pem", [*dict.fromkeys([*names, *ALWAYS])])
    (folder / "keys").mkdir(mode=0o700, exist_ok=True)


def _password(folder: Path) -> str:
    """Return the password that a folder keeps; make one if there is none."""
    path = folder / "password"
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
        main(Path(sys.argv[1]), os.environ.get(URLS, ""))
    except CannotStart as error:
        print(f"rally: {error}", file=sys.stderr)
        sys.exit(2)

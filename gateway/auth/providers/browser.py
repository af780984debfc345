"""The cookie that ties an attempt to the browser which began it. It has a random secret."""

import re
import secrets
from hashlib import sha256

from msgspec import Struct
from quart import Response

PATH = "/api/v1/providers"
LASTS = 3600
"""Seconds."""
SECRET = re.compile(r"[\w-]{43}", re.ASCII)


class Browser(Struct, frozen=True):
    """The secret of a browser; the store knows its hash alone."""

    secret: str

    @property
    def hash(self) -> bytes:
        """What the store keeps."""
        return sha256(self.secret.encode()).digest()


def name(port: int, *, secure: bool) -> str:
    """Return the name of the cookie: jars know no ports, see `gateway.auth.cookie`."""
    return f"{'__Secure-' if secure else ''}rally_browser_{port}"


def known(cookie: str | None) -> Browser | None:
    """Return the browser of a cookie; None if it has none."""
    return Browser(cookie) if cookie and SECRET.fullmatch(cookie) else None


def new() -> Browser:
    """Return a browser that nobody has seen yet."""
    return Browser(secrets.token_urlsafe(32))


def give(response: Response, browser: Browser, cookie: str, *, secure: bool) -> None:
    """Let the browser keep its secret. Several tabs may be on their way with the same."""
    response.set_cookie(
        cookie,
        browser.secret,
        max_age=LASTS,
        path=PATH,
        secure=secure,
        httponly=True,
        samesite="Strict",
    )

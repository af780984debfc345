"""The cookie with the refresh token.

Browsers keep one jar for all ports of a host, so the name has the port in it: another Rally on the
same host neither overwrites nor removes it, though it is sent there too. Over TLS the name says
besides that no subdomain, and nothing in clear text, can have set it.
"""

from collections.abc import Mapping
from urllib.parse import urlsplit

from msgspec import Struct
from quart import Response

OLD = "rally_refresh"
"""Without a port, from before: read where there is no other. It may be another server's, and is
removed only once it has shown to be ours."""
HOST = "__Host-"
PORTS = {"http": 80, "https": 443}


class Jar(Struct, frozen=True):
    """What the cookie of a page is called: by where it lives, and whether that is TLS."""

    port: int
    secure: bool

    @property
    def name(self) -> str:
        """The name in use."""
        return f"{self._old}_{self.port}"

    @property
    def _old(self) -> str:
        return f"{HOST}{OLD}" if self.secure else OLD

    def read(self, cookies: Mapping[str, str]) -> str:
        """Return the token; empty when there is none."""
        return cookies.get(self.name) or cookies.get(self._old, "")

    def give(self, response: Response, token: str, lifetime: int) -> None:
        """Have the browser keep a token for so many seconds."""
        response.set_cookie(
            self.name,
            token,
            max_age=lifetime,
            path="/",
            secure=self.secure,
            httponly=True,
            samesite="Strict",
        )

    def supersede(self, response: Response, cookies: Mapping[str, str]) -> None:
        """Have the browser forget the one without a port, if that is what was exchanged."""
        if not cookies.get(self.name) and self._old in cookies:
            self._delete(response, self._old)

    def take(self, response: Response) -> None:
        """Have the browser forget it."""
        self._delete(response, self.name)

    def _delete(self, response: Response, name: str) -> None:
        response.delete_cookie(name, path="/", secure=self.secure, httponly=True, samesite="Strict")


def jar(origin: str | None, *, secure: bool) -> Jar:
    """Return the jar of a page by its Origin, which has been checked."""
    address = urlsplit(origin or "")
    return Jar(address.port or PORTS["https" if secure else "http"], secure)

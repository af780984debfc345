"""The cookie with the refresh token.

Browsers keep one jar for all ports of a host, so the name contains the port: another Rally on the
same host gets the cookie too, but neither overwrites nor removes it. Over TLS the name's prefix
also guarantees that no subdomain, and no page in clear text, has set it.

If there is no cookie of this name, one of another name is accepted if its token is ours. It stems
from a time when names had no port, or when this site had another port. It is removed once it has
been exchanged.
"""

from collections.abc import Callable, Mapping
from urllib.parse import urlsplit

from msgspec import Struct
from quart import Response

OLD = "rally_refresh"
HOST = "__Host-"
PORTS = {"http": 80, "https": 443}


class Jar(Struct, frozen=True):
    """The name of a page's cookie: it depends on the address and on TLS."""

    port: int
    secure: bool

    @property
    def name(self) -> str:
        """The name in use."""
        return f"{self._old}_{self.port}"

    @property
    def _old(self) -> str:
        return f"{HOST}{OLD}" if self.secure else OLD

    def read(self, cookies: Mapping[str, str], is_ours: Callable[[str], bool]) -> str:
        """Return the token; empty if there is none. ``is_ours`` knows tokens of this server."""
        return cookies.get(self._found(cookies, is_ours), "")

    def _found(self, cookies: Mapping[str, str], is_ours: Callable[[str], bool]) -> str:
        """Return the name of the cookie that has the token."""
        if cookies.get(self.name):
            return self.name
        others = [name for name in cookies if name.startswith(f"{self._old}_")]
        ours = [name for name in others if is_ours(cookies[name])]
        if not ours and self._old not in cookies:
            ours = others  # perhaps a token that only the store knows, as the key was lost
        return ours[0] if ours else self._old

    def give(self, response: Response, token: str, lifetime: int) -> None:
        """Let the browser keep a token for ``lifetime`` seconds."""
        response.set_cookie(
            self.name,
            token,
            max_age=lifetime,
            path="/",
            secure=self.secure,
            httponly=True,
            samesite="Strict",
        )

    def supersede(
        self, response: Response, cookies: Mapping[str, str], is_ours: Callable[[str], bool]
    ) -> None:
        """Let the browser forget a cookie of another name, if that one was exchanged."""
        found = self._found(cookies, is_ours)
        if found != self.name and found in cookies:
            self._delete(response, found)

    def take(self, response: Response) -> None:
        """Let the browser forget the cookie."""
        self._delete(response, self.name)

    def _delete(self, response: Response, name: str) -> None:
        response.delete_cookie(name, path="/", secure=self.secure, httponly=True, samesite="Strict")


def jar(origin: str | None, *, secure: bool) -> Jar:
    """Return the jar for a page with this Origin, which has been checked."""
    address = urlsplit(origin or "")
    return Jar(address.port or PORTS["https" if secure else "http"], secure)

"""The cookie with the refresh token.

Browsers keep one jar for all ports of a host, so the name has the port in it: another Rally on the
same host neither overwrites nor removes it, though it is sent there too. Over TLS the name says
besides that no subdomain, and nothing in clear text, can have set it.

Where there is none of our name, one of another is taken if its token is ours: that of a time when
names had no port, or when this site was at another one. It is removed once it has been exchanged.
"""

from collections.abc import Callable, Mapping
from urllib.parse import urlsplit

from msgspec import Struct
from quart import Response

OLD = "rally_refresh"
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

    def read(self, cookies: Mapping[str, str], is_ours: Callable[[str], bool]) -> str:
        """Return the token; empty when there is none. ``is_ours`` tells tokens of this server."""
        return cookies.get(self._found(cookies, is_ours), "")

    def _found(self, cookies: Mapping[str, str], is_ours: Callable[[str], bool]) -> str:
        """Return the name under which the token is."""
        if cookies.get(self.name):
            return self.name
        others = [name for name in cookies if name.startswith(f"{self._old}_")]
        ours = [name for name in others if is_ours(cookies[name])]
        if not ours and self._old not in cookies:
            ours = others  # one that only the store knows, after the key was lost say
        return ours[0] if ours else self._old

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

    def supersede(
        self, response: Response, cookies: Mapping[str, str], is_ours: Callable[[str], bool]
    ) -> None:
        """Have the browser forget one of another name, if that is what was exchanged."""
        found = self._found(cookies, is_ours)
        if found != self.name and found in cookies:
            self._delete(response, found)

    def take(self, response: Response) -> None:
        """Have the browser forget it."""
        self._delete(response, self.name)

    def _delete(self, response: Response, name: str) -> None:
        response.delete_cookie(name, path="/", secure=self.secure, httponly=True, samesite="Strict")


def jar(origin: str | None, *, secure: bool) -> Jar:
    """Return the jar of a page by its Origin, which has been checked."""
    address = urlsplit(origin or "")
    return Jar(address.port or PORTS["https" if secure else "http"], secure)

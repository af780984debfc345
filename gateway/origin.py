"""Requests count only when they name this site: Host on all, Origin on writes and the socket.

Host keeps out pages whose name was re-pointed to the loopback (DNS rebinding), Origin keeps out
what other pages send in a signed-in person's name.
"""

import re
from collections.abc import Sequence

from quart import Quart, request, websocket

from gateway.problems import Problem

PORT = re.compile(r":\d{1,5}$")
SAFE = frozenset({"GET", "HEAD", "OPTIONS"})


class Site:
    """The names under which this server is its own site; ``*.`` stands for any one label."""

    def __init__(self, port: int, names: Sequence[str], *, secure: bool) -> None:
        self.secure = secure
        self.names = frozenset(name.lower() for name in names)
        self._scheme = "https" if secure else "http"
        self._port = port
        self.url = self.address(names[0])

    def address(self, host: str) -> str:
        """Return where the site is by the name in a Host header."""
        return f"{self._scheme}://{PORT.sub('', host)}:{self._port}"

    def knows(self, host: str) -> bool:
        """Tell whether a Host, with or without a port, is ours.

        Any port will do, so that a forwarded port works: a page on another port of the same name
        is another origin and fails there.
        """
        name = PORT.sub("", host.lower())
        return name in self.names or f"*.{name.partition('.')[2]}" in self.names

    def check_host(self, host: str | None) -> str:
        """Return the Host of a request; a Problem when its name is not ours."""
        host = (host or "").lower()
        if not self.knows(host):
            raise Problem(
                403, "wrong_host", f"This server is {self.url}; the Host header names another."
            )
        return host

    def check_origin(self, host: str | None, origin: str | None) -> None:
        """Raise a Problem unless a page of this site, or a bot that says so, sent this."""
        expected = f"{self._scheme}://{self.check_host(host)}"
        if origin is None:
            raise Problem(
                403, "no_origin", f"This request needs an Origin header: Origin: {expected}"
            )
        if origin.lower() != expected:
            raise Problem(
                403, "wrong_origin", f"Only pages of this site ({expected}) may send this."
            )


def install(app: Quart, site: Site) -> None:
    """Check every request before anything else looks at it."""

    async def check_request() -> None:
        if request.method in SAFE:
            site.check_host(request.headers.get("Host"))
        else:
            site.check_origin(request.headers.get("Host"), request.headers.get("Origin"))

    async def check_socket() -> None:
        site.check_origin(websocket.headers.get("Host"), websocket.headers.get("Origin"))

    app.before_request(check_request)
    app.before_websocket(check_socket)

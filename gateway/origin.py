"""Requests count only when they name this site: Host on all, Origin on writes and the socket.

Host keeps out pages whose name was re-pointed to the loopback (DNS rebinding), Origin keeps out
what other pages send in a signed-in person's name.
"""

import re
from ipaddress import ip_address

from quart import Quart, request, websocket
from werkzeug.datastructures import Headers

from gateway.problems import Problem

PORT = re.compile(r":\d{1,5}$")
SAFE = frozenset({"GET", "HEAD", "OPTIONS"})


class Site:
    """The names under which this server is its own site."""

    def __init__(self, host: str, port: int) -> None:
        plain = f"[{host}]" if ip_address(host).version == 6 else host
        self.names = frozenset((plain, "127.0.0.1", "localhost", "[::1]"))
        self.url = f"http://{plain}:{port}"

    def check_host(self, headers: Headers) -> str:
        """Return the Host of a request; a Problem when its name is not ours.

        Any port will do, so that a forwarded port works: a page on another port of the same name
        is another origin and fails there.
        """
        host = headers.get("Host", "").lower()
        if PORT.sub("", host) not in self.names:
            raise Problem(
                403, "wrong_host", f"This server is {self.url}; the Host header names another."
            )
        return host

    def check_origin(self, headers: Headers) -> None:
        """Raise a Problem unless a page of this site, or a bot that says so, sent this."""
        host, origin = self.check_host(headers), headers.get("Origin")
        if origin is None:
            raise Problem(
                403, "no_origin", f"This request needs an Origin header: Origin: http://{host}"
            )
        if origin.lower() != f"http://{host}":
            raise Problem(
                403, "wrong_origin", f"Only pages of this site (http://{host}) may send this."
            )


def install(app: Quart, site: Site) -> None:
    """Check every request before anything else looks at it."""

    async def check_request() -> None:
        if request.method in SAFE:
            site.check_host(request.headers)
        else:
            site.check_origin(request.headers)

    async def check_socket() -> None:
        site.check_origin(websocket.headers)

    app.before_request(check_request)
    app.before_websocket(check_socket)

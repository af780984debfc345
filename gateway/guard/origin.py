"""Requests must name this site: in Host always, in Origin for writes and the socket.

Host keeps out pages whose name was re-pointed to the loopback (DNS rebinding). Origin keeps out
requests that other sites send on behalf of a signed-in person. A program with an API token needs
none: a browser sends no such token by itself, and lets no other site send one.
"""

import re
from collections.abc import Mapping, Sequence
from ipaddress import ip_address
from urllib.parse import urlsplit

from quart import Quart, g, request, websocket
from werkzeug.datastructures import Headers

from gateway.guard.programs import presented
from gateway.guard.seen import Proxies, Seen
from gateway.http.problems import Problem

PORT = re.compile(r":\d{1,5}$")
LABEL = re.compile(r"[a-z0-9_-]+")
SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
BY_MAIL_PROGRAMS = "/unsubscribe/"
"""Here mail programs send forms, without an Origin. The address itself is the secret that counts;
no cookie is looked at."""
DEFAULT_PORTS = {"http": ":80", "https": ":443"}


class Site:
    """The names of this site; ``*.`` stands for any one label.

    ``public`` are the addresses (https://name:port) of a proxy in front of the server.
    """

    def __init__(
        self,
        port: int,
        names: Sequence[str],
        *,
        secure: bool,
        public: Sequence[str] = (),
        proxies: Proxies | None = None,
    ) -> None:
        self.secure = secure
        self.public = frozenset(public)
        hosts = [urlsplit(address).netloc for address in public]
        self._public_hosts = frozenset(hosts)
        self._own_names = frozenset(PORT.sub("", name.lower()) for name in (*names, *hosts))
        self.names = self._own_names
        self._proxies = proxies or Proxies()
        self._scheme = "https" if secure else "http"
        self._port = port
        self.url = self.address(names[0])

    def take_names(self, names: Sequence[str]) -> None:
        """Take these names as well, in place of the ones taken before."""
        self.names = self._own_names | {in_url(name).lower() for name in names}

    def address(self, host: str) -> str:
        """Return the address of the site under the name in a Host header."""
        return f"{self._scheme}://{PORT.sub('', host)}:{self._port}"

    def knows(self, host: str) -> bool:
        """Tell whether a Host, with or without a port, is ours.

        Any port is accepted, so that a forwarded port works. A page on another port of the same
        name is another origin, and the check of Origin refuses it.
        """
        name = PORT.sub("", host.lower())
        label, _, rest = name.partition(".")
        return name in self.names or (
            f"*.{rest}" in self.names and LABEL.fullmatch(label) is not None
        )

    def look(self, peer: str, headers: Mapping[str, str]) -> Seen:
        """Return who sent a request with these headers (names in lower case), and how."""
        seen = self._proxies.look(peer, headers, secure=self.secure)
        host, origin = (seen.host or "").lower(), headers.get("origin", "").lower()
        public = host.removesuffix(":443") in self._public_hosts or origin in self.public
        return Seen(seen.address, host or None, seen.secure or public)

    def direct(self, peer: str, headers: Mapping[str, str]) -> bool:
        """Tell whether the peer is the client itself, and not a proxy."""
        host = headers.get("host", "").lower().removesuffix(":443")
        public = host in self._public_hosts or headers.get("origin", "").lower() in self.public
        return self._proxies.direct(peer) and not public

    def check_host(self, host: str | None) -> str:
        """Return the Host of a request; raises a Problem if its name is not ours."""
        host = (host or "").lower()
        if not self.knows(host):
            raise Problem(
                403, "wrong_host", f"This server is {self.url}; the Host header names another."
            )
        return host

    def check_origin(self, seen: Seen, origin: str | None, authorization: str | None) -> None:
        """Raise a Problem unless a page of this site, or a bot that says so, sent this.

        A program that shows an API token may leave ``origin`` out.
        """
        scheme = "https" if seen.secure else "http"
        host = self.check_host(seen.host).removesuffix(DEFAULT_PORTS[scheme])
        expected = f"{scheme}://{host}"
        if origin is None and presented(authorization):
            return
        if origin is None:
            raise Problem(
                403, "no_origin", f"This request needs an Origin header: Origin: {expected}"
            )
        if origin.lower() not in {expected, *self.public}:
            raise Problem(
                403, "wrong_origin", f"Only pages of this site ({expected}) may send this."
            )


def in_url(name: str) -> str:
    """Return a name or an address in the form for URLs."""
    try:
        return f"[{name}]" if ip_address(name).version == 6 else name
    except ValueError:
        return name


def install(app: Quart, site: Site) -> None:
    """Check every request before anything else does; ``g.seen`` says who sent it."""

    async def check_request() -> None:
        led: Seen | None = request.scope.get("state", {}).get("led")
        g.led = led is not None
        if led is not None:  # by another node, which has checked it
            g.seen = led
            return
        g.seen = site.look(request.remote_addr or "", _flat(request.headers))
        if request.method in SAFE or request.path.startswith(BY_MAIL_PROGRAMS):
            site.check_host(g.seen.host)
        else:
            site.check_origin(g.seen, *_shown(request.headers))

    async def check_socket() -> None:
        g.seen = site.look(websocket.remote_addr or "", _flat(websocket.headers))
        site.check_origin(g.seen, *_shown(websocket.headers))

    app.before_request(check_request)
    app.before_websocket(check_socket)


def _shown(headers: Headers) -> tuple[str | None, str | None]:
    return headers.get("Origin"), headers.get("Authorization")


def _flat(headers: Headers) -> dict[str, str]:
    """Join the lines of each header name."""
    flat: dict[str, str] = {}
    for name, value in headers.items():
        key = name.lower()
        flat[key] = f"{flat[key]},{value}" if key in flat else value
    return flat

"""Requests to push services: where browsers say, but never into a network of ours.

Anybody may give an endpoint, so it is a way to make this server send a request (SSRF). It has to be
https on port 443; its name is looked up here and all its addresses have to be public; the
connection goes to the very address that was checked, so the name cannot be given another one in
between (DNS rebinding); and no redirect is followed.
"""

import http.client
import socket
import ssl
from collections.abc import Callable, Mapping
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address
from urllib.parse import urlsplit

from msgspec import Struct

Address = IPv4Address | IPv6Address
LONGEST_ENDPOINT = 1024
PORT = 443
PATIENCE = 10.0
"""Seconds for the connection, and for each answer on it."""
TRANSLATED = IPv6Network("64:ff9b::/96"), IPv6Network("64:ff9b:1::/48")
"""IPv6 addresses that a translator makes IPv4 addresses of (RFC 6052, RFC 8215)."""


class Refused(Exception):
    """An endpoint that no push goes to; the text says why."""


class Unreachable(Exception):
    """No answer. ``sent``: it may have arrived all the same."""

    def __init__(self, what: str, *, sent: bool) -> None:
        super().__init__(what)
        self.sent = sent


class Answer(Struct, frozen=True):
    """The status of a push service, and for how many seconds it wants to be left alone."""

    status: int
    retry_after: int | None = None


def is_public(address: Address) -> bool:
    """Tell whether an address is one of the public Internet."""
    if isinstance(address, IPv6Address):
        inner = address.ipv4_mapped or address.sixtofour
        if inner is not None:
            return is_public(inner)
        if address.teredo is not None or any(address in network for network in TRANSLATED):
            return False
    return address.is_global and not (address.is_multicast or address.is_reserved)


def host_of(endpoint: str) -> str:
    """Return the host of an endpoint; raises `Refused` if no push may go to such a URL."""
    printable = endpoint.isascii() and endpoint.isprintable() and " " not in endpoint
    if not printable or len(endpoint) > LONGEST_ENDPOINT:
        raise Refused("this is no address of a push service")
    try:
        url = urlsplit(endpoint)
        port = url.port or PORT
    except ValueError:
        raise Refused("this is no address of a push service") from None
    if url.scheme != "https" or port != PORT or not url.hostname:
        raise Refused("an address of a push service begins with https:// and has no port")
    if url.username is not None or url.password is not None or url.fragment:
        raise Refused("an address of a push service has no user and no #")
    if ":" in url.hostname:  # an IPv6 address, which py_vapid signs nothing for
        raise Refused("an address of a push service has a name")
    return url.hostname


class PostOffice:
    """Sends requests. ``allowed`` decides on each address; tests let it allow their own server."""

    def __init__(
        self,
        allowed: Callable[[Address], bool] = is_public,
        trust: ssl.SSLContext | None = None,
        port: int = PORT,
    ) -> None:
        self._allowed = allowed
        self._trust = trust
        self._port = port

    def address_of(self, endpoint: str) -> Address:
        """Return the address of an endpoint's host.

        Raises `Refused` if one of its addresses is not public, `Unreachable` if it has none.
        """
        host = host_of(endpoint)
        try:
            found = socket.getaddrinfo(host, self._port, type=socket.SOCK_STREAM)
        except (OSError, UnicodeError) as error:
            raise Unreachable(f"{host}: {error}", sent=False) from None
        addresses = [ip_address(str(place[4][0]).partition("%")[0]) for place in found]
        if not addresses or not all(self._allowed(address) for address in addresses):
            raise Refused(f"{host} is in a network that is not public")
        return addresses[0]

    def post(self, endpoint: str, headers: Mapping[str, str], body: bytes) -> Answer:
        """Send a request and return the answer; blocks. Raises `Refused` or `Unreachable`."""
        host, address, url = host_of(endpoint), self.address_of(endpoint), urlsplit(endpoint)
        if self._trust is None:
            self._trust = ssl.create_default_context()
        line = _Line(host, str(address), self._port, self._trust)
        sent = False
        try:
            line.connect()
            sent = True
            target = (url.path or "/") + (f"?{url.query}" if url.query else "")
            line.request("POST", target, body, dict(headers))
            response = line.getresponse()
            return Answer(response.status, _seconds(response.getheader("Retry-After")))
        except (OSError, http.client.HTTPException) as error:
            raise Unreachable(f"{host}: {error or type(error).__name__}", sent=sent) from None
        finally:
            line.close()


class _Line(http.client.HTTPSConnection):
    """A connection to an address that was checked, with the certificate of the host."""

    def __init__(self, host: str, address: str, port: int, trust: ssl.SSLContext) -> None:
        super().__init__(host, port, timeout=PATIENCE, context=trust)
        self._address = address
        self._trust = trust

    def connect(self) -> None:
        """Connect, and see whether the other side is who it should be."""
        plain = socket.create_connection((self._address, self.port), self.timeout)
        self.sock = self._trust.wrap_socket(plain, server_hostname=self.host)


def _seconds(text: str | None) -> int | None:
    """Read Retry-After, if it is a number of seconds."""
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 6 else None

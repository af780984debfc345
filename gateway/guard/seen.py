"""Finds who sent a request and how, even behind a proxy.

``X-Forwarded-*`` counts only if it comes from an address that was named as our proxy, as anybody
can write these headers.
"""

from collections.abc import Mapping, Sequence
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address

from msgspec import Struct

from gateway.guard.crowd import neighbourhood

Network = IPv4Network | IPv6Network
FORWARDED = ("x-forwarded-for", "x-forwarded-proto", "x-forwarded-host")


class Seen(Struct, frozen=True):
    """The client's address, the host it asked for, and whether the client used TLS."""

    address: str
    host: str | None
    secure: bool


class Proxies:
    """The proxies that are trusted."""

    def __init__(self, networks: Sequence[Network] = ()) -> None:
        self._networks = networks

    def look(self, peer: str, headers: Mapping[str, str], *, secure: bool) -> Seen:
        """Return the client. ``headers`` have lower-case names; lines of one name have commas.

        Each proxy of a chain appends the address it saw. From the right, the first address that is
        not one of our proxies is the client.
        """
        host = headers.get("host")
        if not self._trusts(peer):
            return Seen(_plain(peer), host, secure)
        chain = [peer]
        for text in reversed(headers.get("x-forwarded-for", "").split(",")):
            address = _address(text)
            if address is None or not self._trusts(chain[-1]):
                break
            chain.append(str(address))
        proto = _last(headers.get("x-forwarded-proto"))
        return Seen(
            address=_plain(chain[-1]),
            host=_last(headers.get("x-forwarded-host")) or host,
            secure=secure if proto is None else proto.lower() == "https",
        )

    def direct(self, peer: str) -> bool:
        """Tell whether a peer is the client itself. The loopback is not, as it may be a tunnel."""
        elsewhere = _address(peer) is not None and neighbourhood(peer) != ""
        return elsewhere and not self._trusts(peer)

    def _trusts(self, text: str) -> bool:
        address = _address(text)
        return address is not None and any(address in network for network in self._networks)


def household(address: str) -> str:
    """Return the key that limits use for an address: its neighbourhood; the loopback as it is."""
    return (neighbourhood(address) or address) if _address(address) else address


def _address(text: str) -> IPv4Address | IPv6Address | None:
    try:
        found = ip_address(text.strip().strip("[]").partition("%")[0])
    except ValueError:
        return None
    return getattr(found, "ipv4_mapped", None) or found


def _plain(text: str) -> str:
    return str(_address(text) or text)


def _last(text: str | None) -> str | None:
    return text.rpartition(",")[2].strip() or None if text else None

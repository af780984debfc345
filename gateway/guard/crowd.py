"""How many connections one address may have, and how many sockets one player."""

from collections import Counter
from ipaddress import IPv6Address, ip_address

from actors.player.session import MOST_SESSIONS

SHARE, AT_LEAST = 4, 1000
"""One address may have a quarter of all connections, or a thousand: 200 pupils behind one address
come with some six each. Not for the loopback: who is on this machine can stop the server anyway."""
MOST_SOCKETS = 2 * MOST_SESSIONS
"""Of one player. Each session may come back on another network before its old socket is missed; how
many pages there may be is said by the player actor, which knows them."""


class Crowd:
    """Counts by key; a key with a count of 0 is not kept."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._there: Counter[str] = Counter()

    def enter(self, key: str) -> bool:
        """Count one more, unless that is too many. An empty key is always let in."""
        if key and self._there[key] >= self._most:
            return False
        self._there[key] += 1
        return True

    def leave(self, key: str) -> None:
        """Count one less."""
        self._there[key] -= 1
        if self._there[key] <= 0:
            del self._there[key]


def share(connections: int) -> int:
    """Return how many of so many connections one address may have."""
    return max(AT_LEAST, connections // SHARE)


def neighbourhood(address: str) -> str:
    """Return the key of an address: for IPv6 a customer's whole /64. Empty for the loopback."""
    parsed = ip_address(address.partition("%")[0])
    if isinstance(parsed, IPv6Address):
        if parsed.ipv4_mapped is not None:
            return neighbourhood(str(parsed.ipv4_mapped))
        return "" if parsed.is_loopback else parsed.packed[:8].hex()
    return "" if parsed.is_loopback else address

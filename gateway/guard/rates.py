"""Limits for expensive requests: the table, and the counters.

The counters are behind a Protocol, so that several nodes can share them.
"""

from collections.abc import Callable
from typing import Literal, Protocol

from gateway.guard.limits import FRAMES_AT_ONCE, FRAMES_PER_SECOND, KeyedLimit
from gateway.guard.lockout import Lockout

ByAddress = Literal["guest", "login", "register", "refresh", "tournament", "wrong_token", "reset"]
ByAccount = Literal[
    "account", "export", "search", "invite", "block", "ban", "play", "mail", "program"
]
Kind = ByAddress | ByAccount

BY_ADDRESS: dict[ByAddress, tuple[float, float]] = {
    "guest": (0.02, 2.0),
    "login": (0.02, 2.0),
    "register": (0.005, 1.5),
    "refresh": (0.1, 4.0),
    "tournament": (1.0, 10.0),
    "reset": (0.005, 1.5),
    "wrong_token": (0.02, 2.0),
}
"""Requests a second and at once from one address, for each of the people behind it."""
BY_ACCOUNT: dict[ByAccount, tuple[float, float]] = {
    "account": (0.1, 10.0),
    "export": (0.02, 3.0),
    "search": (1.0, 20.0),
    "invite": (0.2, 15.0),
    "block": (0.5, 30.0),
    "ban": (0.2, 20.0),
    "program": (0.2, 40.0),
    "mail": (1.0 / 300.0, 5.0),
    "play": (FRAMES_PER_SECOND / 2.0, FRAMES_AT_ONCE / 3.0),  # each is two frames, rarely three
}
"""The same limits for one account."""


Secret = Literal["password", "recovery code", "second factor"]


def guesses(what: Secret, of: str) -> str:
    """Return for whom attempts at a secret are counted: those at another one never count for it.

    A log-in name is whatever somebody types, so it must not stand alone.
    """
    return f"{what} of {of}"


class Rates(Protocol):
    """Counts requests and attempts."""

    async def take(self, kind: Kind, key: str) -> float:
        """Count a request and return 0, or return the seconds until one is allowed."""
        ...

    async def attempt(self, account: str, address: str) -> float:
        """Count an attempt at a password and return 0, or return the seconds to wait."""
        ...

    async def wait(self, account: str, address: str) -> float:
        """Return the seconds until another attempt is allowed."""
        ...

    async def undo(self, account: str, address: str) -> None:
        """Uncount an attempt whose password nobody had the time to check."""
        ...

    async def succeeded(self, account: str, address: str) -> None:
        """Forget the attempts, as the password was right."""
        ...


class OwnRates:
    """Counts for this server only. ``people`` may share an address, as in a school."""

    def __init__(self, now: Callable[[], float], people: int) -> None:
        self._limits: dict[Kind, KeyedLimit] = {
            kind: KeyedLimit(rate * people, size * people, now, most=16384)
            for kind, (rate, size) in BY_ADDRESS.items()
        }
        for kind, limit in BY_ACCOUNT.items():
            self._limits[kind] = KeyedLimit(*limit, now, most=16384)
        self._lockout = Lockout(now)

    async def take(self, kind: Kind, key: str) -> float:
        """See `Rates.take`."""
        return self._limits[kind].take(key)

    async def attempt(self, account: str, address: str) -> float:
        """See `Rates.attempt`."""
        return self._lockout.attempt((account, address))

    async def wait(self, account: str, address: str) -> float:
        """See `Rates.wait`."""
        return self._lockout.wait((account, address))

    async def undo(self, account: str, address: str) -> None:
        """See `Rates.undo`."""
        self._lockout.undo((account, address))

    async def succeeded(self, account: str, address: str) -> None:
        """See `Rates.succeeded`."""
        self._lockout.succeeded((account, address))

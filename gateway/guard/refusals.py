"""Logs why sockets were refused, with cause and remedy.

A page cannot see why a handshake was refused, so the log tells the operator of the server. In a
flood, the first few of each cause are logged, and once a minute how many were left out.
"""

from collections import Counter
from collections.abc import Callable

import trio
from structlog import get_logger

from gateway.guard.limits import Bucket

log = get_logger("gateway.refusals")

AT_ONCE, A_SECOND = 5.0, 1.0 / 12.0
"""Lines of one cause, at once and per second."""
EVERY = 60.0
"""Seconds between two sums of what was left out."""
LONGEST = 200
"""The most characters of a peer's text in a line."""

PROXY = "docs/operations.md, Behind a proxy"
CAUSES = {
    "wrong_host": (
        "the Host header is no name of this server",
        f"use an address that the server knows, or name this one with --public-urls ({PROXY})",
    ),
    "no_origin": (
        "there is no Origin header, which every browser sends",
        "have the proxy pass Origin on; a bot sends the address of this site",
    ),
    "wrong_origin": (
        "the page is of another site than the one it connects to",
        (
            f"name the address that people use with --public-urls, or have the proxy pass on Host"
            f" and X-Forwarded-Proto ({PROXY})"
        ),
    ),
    "not_found": (
        "the WebSocket is at /ws, and this asked for another path",
        "have the proxy pass /ws on as it is",
    ),
    "no_upgrade": (
        "/ws was asked for without Upgrade: websocket",
        (
            f"have the proxy pass on Upgrade and Connection, over HTTP/1.1 ({PROXY}); a filter or"
            " a program that reads along may drop them too"
        ),
    ),
    "bad_handshake": (
        "this is no WebSocket handshake as RFC 6455 has it",
        "have the proxy pass on all Sec-WebSocket headers; mend the program if it is a bot",
    ),
    "wrong_version": (
        "another version of WebSockets is spoken than 13",
        "use a browser or a library of this decade",
    ),
    "signed_out": (
        "no session belongs to the cookie",
        "sign in again; if that does not help, have the proxy pass on Cookie and Set-Cookie",
    ),
    "wrong_token": (
        "a program has shown an API token that is not valid",
        "make another one on the page of the account, and give it to the program",
    ),
    "too_many_requests": (
        "too many wrong API tokens came from one address",
        "stop the program that shows them, and give it another token",
    ),
    "too_many_sockets": (
        "this player has as many sockets open as one may have",
        "close other tabs; end programs that play under this name",
    ),
    "stopping": ("the server stops", "none is needed: pages come back by themselves"),
    "store_unavailable": ("the store does not answer", "see what gateway.store says in this log"),
    "too_slow": (
        "the handshake was not answered in time",
        "see whether the store or the machine is overloaded",
    ),
    "full": (
        "as many connections are open as the limit of open files allows",
        "raise it: ulimit -n, LimitNOFILE= (docs/operations.md, How many connections)",
    ),
    "full_address": (
        "one address has as many connections open as one may have",
        "if it is a proxy, run it on this machine; else one person takes far too many",
    ),
    "clear_text": (
        "HTTP in clear text came to a port of TLS",
        "use https:// and wss://; have the proxy connect with TLS, or serve on the loopback",
    ),
    "tls": (
        "TLS came to a port in clear text",
        "use http:// and ws:// here; TLS needs --host or --tls-cert, or a proxy in front",
    ),
    "not_trusted": (
        "the other side does not trust our certificate",
        "compare its fingerprint and accept it, or give one with --tls-cert",
    ),
}


class Refusals:
    """The log of refusals of one server. ``now`` is in seconds."""

    def __init__(self, now: Callable[[], float]) -> None:
        self._now = now
        self._buckets = {why: Bucket(A_SECOND, AT_ONCE, now()) for why in CAUSES}
        self._left_out: Counter[str] = Counter()

    def say(self, why: str, address: str, **found: str | None) -> None:
        """Log a refusal; ``why`` is a key of CAUSES, ``found`` what was sent."""
        if self._buckets[why].take(self._now()) > 0.0:
            self._left_out[why] += 1
            return
        cause, remedy = CAUSES[why]
        sent = {name: value[:LONGEST] for name, value in found.items() if value is not None}
        log.warning("socket refused", why=why, cause=cause, remedy=remedy, address=address, **sent)

    def sum_up(self) -> None:
        """Log how many were left out since the last time, if any were."""
        if self._left_out:
            log.warning("more sockets refused", **self._left_out)
            self._left_out.clear()

    async def run(self) -> None:
        """Sum up every minute, and at the end."""
        try:
            while True:
                await trio.sleep(EVERY)
                self.sum_up()
        finally:
            self.sum_up()

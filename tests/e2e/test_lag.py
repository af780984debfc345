"""Over a slow network the ball is never seen to jump."""

from contextlib import ExitStack

from playwright.sync_api import Browser

from tests.e2e.player import Player, meet, play_until
from tests.e2e.proxy import proxied
from tests.e2e.server import Process

DELAY, JITTER = 0.075, 0.015
"""Seconds, each way."""
CONTACTS = 30
WORST = 0.02
"""Largest correction at p99, as a share of the court's height."""


def test_no_visible_correction_at_75_ms_each_way(browser: Browser, server: Process):
    with ExitStack() as stack:
        proxies = [stack.enter_context(proxied(server.port, DELAY, JITTER)) for _ in range(2)]
        ada, bob = (
            Player(browser, proxy.url, name)
            for proxy, name in zip(proxies, ("Ada", "Bob"), strict=True)
        )
        for player in (ada, bob):
            player.guest()
        meet(ada, bob)
        play_until((ada, bob), lambda: flights(ada) >= CONTACTS, seconds=150)
        felt = [player.page.evaluate("felt") for player in (ada, bob)]
        trip = [player.page.locator(".ping").inner_text() for player in (ada, bob)]
        for player in (ada, bob):
            assert player.problems == []
            player.context.close()
    contacts = sum(page["contacts"] for page in felt)
    shares = sorted(share for page in felt for share in page["corrections"])
    padded = [0.0] * max(0, contacts - len(shares)) + shares
    worst = padded[int(len(padded) * 0.99)]
    print(
        f"\n{contacts} contacts drawn, round trip shown {trip}, {len(shares)} corrections, "
        f"p99 {worst:.2%} of the court's height, largest {padded[-1]:.2%}"
    )
    assert contacts >= CONTACTS
    assert worst <= WORST


def flights(player: Player) -> int:
    """How many serves and hits the match has seen."""
    return max((f["flight"]["number"] for f in player.frames if "flight" in f), default=0)

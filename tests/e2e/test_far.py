"""Two people play over a slow network, and the ball goes where their pages drew it."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from tests.claims import Claim
from tests.e2e.player import Player, meet, play_until
from tests.e2e.proxy import proxied
from tests.e2e.server import Process

DELAY, JITTER = 0.075, 0.015
"""The delay each way and how much it varies, in seconds."""
WORST = 0.02
"""The largest p99 of corrections of the drawn ball, as a share of the court's height."""
FLIGHTS = 16


@pytest.fixture
def pair(browser: Browser, server: Process) -> Iterator[tuple[Player, Player]]:
    """Two people, each at the far end of a slow network; no script of theirs may fail."""
    with proxied(server.port, DELAY, JITTER) as here, proxied(server.port, DELAY, JITTER) as there:
        two = (
            Player.as_guest(browser, here.url, "Ada"),
            Player.as_guest(browser, there.url, "Bob"),
        )
        yield two
        for player in two:
            assert player.problems == []
            player.context.close()


@pytest.mark.claims_seconds
def test_the_ball_never_jumps(
    pair: tuple[Player, Player], claim: Claim, capsys: pytest.CaptureFixture[str]
):
    meet(*pair)
    play_until(pair, lambda: pair[1].newest("flight")["number"] >= FLIGHTS)
    felt = [player.felt() for player in pair]
    contacts = sum(each["contacts"] for each in felt)
    shares = sorted(share for each in felt for share in each["corrections"])
    padded = [0.0] * (contacts - len(shares)) + shares
    worst = padded[int(len(padded) * 0.99)]
    trips = [player.page.locator(".ping").inner_text() for player in pair]
    with capsys.disabled():  # show the figures
        print(
            f"\n{contacts} contacts drawn, round trips {trips}: {len(shares)} corrections, "
            f"p99 {worst:.2%} of the court's height, largest {padded[-1]:.2%}"
        )
    claim("contacts of 32 that were not drawn", 32 - contacts, 12)
    claim("largest correction at p99", worst, WORST)

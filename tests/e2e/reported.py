"""What moderators see of people with long names: reports, mutes and the log."""

import json
import time
from collections.abc import Callable
from typing import Any

from playwright.sync_api import Page, Route, expect

UNBROKEN = "W" * 24
SPACED = "WWWWWW MMMMMM WWWWW MMMM"
REASON = "He says https://example.org/" + "a/" * 40


def moderate(page: Page) -> None:
    """Show a page as a moderator sees it who has much to do."""
    answers = {
        "**/api/v1/moderation/reports": {"reports": [_report(place) for place in range(9)]},
        "**/api/v1/moderation/reports?closed=true": {"reports": [_closed()]},
        "**/api/v1/moderation/mutes": {"mutes": [_mute(place) for place in range(5)]},
        "**/api/v1/moderation/log": {"entries": [_entry(place) for place in range(20)]},
    }
    for path, answer in answers.items():
        page.route(path, answering(answer))
    page.route("**/api/v1/profile", appoint)
    try:
        page.reload()
        expect(page.locator(".report").first).to_be_visible()
        expect(page.locator(".log-words").first).to_be_visible()
        way = page.locator(".topbar-moderation")  # in a narrow window it is on the profile instead
        expect(way).to_have_attribute("aria-label", "Moderation, 9 reports wait")
    finally:
        for path in (*answers, "**/api/v1/profile"):
            page.unroute(path)


def answering(answer: dict[str, Any]) -> Callable[[Route], None]:
    """Return a handler that answers so."""
    return lambda route: route.fulfill(json=answer)


def appoint(route: Route) -> None:
    """Answer about the own profile as to a moderator."""
    answer = route.fetch()
    route.fulfill(response=answer, json=answer.json() | {"role": "moderator"})


def _report(place: int) -> dict[str, Any]:
    now = int(time.time() * 1000)
    lines = [
        {"number": n, "kind": "line", "at": now, "name": UNBROKEN if n % 2 else SPACED}
        | {"author": f"f{n % 2}", "line": n, "text": "Rude words " + UNBROKEN * (n % 4)}
        for n in range(1, 22)
    ]
    closed = {"outcome": None, "moderator": None, "closed_at": None}
    people = {"reporter": "f1", "reporter_name": SPACED, "author": "f2", "name": UNBROKEN}
    about = {"id": f"r{place}", "at": now - place * 3_600_000, "room": "lobby", "number": 11}
    return about | people | closed | {"reason": REASON, "context": lines}


def _closed() -> dict[str, Any]:
    closed = {"outcome": "acted", "moderator": UNBROKEN, "closed_at": 1_763_892_600_000}
    return _report(20) | closed


def _mute(place: int) -> dict[str, Any]:
    until = None if place % 2 else 4_000_000_000_000
    about = {"player": f"f{place}", "name": UNBROKEN, "room": "" if place % 2 else "lobby"}
    return about | {"moderator": UNBROKEN, "reason": REASON, "at": 1, "until": until}


def _entry(place: int) -> dict[str, Any]:
    mode = json.dumps({"slow": 30, "members": False, "closed": False})
    rules = {"action": "room-mode", "subject": "room lobby", "detail": mode}
    mute = {
        "action": "mute",
        "subject": f"{UNBROKEN} (f1)",
        "detail": f"until ever: {REASON}",
    }
    about = {"at": 1_763_892_600_000 - place, "actor": f"{UNBROKEN} (f9)"}
    return about | (mute if place % 2 else rules)

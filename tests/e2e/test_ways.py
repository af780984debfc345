"""Notifications of the browser: the switch on the account page, and the service worker.

Chromium without a window reaches no push service, so the subscription is made up here; the pushes
come from DevTools, and the service worker is the real one.
"""

import json
import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, CDPSession, Page, Worker, expect

from tests.e2e.browser import SHARED
from tests.e2e.player import Player
from tests.e2e.server import Process
from tests.patience import STUCK

SUBSCRIBED = """
PushManager.prototype.getSubscription = async () => window.subscribed ?? null;
PushManager.prototype.subscribe = async ({ applicationServerKey: key }) => {
  if (!key) throw new Error("no key");
  window.subscribed = {
    options: {},
    toJSON: () => ({ endpoint: "https://142.250.74.138/push/1", keys: %s }),
    unsubscribe: async () => { window.subscribed = null; },
  };
  return window.subscribed;
};
"""
KEYS = {
    "p256dh": (
        "BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4"
    ),
    "auth": "BTBZMqHH6r4Tts7J_aSIgg",
}
FIGHT = {
    "kind": "next_fight",
    "tournament": "t.1",
    "name": "Spring Cup",
    "pairing": "w1-1",
    "opponent": "Bob",
    "deadline": None,
}
SHOWN = "registration.getNotifications().then((all) => all.map(({ body }) => body))"
PAGES = "clients.matchAll({ includeUncontrolled: true, type: 'window' }).then((all) => all.length)"
OPENED = """() => {
  self.opened = [];
  Object.defineProperty(clients, "openWindow", { value: async (path) => { opened.push(path); } });
}"""
PRESS = """async () => {
  const [notification] = await registration.getNotifications();
  dispatchEvent(new NotificationEvent("notificationclick", { notification }));
}"""


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """A whole one: what only shows pages shows no notifications."""
    found = SHARED.get(whole=True)
    yield found
    for context in found.contexts:
        context.close()


def _push(devtools: CDPSession, url: str, registration: str, note: str, notice: Any) -> None:
    data = {"id": note, "at": 1_764_560_000_000, "tag": "cup", "notice": notice}
    text = json.dumps(data)
    about = {"origin": f"{url}/", "registrationId": registration, "data": text}
    devtools.send("ServiceWorker.deliverPushMessage", about)


def _until(page: Page, check: Callable[[], bool]) -> None:
    deadline = time.monotonic() + STUCK
    while not check():
        assert time.monotonic() < deadline
        page.wait_for_timeout(20)


def _shown(page: Page, worker: Worker, *what: str) -> None:
    _until(page, lambda: worker.evaluate(SHOWN) == [*what])


def test_a_push_is_shown_and_leads_to_its_page(browser: Browser, server: Process):
    ada = Player.with_account(browser, server.url, "Ada", "correct horse battery")
    ada.context.grant_permissions(["notifications"])
    ada.context.add_init_script(SUBSCRIBED % json.dumps(KEYS))
    page = ada.page
    page.goto(f"{server.url}/account/notifications")
    page.get_by_role("button", name="Turn on here").click()
    expect(page.get_by_text("This browser shows notifications")).to_be_visible()
    devtools = ada.context.new_cdp_session(page)
    found: list[dict[str, Any]] = []
    devtools.on(
        "ServiceWorker.workerRegistrationUpdated", lambda news: found.extend(news["registrations"])
    )
    devtools.send("ServiceWorker.enable")
    _until(page, lambda: bool(found and ada.context.service_workers))
    registration, worker = found[-1]["registrationId"], ada.context.service_workers[0]

    _push(devtools, server.url, registration, "n1", FIGHT)  # the page is looked at, and says it
    page.goto("about:blank")
    _until(page, lambda: worker.evaluate(PAGES) == 0)  # a busy browser lets a page go later
    assert worker.evaluate(SHOWN) == []
    _push(devtools, server.url, registration, "n1", FIGHT)
    _shown(page, worker, "You are next in Spring Cup, against Bob.")
    over = {"kind": "tournament", "tournament": "t.1", "name": "Spring Cup"}
    _push(devtools, server.url, registration, "n2", over | {"what": "over", "place": 2})
    _shown(page, worker, "Spring Cup is over; you are number 2.")
    worker.evaluate(OPENED)
    worker.evaluate(PRESS)
    _until(page, lambda: worker.evaluate("opened") == ["/tournament/t.1"])
    _shown(page, worker)

    friend = {"kind": "friend_accepted", "player": "p2", "name": "Bob"}
    _push(devtools, server.url, registration, "n3", friend)
    _shown(page, worker, "Bob is your friend now.")
    page.goto(f"{server.url}/account/notifications")
    expect(page.get_by_text("This browser shows notifications")).to_be_visible()
    with page.expect_request("**/api/v1/notifications/read") as read:
        worker.evaluate(PRESS)
    assert read.value.post_data_json == {"note": "n3"}
    page.wait_for_url("**/player/p2")
    page.goto(f"{server.url}/account/notifications")
    page.get_by_role("button", name="Turn off here").click()
    expect(page.get_by_role("button", name="Turn on here")).to_be_visible()
    assert ada.problems == []
    ada.context.close()

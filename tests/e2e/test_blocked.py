"""A browser that keeps nothing, and an exchange without an answer."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, Route, WebSocketRoute, expect

from tests.e2e.server import Process

BLOCKED = """
    for (const name of ["localStorage", "sessionStorage", "indexedDB"]) {
        const get = () => { throw new DOMException("blocked", "SecurityError"); };
        Object.defineProperty(window, name, { get });
    }
    Object.defineProperty(navigator, "locks", { value: undefined });
    Object.defineProperty(window, "BroadcastChannel", { value: undefined });
    delete Crypto.prototype.randomUUID;
"""
FULL = """
    Storage.prototype.setItem = () => { throw new DOMException("full", "QuotaExceededError"); };
"""


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    context = browser.new_context()
    page = context.new_page()
    problems: list[str] = []
    page.on("pageerror", lambda error: problems.append(str(error)))
    yield page
    assert problems == []
    context.close()


def sign_in(page: Page, url: str) -> None:
    page.goto(url)
    page.get_by_label("What shall the other side call you?").fill("Ada")
    page.get_by_role("button", name="Play as guest").click()


@pytest.mark.parametrize("wreck", [BLOCKED, FULL], ids=["blocked", "full"])
def test_without_storage_the_page_stands_and_says_what_it_forgets(
    page: Page, server: Process, wreck: str
):
    page.add_init_script(wreck)
    sign_in(page, server.url)
    lobby = page.get_by_role("heading", name="Lobby")
    expect(lobby).to_be_visible()
    page.reload()
    expect(lobby).to_be_visible()
    page.get_by_role("button", name="Switch to").click()
    expect(page.get_by_text("Your browser keeps nothing for this site")).to_be_visible()


def test_without_cookies_the_page_says_what_to_allow(page: Page, server: Process):
    def forget(route: Route) -> None:
        answer = route.fetch()
        headers = {k: v for k, v in answer.headers.items() if k != "set-cookie"}
        page.context.clear_cookies()
        route.fulfill(response=answer, headers=headers)
        page.context.clear_cookies()

    page.route("**/api/v1/guest", forget)
    sign_in(page, server.url)
    expect(page.get_by_text("Your browser keeps no cookies for this site")).to_be_visible()


ODD = {
    "503": {"status": 503, "body": "{}"},
    "429": {"status": 429, "body": "{}", "headers": {"Retry-After": "1"}},
    "a page of somebody on the way": {"status": 200, "body": "<h1>Welcome to the hotel</h1>"},
    "a password of somebody on the way": {"status": 401, "body": "<h1>Who are you?</h1>"},
}


@pytest.mark.parametrize("odd", [*ODD, "no network"])
def test_without_an_answer_nobody_is_signed_out(page: Page, server: Process, odd: str):
    sign_in(page, server.url)
    expect(page.get_by_role("heading", name="Lobby")).to_be_visible()
    asked = 0

    def fail(route: Route) -> None:
        nonlocal asked
        asked += 1
        if odd in ODD:
            route.fulfill(**ODD[odd])
        else:
            route.abort()

    page.route("**/api/v1/refresh", fail)
    page.reload()
    expect(page.get_by_text("This page keeps trying")).to_be_visible()
    expect(page.get_by_role("button", name="Play as guest")).to_be_hidden()
    while asked < 2:
        page.wait_for_timeout(50)
    page.unroute("**/api/v1/refresh")
    expect(page.get_by_role("heading", name="Lobby")).to_be_visible()


def test_a_socket_that_is_refused_signs_nobody_out_while_the_exchange_has_no_answer(
    page: Page, server: Process
):
    sockets: list[WebSocketRoute] = []

    def pass_on(socket: WebSocketRoute) -> None:
        socket.connect_to_server()
        sockets.append(socket)

    page.route_web_socket("**/ws", pass_on)
    sign_in(page, server.url)
    lobby = page.get_by_role("heading", name="Lobby")
    expect(lobby).to_be_visible()
    asked: list[Route] = []
    page.route("**/api/v1/refresh", lambda route: (asked.append(route), route.abort()))
    sockets[-1].close(code=4401, reason="sign in first")
    bar = page.get_by_text("Connection lost. Next try in")
    expect(bar).to_be_visible()
    while len(asked) < 3:
        page.wait_for_timeout(50)
    expect(lobby).to_be_visible()
    page.unroute("**/api/v1/refresh")
    expect(bar).to_be_hidden()
    expect(lobby).to_be_visible()
    expect(page.get_by_role("button", name="Play as guest")).to_be_hidden()

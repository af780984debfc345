"""A page whose socket never opens says what the cause may be; an unknown address is not a page."""

from playwright.sync_api import Browser, expect

from tests.e2e.player import Player
from tests.e2e.server import Process

ASTRAY = """
const Real = WebSocket;
window.WebSocket = function (url) { return new Real(url.replace("/ws", "/taken-out")); };
"""
"""Sends the page's handshakes to another address, so that they do not arrive."""


def test_a_socket_that_never_opens_is_explained(browser: Browser, server: Process):
    ada = Player.as_guest(browser, server.url, "Ada")
    page = ada.context.new_page()
    page.add_init_script(ASTRAY)
    page.goto(server.url)
    bar = page.get_by_role("status").filter(has_text="WebSocket")
    expect(bar).to_contain_text("a proxy that does not pass WebSockets on")
    expect(bar).to_contain_text("browser extension")
    expect(bar.get_by_role("button", name="Try now")).to_be_visible()
    assert ada.problems == []
    ada.context.close()


def test_an_unknown_address_is_no_page(browser: Browser, server: Process):
    page = browser.new_page()
    answer = page.goto(f"{server.url}/metrics")
    assert answer is not None
    assert answer.status == 404
    page.get_by_role("link", name="To the lobby").click()
    expect(page.get_by_role("button", name="Play as guest")).to_be_visible()
    page.close()

"""A browser that is killed, and a window that comes back with all of its tabs at once."""

import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Playwright, expect, sync_playwright

from tests.e2e.browser import ARGUMENTS, SHARED, no_browser, path_of_browser
from tests.e2e.player import Player
from tests.e2e.proxy import proxied
from tests.e2e.server import Process, serving
from tests.programs import program

TABS = 5
Program = subprocess.Popen[bytes]


class Chromium:
    """A browser of our own with a profile on disk, which can be killed."""

    def __init__(self, playwright: Playwright, process: Program, profile: Path) -> None:
        self._process = process
        port = profile / "DevToolsActivePort"
        self._written(port)
        address = f"http://127.0.0.1:{port.read_text().splitlines()[0]}"
        self._browser = playwright.chromium.connect_over_cdp(address)
        self.context: BrowserContext = self._browser.contexts[0]

    def _written(self, path: Path) -> None:
        while not path.exists() or "\n" not in path.read_text():
            assert self._process.poll() is None
            time.sleep(0.05)

    def cookie(self) -> str:
        [cookie] = self.context.cookies()
        return str(cookie.get("value"))

    def close(self) -> None:
        """Close it in order, so that everything it keeps is on the disk."""
        self._browser.new_browser_cdp_session().send("Browser.close")
        self._process.wait()


@pytest.fixture
def playwright() -> Iterator[Playwright]:
    SHARED.close()  # of two in one thread the second one does not start
    with sync_playwright() as found:
        yield found


@contextmanager
def running(playwright: Playwright, profile: Path) -> Iterator[Chromium]:
    """A browser that is killed at the end, unless it was closed."""
    found = path_of_browser()
    if found is None:
        no_browser()
    (profile / "DevToolsActivePort").unlink(missing_ok=True)
    where = [f"--user-data-dir={profile}", "--remote-debugging-port=0"]
    command = [found, "--headless=new", *ARGUMENTS, *where, "about:blank"]
    with program(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        yield Chromium(playwright, process, profile)


def test_a_guest_whose_browser_is_killed_is_the_same_guest(playwright: Playwright, tmp_path: Path):
    profile = tmp_path / "profile"
    with serving(tmp_path / "data") as server:
        with running(playwright, profile) as first:
            page = first.context.new_page()
            page.goto(server.url)
            page.get_by_label("What shall the other side call you?").fill("Ada")
            page.get_by_role("button", name="Play as guest").click()
            expect(page.get_by_role("heading", name="Lobby")).to_be_visible()
            first.close()
        rolled_back = 0
        for _ in range(5):  # after a kill soon after a visit, it mostly has its older cookies
            with running(playwright, profile) as killed:
                before = killed.cookie()
                page = killed.context.new_page()
                page.goto(server.url)
                expect(page.get_by_role("heading", name="Lobby")).to_be_visible()
                assert killed.cookie() != before
            with running(playwright, profile) as back:
                rolled_back += back.cookie() == before
                page = back.context.new_page()
                page.goto(server.url)
                expect(page.get_by_role("heading", name="Lobby")).to_be_visible()
                expect(page.locator(".topbar-name")).to_contain_text("Ada")
                page.reload()
                expect(page.get_by_role("heading", name="Lobby")).to_be_visible()
                back.close()
            if rolled_back == 2:
                return
    raise AssertionError("the browser had written its cookie each time: nothing was tried")


@pytest.mark.parametrize("delay", [0.04, 0.1])
def test_a_window_with_five_tabs_comes_back_signed_in(
    browser: Browser, server: Process, delay: float
):
    """Handshakes and exchanges meet in a random order; one window of three used to fail."""
    with proxied(server.port, delay=delay) as proxy:
        guest = Player.as_guest(browser, proxy.url, "Ada")
        guest.in_lobby()
        for _ in range(3):
            guest.page.goto("about:blank")
            opened = f"(url) => {{ for (let i = 0; i < {TABS}; i += 1) window.open(url); }}"
            guest.page.evaluate(opened, proxy.url)
            while len(guest.context.pages) <= TABS:
                guest.page.wait_for_timeout(20)
            tabs = guest.context.pages[1:]
            for tab in tabs:
                expect(tab.get_by_role("heading", name="Lobby")).to_be_visible()
            for tab in tabs:  # a tab that was refused a socket knows it by now
                tab.wait_for_load_state("networkidle")
                expect(tab.get_by_role("heading", name="Lobby")).to_be_visible()
                expect(tab.locator(".connection-bar")).to_be_hidden()
            for tab in tabs:
                tab.close()
        guest.context.close()

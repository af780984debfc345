"""Finds a browser for the end-to-end tests, in a stated order."""

import os
import shutil
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from typing import NamedTuple, NoReturn

import pytest
from playwright.sync_api import Browser, Error, sync_playwright

from tests import programs

HINT = (
    "no browser found: install chromium (Debian: apt-get install chromium) or name one in "
    "RALLY_TEST_BROWSER"
)
OMNIBOX = ("WebUIOmniboxPopup", "WebUIOmniboxAimPopup")
"""Two hidden pages that a full Chromium makes for each window; they cost half of its work."""
SPARE = ("SpareRendererForSitePerProcess",)
"""A process that is begun beside each page for the next site: it costs a tenth of what is left."""
PLAYWRIGHT = (
    *("AvoidUnnecessaryBeforeUnloadCheckSync", "DestroyProfileOnBrowserClose", "HttpsUpgrades"),
    *("HttpsFirstBalancedModeAutoEnable", "LensOverlay", "MediaRouter", "PaintHolding"),
    *("ThirdPartyStoragePartitioning", "AvoidCorsURLLoaderRestartOnRedirect", "OptimizationHints"),
    *("NetworkTimeServiceQuerying", "AimEnabled", "PreconnectToSearch"),
)
"""What Playwright disables itself; our list replaces Playwright's, so it must repeat these."""
ARGUMENTS = [
    *("--no-sandbox", "--disable-gpu", "--disable-background-networking"),
    f"--disable-features={','.join(OMNIBOX + SPARE + PLAYWRIGHT)}",
]


@contextmanager
def launched(*, whole: bool = False) -> Iterator[Browser]:
    """A headless Chromium; without one the test is skipped with a hint, or fails in CI.

    ``whole``: with all that is around a page, such as notifications. What only shows pages takes
    two thirds of the work, and is preferred where there is one.
    """
    with sync_playwright() as playwright:
        browser = None
        for choice in _choices(whole=whole):
            try:
                browser = playwright.chromium.launch(
                    args=ARGUMENTS, executable_path=choice.path, channel=choice.channel
                )
                break
            except Error:
                continue
        if browser is None:
            no_browser()
        yield browser
        browser.close()


class SharedBrowser:
    """A headless Chromium: to start one costs as much as some pages, so modules share it.

    While it runs, no other asyncio loop can run in this thread. So it ends before other tests.
    """

    def __init__(self) -> None:
        self._open = ExitStack()
        self._browser: Browser | None = None
        self._whole = False

    def get(self, *, whole: bool = False) -> Browser:
        """Return it; start it if it does not run, or no more, or not of this kind (`launched`)."""
        if self._browser is None or not self._browser.is_connected() or whole != self._whole:
            self.close()
            before = programs.children()
            self._browser = self._open.enter_context(launched(whole=whole))
            self._whole = whole
            programs.SHARED.update(programs.children() - before)
        return self._browser

    def close(self) -> None:
        """End it, if it runs."""
        self._browser = None
        self._open.close()


SHARED = SharedBrowser()


class Choice(NamedTuple):
    """One place to look for a browser."""

    path: str | None = None
    channel: str | None = None


def _choices(*, whole: bool) -> Iterator[Choice]:
    """The environment, what only shows pages, Chrome itself, what is on PATH, Playwright's own."""
    if named := os.environ.get("RALLY_TEST_BROWSER"):
        yield Choice(path=named)
    if not whole and (shell := shutil.which("chromium-headless-shell")):
        yield Choice(path=shell)
    yield Choice(channel="chrome")
    for name in ("chromium", "google-chrome"):
        if found := shutil.which(name):
            yield Choice(path=found)
    yield Choice()


def no_browser() -> NoReturn:
    """Skip the test with a hint; in CI, fail."""
    if os.environ.get("CI"):
        pytest.fail(HINT)
    pytest.skip(HINT)


def path_of_browser() -> str | None:
    """The path of a browser that can be started without Playwright; None when there is none."""
    return next((choice.path for choice in _choices(whole=True) if choice.path is not None), None)

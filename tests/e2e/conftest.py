"""A browser for the modules of end-to-end tests, and a server for each."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from tests.e2e.browser import SHARED
from tests.e2e.server import Process, serving
from tests.patience import patience

# The default time limit, in ms, for what a page must show. A page shares the machine with other
# tests, so the limit asserts nothing.
expect.set_options(timeout=patience(20_000))

HERE = Path(__file__).parent


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_runtest_teardown(nextitem: pytest.Item | None) -> Iterator[None]:
    """End the shared browser after the last end-to-end test for now."""
    try:
        return (yield)
    finally:
        if nextitem is None or HERE not in nextitem.path.parents:
            SHARED.close()


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """A headless Chromium without a window. While it runs, no other asyncio loop can run here."""
    found = SHARED.get()
    yield found
    for context in found.contexts:
        context.close()


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Process]:
    """A real server with a data folder of its own."""
    with serving(tmp_path_factory.mktemp("e2e") / "data") as process:
        yield process

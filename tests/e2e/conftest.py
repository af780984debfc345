"""A browser and a server for each module of end-to-end tests."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect

from tests.e2e.browser import launched
from tests.e2e.server import Process, serving
from tests.patience import patience

# The default time limit, in ms, for what a page must show. A page shares the machine with other
# tests, so the limit asserts nothing.
expect.set_options(timeout=patience(20_000))


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """A headless Chromium. While it runs, no other asyncio loop can run in this thread."""
    with launched() as found:
        yield found


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Process]:
    """A real server with a data folder of its own."""
    with serving(tmp_path_factory.mktemp("e2e") / "data") as process:
        yield process

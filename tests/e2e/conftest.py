"""A browser and a server for each module of end-to-end tests."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect

from tests.e2e.browser import launched
from tests.e2e.server import Process, serving
from tests.patience import patience

# Milliseconds to wait for what a page shall show, where a test names none: a page shares the
# machine with other tests, and nothing is claimed of these.
expect.set_options(timeout=patience(20_000))


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """A headless Chromium; while it runs, its loop of asyncio is in the way of others' loops."""
    with launched() as found:
        yield found


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Process]:
    """A real server with a data folder of its own."""
    with serving(tmp_path_factory.mktemp("e2e") / "data") as process:
        yield process

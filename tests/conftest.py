"""Hypothesis profiles, and servers of PostgreSQL and Redis for every test that wants one."""

import asyncio
import logging
import os
import signal
from collections.abc import Iterator
from itertools import count

import pytest
import trio_asyncio  # noqa: F401 - before the policy is set
from deploy.postgres import home as programs_of_postgres
from hypothesis import settings

from tests import hang
from tests.claims import claim
from tests.logged import Log, leaks
from tests.postgres_server import PostgresServer, running
from tests.programs import SHARED, nothing_left_running
from tests.redis_server import PROGRAM as REDIS
from tests.redis_server import RedisServer
from tests.redis_server import running as running_redis

__all__ = ["claim", "nothing_left_running"]

# Without a policy trio-asyncio replaces every asyncio loop by its own, even the one that
# Playwright needs outside of trio.
asyncio.set_event_loop_policy(asyncio.DefaultEventLoopPolicy())

# New examples on a developer's machine, the same ones on every CI run. No deadlines: a busy
# machine is not a failure of the code under test.
settings.register_profile("desk", deadline=None)
settings.register_profile("ci", deadline=None, derandomize=True, print_blob=True)
settings.load_profile("ci" if os.environ.get("CI") else "desk")


for number in (signal.SIGINT, signal.SIGHUP, signal.SIGQUIT, signal.SIGTERM):
    if signal.getsignal(number) is signal.SIG_IGN:
        # As in the background of a script. What the tests start shall heed signals all the same,
        # and a program inherits that one is ignored, but not that it is handled.
        signal.signal(number, lambda *_: None)


def pytest_configure(config: pytest.Config) -> None:
    """Have no test hang."""
    config.pluginmanager.register(hang.guard())


@pytest.fixture(scope="session", autouse=True)
def nothing_secret_is_logged(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Check at the end that no password, token or e-mail address of any test is in a log."""
    log = Log()
    log.install()
    yield
    assert log in logging.getLogger().handlers, "a test has changed where logs go, for all after it"
    log.remove()
    found = leaks(log.lines, tmp_path_factory.getbasetemp().rglob("*.log"))
    assert found == []


@pytest.fixture(scope="session")
def postgres() -> Iterator[PostgresServer]:
    """A PostgreSQL server for all tests that do not stop it."""
    home = programs_of_postgres()
    if home is None:
        hint = "no PostgreSQL here: install Debian's package postgresql to test that store too"
        assert os.environ.get("CI") != "true", hint
        pytest.skip(hint)
    with running(home) as server:
        SHARED.add(server.pid)
        yield server


@pytest.fixture(scope="module")
def own_postgres(postgres: PostgresServer) -> Iterator[PostgresServer]:
    """A PostgreSQL server that a test may stop or freeze, but must let go on."""
    del postgres  # it skips the test if there is no PostgreSQL
    home = programs_of_postgres()
    assert home is not None
    with running(home) as server:
        yield server


@pytest.fixture(scope="session")
def redis() -> Iterator[RedisServer]:
    """A Redis server for all tests that do not stop it; each takes a prefix of its own."""
    _want_redis()
    with running_redis() as server:
        SHARED.add(server.pid)
        yield server


@pytest.fixture
def own_redis() -> Iterator[RedisServer]:
    """A Redis server that a test may stop or freeze."""
    _want_redis()
    with running_redis() as server:
        yield server


def _want_redis() -> None:
    if REDIS is None:
        hint = "no Redis here: install Debian's package redis-server to test several nodes too"
        assert os.environ.get("CI") != "true", hint
        pytest.skip(hint)


@pytest.fixture
def database(postgres: PostgresServer) -> str:
    """The URL of an empty schema of its own."""
    schema = f"test_{next(_numbers)}"
    postgres.execute(f"CREATE SCHEMA {schema}")
    return f"{postgres.url}?search_path={schema}"


_numbers = count(1)

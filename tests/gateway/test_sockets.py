"""Who answers on a session's sockets: killed pages are gone or silent, thieves are not."""

from collections.abc import Callable

import pytest
import trio
from trio.testing import MockClock

from actors.player.connection import Sink
from gateway.socket.sockets import LISTEN, LOOK, STRAY, Sockets

SESSION, OWNER = "session", "ada"


class Connection:
    """A connection that is heard when the test says so; it notes how it was closed."""

    waiting = 0
    congested = False
    id = "c1"
    called = "Ada"
    account = True
    sink: Sink | None = None

    def __init__(self) -> None:
        self.heard = 0.0
        self.closed: tuple[int, str] | None = None

    def send(self, data: bytes) -> bool:
        return bool(data)

    def round_trip(self) -> float | None:
        return None

    def close(self, code: int, reason: str) -> None:
        self.closed = code, reason


@pytest.fixture
def autojump_clock() -> MockClock:
    return MockClock(autojump_threshold=0)


@pytest.fixture
def connection() -> Connection:
    return Connection()


@pytest.fixture
def sockets(connection: Connection) -> Sockets:
    sockets = Sockets()
    sockets.add(connection, SESSION, OWNER, 3)
    return sockets


async def asked(sockets: Sockets, at: float, happens: Callable[[], None]) -> tuple[bool, float]:
    """Ask whether anybody answers, and let something happen at ``at``; return answer and time."""
    began = trio.current_time()

    async def later() -> None:
        await trio.sleep(at)
        happens()

    async with trio.open_nursery() as nursery:
        nursery.start_soon(later)
        answers = await sockets.answers(SESSION)
        took = trio.current_time() - began
        nursery.cancel_scope.cancel()
    return answers, took


def speak(connection: Connection) -> Callable[[], None]:
    def heard() -> None:
        connection.heard = trio.current_time()

    return heard


async def test_a_page_that_is_gone_answers_no_more(autojump_clock, sockets, connection):
    assert not await sockets.answers("another")
    answers, took = await asked(sockets, 0.1, lambda: sockets.remove(connection))
    assert (answers, took <= 0.1 + LOOK) == (False, True)


async def test_whoever_speaks_is_there(autojump_clock, sockets, connection):
    answers, took = await asked(sockets, STRAY + 1.0, speak(connection))
    assert (answers, took <= STRAY + 1.0 + 2 * LOOK) == (True, True)


async def test_what_was_on_its_way_is_no_answer(autojump_clock, sockets, connection):
    speak(connection)()
    answers, took = await asked(sockets, STRAY / 2, speak(connection))
    assert (answers, took >= LISTEN) == (False, True)


async def test_a_socket_that_opens_meanwhile_is_an_answer(autojump_clock, sockets):
    newer = Connection()
    newer.heard = 1e9
    opened = lambda: sockets.add(newer, SESSION, OWNER, 4)  # noqa: E731
    assert (await asked(sockets, STRAY + LOOK, opened))[0]


async def test_a_socket_of_a_spent_token_is_no_answer_and_no_sign_of_life(
    autojump_clock, connection
):
    sockets = Sockets()
    sockets.add(connection, SESSION, OWNER, 3, forgot=True)
    assert not await sockets.answers(SESSION)
    assert (sockets.sessions(), sockets.lively()) == ({SESSION}, set())


async def test_what_was_opened_with_a_dead_token_closes(autojump_clock, sockets, connection):
    other, newer = Connection(), Connection()
    sockets.add(other, "another", OWNER, 3)
    sockets.add(newer, SESSION, OWNER, 4)
    sockets.close_dead(SESSION, lambda number: number > 3)
    assert connection.closed == (4401, "signed in elsewhere")
    assert other.closed is newer.closed is None


async def test_what_opens_after_its_session_or_user_has_ended_closes(autojump_clock, sockets):
    sockets.close_session("ended", 4401, "signed out")
    sockets.close_user("gone", 4410, "account deleted")
    late = [Connection() for _ in range(3)]
    sockets.add(late[0], "ended", OWNER)
    sockets.add(late[1], "other", "gone")
    sockets.add(late[2], "other", OWNER)
    closed = [connection.closed for connection in late]
    assert closed == [(4401, "signed out"), (4410, "account deleted"), None]

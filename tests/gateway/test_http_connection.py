"""The connection of a player by HTTP: which answer is for which request, and views of a match."""

import json

import pytest
import trio
import trio.testing

from gateway.http.problems import Problem
from gateway.play import connection as play
from gateway.play.connection import HttpConnection
from gateway.play.state import state as state_at
from tests.gateway.test_wire import FROM_SERVER


class Talk:
    """Replaces the conversation: it notes the frames and answers as the test says."""

    def __init__(self) -> None:
        self.said = list[bytes]()

    def hear(self, message: bytes) -> None:
        self.said.append(message)

    def ended(self) -> None:
        self.said.append(b"ended")


@pytest.fixture
def talk() -> Talk:
    return Talk()


@pytest.fixture
def connection(talk: Talk) -> HttpConnection:
    made = HttpConnection(lambda: 1.0)
    made.conversation = talk  # type: ignore[assignment]
    return made


async def test_the_answer_to_a_request_that_was_cancelled_is_nobody_elses(
    connection: HttpConnection, nursery: trio.Nursery
):
    with trio.move_on_after(0):
        await connection.ask("1", match="m")
    errors = list[str]()

    async def ask() -> None:
        exchange = await connection.ask("2", match="m")
        errors.append(exchange.error.code if exchange.error else "")

    nursery.start_soon(ask)
    await trio.testing.wait_all_tasks_blocked()
    connection.send(b'{"t":"error","code":"not_entered","detail":""}')
    connection.send(b'{"t":"match","match":"m"}\n{"t":"ok","id":"1"}\n{"t":"ok","id":"2"}')
    await trio.testing.wait_all_tasks_blocked()
    assert errors == [""]


async def test_answers_find_their_requests_in_any_order(
    connection: HttpConnection, nursery: trio.Nursery
):
    games = dict[str, str]()

    async def ask(request: str) -> None:
        games[request] = (await connection.ask(request)).game

    for request in ("1", "2"):
        nursery.start_soon(ask, request)
        await trio.testing.wait_all_tasks_blocked()
    connection.send(b'{"t":"ok","id":"2","game":"g2"}\n{"t":"ok","id":"1","game":"g1"}')
    await trio.testing.wait_all_tasks_blocked()
    assert games == {"1": "g1", "2": "g2"}


def test_a_state_is_of_its_instant():
    """Ball and paddles are where a page draws them; before a decision the ball waits."""
    (shown,) = [frame for frame in FROM_SERVER if frame["t"] == "match"]
    flight, starts = shown["flight"], 1_763_892_000_000
    shown = {**shown, "phase": "playing", "starts": starts, "time": 2.0}
    shown["flight"] = {**flight, "since": 2.0, "contact": 3.18, "goal": 3.28}
    shown["paddles"] = [{"since": 2.0, "y": 1.0, "direction": 1}, shown["paddles"][1]]
    frame = json.dumps(shown).encode()
    before, soon, late = (state_at(frame, starts / 1000.0 + after) for after in (-1.0, 0.1, 1.2))
    assert (before.time, before.ball, before.paddles) == (2.0, (0.0, 0.0), (1.0, 0.0))
    assert soon.time == pytest.approx(2.1)
    assert soon.ball == pytest.approx((-1.25, 0.829), abs=0.001)
    assert soon.paddles == pytest.approx((2.4, 0.0))
    assert late.time == pytest.approx(3.2)
    assert late.ball[0] == pytest.approx(-14.75)
    assert late.paddles == (7.5, 0.0)


async def test_a_connection_on_which_nobody_answers_ends(
    connection: HttpConnection, talk: Talk, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(play, "ANSWERED_WITHIN", 0.0)
    with pytest.raises(Problem) as problem:
        await connection.ask("1")
    assert problem.value.body.status == 503
    assert talk.said == [b"ended"]
    assert connection.closed


@pytest.mark.parametrize(
    ("closed", "status"), [(4401, 401), (4403, 401), (1012, 503), (4429, 429), (4408, 503)]
)
async def test_whoever_waits_learns_that_the_connection_was_closed(
    connection: HttpConnection, nursery: trio.Nursery, closed: int, status: int
):
    statuses = list[int]()

    async def ask() -> None:
        try:
            await connection.ask("1")
        except Problem as problem:
            statuses.append(problem.body.status)

    nursery.start_soon(ask)
    await trio.testing.wait_all_tasks_blocked()
    connection.close(closed, "")
    await trio.testing.wait_all_tasks_blocked()
    assert statuses == [status]

"""The queue in which households take turns."""

from functools import partial

import pytest
import trio
from trio.testing import MockClock, wait_all_tasks_blocked

from gateway.auth.passwords import Passwords
from gateway.avatars.images import Avatars
from gateway.guard.fair_queue import FairQueue, TooLong
from gateway.main import Running
from tests.gateway.client import Client, until
from tests.gateway.conftest import port_of


class Work:
    """Each piece takes a second of virtual time; ``served`` says who was served, in order."""

    def __init__(self, slots: int = 1, patience: float = 1000.0) -> None:
        self.queue = FairQueue(slots, patience, guess=1.0)
        self.served: list[str] = []
        self.refused: list[str] = []

    async def do(self, name: str) -> None:
        """Work for ``name``: a household and, after a space, which of its members it is."""
        try:
            async with self.queue.turn(name.partition(" ")[0]):
                self.served.append(name)
                await trio.sleep(1.0)
        except TooLong:
            self.refused.append(name)


@pytest.fixture
def autojump_clock() -> MockClock:
    return MockClock(autojump_threshold=0)


async def test_the_next_from_elsewhere_waits_for_one_and_not_for_the_flood(autojump_clock):
    work = Work()
    async with trio.open_nursery() as nursery:
        for number in range(25):
            nursery.start_soon(work.do, f"flood {number}")
        await wait_all_tasks_blocked()
        nursery.start_soon(work.do, "ada")
        await wait_all_tasks_blocked()
        assert work.queue.wait("ada") < work.queue.wait("flood")
    assert work.served.index("ada") == 2  # after the one that runs and one of the flood
    assert len(work.served) == 26


async def test_households_take_turns_and_each_serves_its_own_in_order(autojump_clock):
    work = Work()
    async with trio.open_nursery() as nursery:
        for name in ("a 0", "a 1", "a 2", "b 1", "b 2", "c 1"):
            nursery.start_soon(work.do, name)
            await wait_all_tasks_blocked()
    assert work.served == ["a 0", "a 1", "b 1", "c 1", "a 2", "b 2"]


async def test_only_who_floods_is_sent_away(autojump_clock):
    work = Work(patience=5.0)
    async with trio.open_nursery() as nursery:
        for number in range(25):
            nursery.start_soon(work.do, f"flood {number}")
            await wait_all_tasks_blocked()
        assert len(work.refused) == 20
        for name in ("ada", "bob"):
            nursery.start_soon(work.do, name)
            await wait_all_tasks_blocked()
    assert {"ada", "bob"} <= set(work.served)
    assert all(name.startswith("flood") for name in work.refused)


async def test_who_leaves_gives_the_turn_to_the_next(autojump_clock):
    work = Work(slots=2)
    async with trio.open_nursery() as nursery:
        for name in ("a 0", "a 1"):
            nursery.start_soon(work.do, name)
        await wait_all_tasks_blocked()
        async with trio.open_nursery() as leaving:
            for name in ("b", "c"):
                leaving.start_soon(work.do, name)
            await wait_all_tasks_blocked()
            leaving.cancel_scope.cancel()
        nursery.start_soon(work.do, "d")
    assert work.served[2:] == ["d"]
    await work.do("e")
    assert work.queue.wait("anybody") == pytest.approx(1.0)


async def test_who_is_cancelled_as_the_turn_comes_passes_it_on(autojump_clock):
    work = Work()
    async with trio.open_nursery() as nursery:
        with trio.CancelScope() as scope:
            async with trio.open_nursery() as inner:
                async with work.queue.turn("a"):
                    inner.start_soon(work.do, "b")
                    nursery.start_soon(work.do, "c")
                    await wait_all_tasks_blocked()
                scope.cancel()  # b's turn has come, but b leaves
    assert work.served[-1] == "c"


async def test_what_takes_longer_than_thought_is_waited_for_no_longer_than_the_patience(
    autojump_clock,
):
    work = Work(patience=1.5)
    work.queue._seconds = 0.1
    async with trio.open_nursery() as nursery:
        for name in ("a", "b", "c"):
            nursery.start_soon(work.do, name)
            await wait_all_tasks_blocked()
    assert (work.served, work.refused) == (["a", "b"], ["c"])


async def test_one_address_that_asks_for_unknown_names_holds_up_nobody_else(server: Running):
    """Through the whole server, counted in turns, not seconds."""
    served: list[str] = []

    class Noted(Passwords):
        async def check(self, password: str, known: str | None, household: str) -> bool:
            right = await super().check(password, known, household)
            served.append(household)
            return right

    passwords = server.services.passwords = Noted(4)
    queue = passwords._queue = FairQueue(1, 1000.0)
    waiting = lambda: sum(map(len, queue._waiting.values()))  # noqa: E731
    flood, ada = Client(port_of(server)), Client(port_of(server))
    ada.address = "127.0.0.2"
    async with trio.open_nursery() as nursery, queue.turn("somebody"):
        for number in range(25):
            nursery.start_soon(partial(flood.login, f"nobody{number}"))
        await until(lambda: waiting() == 25)
        nursery.start_soon(partial(ada.login, "ada"))
        await until(lambda: waiting() == 26)
    assert served.index("127.0.0.2") <= 1
    assert len(served) == 26


async def test_nor_does_one_that_uploads_images(server: Running, monkeypatch: pytest.MonkeyPatch):
    converted: list[bytes] = []

    async def convert(image: bytes) -> dict[int, bytes]:
        converted.append(image)
        return {}

    monkeypatch.setattr("gateway.avatars.images._run", convert)
    avatars: Avatars = server.services.avatars
    async with trio.open_nursery() as nursery, avatars._queue.turn("somebody"):
        for _ in range(10):
            nursery.start_soon(avatars.convert, b"flood", "192.0.2.1")
        await wait_all_tasks_blocked()
        nursery.start_soon(avatars.convert, b"ada", "192.0.2.2")
        await wait_all_tasks_blocked()
    assert converted.index(b"ada") == 1

"""The store goes away while the server starts: it is not ready, says so, and waits for a while."""

import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
import trio

from actors.core.address import Address
from actors.core.journal import book
from actors.recovery import Inheritance, inherit
from gateway import main, store_watch
from gateway.main import serve
from gateway.process.errors import CannotStart
from gateway.start.options import Options
from store.errors import StoreUnavailable
from tests.actors.shaky import ShakyStore
from tests.actors.world import World

PATIENCE = 0.3


class Place:
    """A store with an unfinished match; it goes away as soon as somebody has taken over."""

    def __init__(self) -> None:
        world = World()
        self.match = world.duel().start().match
        world.wait(1.0)
        self.store: Any = world.store
        self.store.check = self._check
        self.asked = 0
        """How often it was asked in vain what a match goes on from."""
        self._recover = self.store.journal.recover
        self.store.journal.recover = self._count

    async def _count(self, actors: Any) -> Any:
        self.asked += self.store.away
        return await self._recover(actors)

    async def _check(self) -> None:
        if self.store.away:
            raise StoreUnavailable("away")

    @asynccontextmanager
    async def open(self, *_: object) -> AsyncIterator[ShakyStore]:
        yield self.store

    async def inherit(self, store: Any) -> Inheritance:
        past = await inherit(store)
        self.store.away = True
        return past


@pytest.fixture
def place(monkeypatch: pytest.MonkeyPatch) -> Place:
    place = Place()
    monkeypatch.setattr(main, "open_store", place.open)
    monkeypatch.setattr(main, "inherit", place.inherit)
    monkeypatch.setattr(main, "START_PATIENCE", PATIENCE)
    monkeypatch.setattr(store_watch, "AGAIN", 0.05)
    return place


async def test_it_goes_on_by_itself_when_the_store_is_back(
    place: Place,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
    nursery: trio.Nursery,
):
    monkeypatch.setattr(main, "START_PATIENCE", 3600.0)
    monkeypatch.setattr(book, "RETRY", 0.01)
    ready: list[main.Running] = []

    async def start() -> None:
        ready.append(await nursery.start(serve, Options(port=0, data=tmp_path)))

    with caplog.at_level(logging.WARNING):
        nursery.start_soon(start)
        while place.asked < 3:  # noqa: ASYNC110
            await trio.sleep(0.01)
        assert not ready
        assert caplog.text.count("cannot be recovered yet") == 1
    place.store.away = False
    while not ready:  # noqa: ASYNC110
        await trio.sleep(0.01)
    assert ready[0].services.kernel.addresses("match") == [Address("match", place.match)]
    ready[0].stop.set()


async def test_it_gives_up_after_a_while_and_says_why(place: Place, tmp_path: Path):
    with pytest.RaisesGroup(pytest.RaisesExc(CannotStart, match="away"), flatten_subgroups=True):
        await serve(Options(port=0, data=tmp_path))
    assert f"match/{place.match}" in place.store.tables.snapshots


async def test_a_store_that_goes_before_that_is_named_too(
    place: Place, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    async def fail(_: object) -> Inheritance:
        raise StoreUnavailable("away")

    monkeypatch.setattr(main, "inherit", fail)
    with pytest.RaisesGroup(pytest.RaisesExc(CannotStart, match="away"), flatten_subgroups=True):
        await serve(Options(port=0, data=tmp_path))
    assert not place.store.away

"""Plays the matches of a plan on the real server, and breaks the links of its players."""

from collections.abc import Awaitable, Callable, Sequence
from http.client import HTTPException
from pathlib import Path
from typing import Protocol

import trio

from chaos_proof.asking import ask, lines
from chaos_proof.book import Book, now
from chaos_proof.link import Link
from chaos_proof.plan import Fault, Plan
from chaos_proof.player import Player, Table

STAY = 1.0
"""Seconds that the players stay after the result, to see that it does not come again."""
SIGN_IN_AGAIN = 0.25


class Site(Protocol):
    """What the bots play on."""

    @property
    def site(self) -> str:
        """An address at which it answers."""
        ...

    def door(self) -> int:
        """Return the port to which the next connection goes."""
        ...

    async def ready(self) -> None:
        """Wait until it serves."""
        ...


class Director:
    """Plays. ``folder`` is for the books of the bots, ``book`` is that of the run."""

    def __init__(self, plan: Plan, site: Site, folder: Path, book: Book) -> None:
        self.plan, self.site, self.folder, self.book = plan, site, folder, book
        self.tables = [Table(self._told) for _ in range(plan.matches)]
        self._free = trio.Semaphore(plan.at_once)
        self._news = trio.Event()
        self.players: list[Player] = []

    async def run(self, harm: Callable[[], Awaitable[None]]) -> None:
        """Play, on a site that is ready, until all matches and all ``harm`` are done or time is up.

        Then ask the API for results.
        """
        with trio.move_on_after(self.plan.limit):
            async with trio.open_nursery() as nursery:
                nursery.start_soon(harm)
                nursery.start_soon(self._play)
        await self.site.ready()  # time may have been up before the server was
        await self._ask_for_results()
        await self._ask_for_lines()

    async def begun(self) -> None:
        """Wait until as many matches as are played side by side have begun."""
        for table in self.tables[: self.plan.at_once]:
            await table.begun.wait()

    async def _play(self) -> None:
        async with trio.open_nursery() as nursery:
            nursery.start_soon(self._lose_patience)
            async with trio.open_nursery() as matches:
                for number in range(self.plan.matches):
                    await self._free.acquire()
                    matches.start_soon(self._match, number)
            nursery.cancel_scope.cancel()

    def _told(self) -> None:
        news, self._news = self._news, trio.Event()
        news.set()

    async def _lose_patience(self) -> None:
        await trio.sleep(self.plan.patience)
        for table in self.tables:
            table.hopeless = True
            for talk in table.talks:
                talk.stop()

    # What is known.

    async def news(self) -> None:
        """Wait until a bot hears something new."""
        await self._news.wait()

    @property
    def over(self) -> bool:
        """Whether all matches are."""
        return all(table.over for table in self.tables)

    @property
    def quiet(self) -> bool:
        """Whether all is said, and known to all."""
        return all(table.quiet for table in self.tables)

    def points(self) -> int:
        """How many points were told."""
        return sum(table.points for table in self.tables)

    def lines(self) -> int:
        """How many lines were answered."""
        return sum(table.lines for table in self.tables)

    def results(self) -> int:
        """How many results were told."""
        return sum(bool(table.ended) for table in self.tables)

    def standing(self) -> str:
        """Say how things stand."""
        playing = sum(table.begun.is_set() and not table.over for table in self.tables)
        done = f"{self.points()} points, {self.results()} results, {self.lines()} lines"
        return f"{playing} in play, {done} so far"

    # Matches.

    async def _match(self, number: int) -> None:
        """Run two players until both know the result, and a little longer."""
        async with trio.open_nursery() as nursery:
            for host in (True, False):
                nursery.start_soon(self._player, number, host)
            table = self.tables[number]
            while not (table.over and table.quiet):
                await self._news.wait()
            await trio.sleep(STAY)
            nursery.cancel_scope.cancel()
        self._free.release()

    async def _player(self, match: int, host: bool) -> None:
        table, link = self.tables[match], Link(self.site.door)
        name = f"{'host' if host else 'guest'} {match}"
        with Book(self.folder / f"{name.replace(' ', '-')}.jsonl") as book:
            async with trio.open_nursery() as nursery:
                await nursery.start(link.run)
                player = await self._sign_in(link, name, book, table, host=host)
                book.note("player", match=match, name=name)
                self.players.append(player)
                faults = self.plan.faults[2 * match + host]
                nursery.start_soon(self._break, name, link, table, faults)
                await player.run()
                table.end(name)  # the server closed the connection for good; the book says why
                nursery.cancel_scope.cancel()

    async def _sign_in(
        self, link: Link, name: str, book: Book, table: Table, *, host: bool
    ) -> Player:
        def make() -> Player:
            return Player(link.site, name, book, table, self.plan, host=host)

        while True:
            try:
                return await trio.to_thread.run_sync(make)
            except (OSError, HTTPException):  # the server is being killed
                await trio.sleep(SIGN_IN_AGAIN)

    async def _break(self, name: str, link: Link, table: Table, faults: Sequence[Fault]) -> None:
        await table.begun.wait()
        for fault in faults:
            await trio.sleep(fault.after)
            if table.hopeless or table.over:
                return
            begun = now()
            match fault.kind:
                case "close":
                    link.close()
                case "reset":
                    link.reset()
                case "freeze":
                    await link.freeze(fault.lasting)
            self.book.note("fault", player=name, kind=fault.kind, begun=begun)

    async def _ask_for_results(self) -> None:
        """Ask the API for every match that a player was told of; after the run."""
        for match in sorted({table.match for table in self.tables if table.match}):
            status, answer = await trio.to_thread.run_sync(ask, self.site.site, match)
            self.book.note("answer", match=match, status=status, answer=answer)

    async def _ask_for_lines(self) -> None:
        """Ask the API for all that was said, as somebody who was there; after the run."""
        for room, token in {r: p.token for p in self.players for r in p.talk.rooms}.items():
            events = await trio.to_thread.run_sync(lines, self.site.site, room, token)
            self.book.note("lines", room=room, events=events)

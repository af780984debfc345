"""Carries out a plan: it plays matches on the real server, kills it, and breaks links."""

import sys
from collections.abc import Sequence
from http.client import HTTPException
from pathlib import Path

import trio

from chaos_proof.asking import ask, lines
from chaos_proof.book import Book, now
from chaos_proof.link import Link
from chaos_proof.plan import Fault, Kill, Plan
from chaos_proof.player import Player, Table
from chaos_proof.server import Server

AT_ONCE = 25
"""Matches that are played side by side; the others wait."""
STAY = 1.0
"""Seconds that the players stay after the result, to see that it does not come again."""
SIGN_IN_AGAIN = 0.25


class Director:
    """One run. ``folder`` is for the books of the bots, ``book`` is that of the run."""

    def __init__(self, plan: Plan, server: Server, folder: Path, book: Book) -> None:
        self.plan, self.server, self.folder, self.book = plan, server, folder, book
        self.tables = [Table(self._told) for _ in range(plan.matches)]
        self._free = trio.Semaphore(AT_ONCE)
        self._news = trio.Event()
        self._players: list[Player] = []

    async def run(self) -> None:
        """Play until all matches and kills are done or time is up; then ask the API for results."""
        try:
            await self.server.start()
            await self.server.ready()
            with trio.move_on_after(self.plan.limit):
                async with trio.open_nursery() as nursery:
                    nursery.start_soon(self._kill_now_and_then)
                    nursery.start_soon(self._play)
            await self.server.ready()  # time may have been up before the server was
            await self._ask_for_results()
            await self._ask_for_lines()
        finally:
            await self.server.stop()

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

    # Kills.

    async def _kill_now_and_then(self) -> None:
        kills = self.plan.kills
        for number, kill in enumerate(kills, start=1):
            if kill.when != "start":
                await self.server.ready()
                await self._await(kill)
            await trio.sleep(kill.delay)
            self._say(f"kill {number} of {len(kills)} ({kill.when}), {self._standing()}")
            with trio.CancelScope(shield=True):  # the end of the run must not interrupt a kill
                await self.server.kill(kill.when)
                await self.server.start()
        await self.server.ready()

    async def _await(self, kill: Kill) -> None:
        """Wait for the moment of a kill; after the last match some lines must have been said.

        After everything it is now, as results and lines must stay.
        """
        points, results, lines = self._points(), self._results(), self._lines()
        some = self.plan.lines * len(self._players) // (1 + len(self.plan.kills))
        while not all(table.over for table in self.tables) and (
            self._points() < kill.points
            or (kill.when == "point" and self._points() == points)
            or (kill.when == "result" and self._results() == results)
        ):
            await self._news.wait()
        while not all(table.quiet for table in self.tables) and self._lines() < lines + some:
            await self._news.wait()

    def _points(self) -> int:
        return sum(table.points for table in self.tables)

    def _lines(self) -> int:
        return sum(table.lines for table in self.tables)

    def _results(self) -> int:
        return sum(bool(table.ended) for table in self.tables)

    def _standing(self) -> str:
        playing = sum(table.begun.is_set() and not table.over for table in self.tables)
        done = f"{self._points()} points, {self._results()} results, {self._lines()} lines"
        return f"{playing} in play, {done} so far"

    def _say(self, words: str) -> None:
        print(f"chaos: {words}", file=sys.stderr, flush=True)

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
        table, link = self.tables[match], Link(self.server.port)
        name = f"{'host' if host else 'guest'} {match}"
        with Book(self.folder / f"{name.replace(' ', '-')}.jsonl") as book:
            async with trio.open_nursery() as nursery:
                await nursery.start(link.run)
                player = await self._sign_in(link, name, book, table, host=host)
                book.note("player", match=match, name=name)
                self._players.append(player)
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
            status, answer = await trio.to_thread.run_sync(ask, self.server.site, match)
            self.book.note("answer", match=match, status=status, answer=answer)

    async def _ask_for_lines(self) -> None:
        """Ask the API for all that was said, as somebody who was there; after the run."""
        for room, token in {r: p.token for p in self._players for r in p.talk.rooms}.items():
            events = await trio.to_thread.run_sync(lines, self.server.site, room, token)
            self.book.note("lines", room=room, events=events)

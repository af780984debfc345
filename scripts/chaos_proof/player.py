"""A bot that writes down what it sends and hears, and comes back whatever happens."""

import json
from collections.abc import Callable
from typing import Any
from urllib.error import HTTPError, URLError
from urllib.request import urlopen

import trio
from _bot import LIMIT, Bot

from chaos_proof.book import Book

ASK_AGAIN = 15
"""Looks between two requests for the match, if there is none yet."""
ASK_WITHIN = 3.0


class Table:
    """What the two players of a match know of each other, and the director of them."""

    def __init__(self, told: Callable[[], None]) -> None:
        self.game: str | None = None
        self.match: str | None = None
        self.points = 0
        self.begun = trio.Event()
        self.hopeless = False
        """Nobody defends any more: the run has taken long enough."""
        self.ended: set[str] = set()
        self._told = told

    @property
    def over(self) -> bool:
        """Whether both players have come to an end."""
        return len(self.ended) == 2

    def see(self, score: list[int]) -> None:
        """A player was shown a score."""
        if sum(score) > self.points:
            self.points = sum(score)
            self._told()

    def end(self, player: str) -> None:
        """A player knows the result, or that there will be none."""
        self.ended.add(player)
        self._told()


class Player(Bot):
    """One of two. The host opens a private game, the guest joins what the host tells it."""

    aim_error = 4.0  # every second ball is missed: there are points to lose

    def __init__(self, site: str, name: str, book: Book, table: Table, *, host: bool, points: int):
        self.book, self.table, self.host, self.looks = book, table, host, 0
        self.astray = False  # our match is not the server's: ask the API what became of it
        self.wish: dict[str, Any] = {"t": "open", "private": True, "settings": {"points": points}}
        super().__init__(site, name, {})
        self.guest_name = name

    def say(self, words):
        """Keep the terminal for the director."""

    async def _talk(self):
        self.book.note("opened")
        self.starts = None
        try:
            await super()._talk()
        finally:
            why = self.socket.closed
            self.book.note("closed", code=why and why.code)

    async def send(self, **frame):
        """Send a frame, and write it down."""
        self.book.note("sent", frame=frame)
        await super().send(**frame)

    async def _hear(self, frame):
        self.book.note("heard", frame=frame)
        await super()._hear(frame)

    async def welcomed(self, frame):
        """Go where the server has us; without a match there, our own has ended or is lost."""
        self.starts = None
        if frame["match"]:
            await self.enter(frame["match"])
        else:
            self.astray = bool(self.match) and not frame["resumed"]

    async def enter(self, match):
        """Ask for the match, whole."""
        self.table.match = match
        await super().enter(match)

    async def hear(self, frame):
        """Keep up with the match; no answer is an end."""
        if "score" in frame:
            self.table.see(frame["score"])
        match frame:
            case {"t": "ok", "game": game}:
                self.table.game = game
            case {"t": "error", "code": "no_such_match"}:
                self.astray = True
            case {"t": "resync", "reason": "restarted"} if self.match:
                await self.enter(self.match)
            case {"t": "ok" | "error" | "resync"}:
                pass
            case {"t": "finished"} | {"t": "match", "phase": "finished"}:
                self.starts = None
                self.table.end(self.guest_name)
            case _:
                if frame["t"] == "countdown":
                    self.table.begun.set()
                await super().hear(frame)

    async def steer(self):
        """Look after the match, wherever it stands."""
        self.looks += 1
        if self.guest_name in self.table.ended:
            return
        if self.astray:
            await self._ask()
        elif self.match:
            await super().steer()
        elif self.looks % ASK_AGAIN == 1:
            await self._ask_for_a_match()

    def goal(self):
        """Where the ball will arrive, give or take; when it is hopeless, anywhere else."""
        goal = super().goal()
        if self.table.hopeless:
            return -LIMIT if goal > 0 else LIMIT
        return goal

    async def _ask_for_a_match(self):
        if self.host:
            await self.send(id="r1", **self.wish)
        elif self.table.game:
            await self.send(t="join", id=f"r{self.looks}", game=self.table.game)

    async def _ask(self):
        """Ask the API for the result; that the server does not answer now is no answer."""
        match = self.match or ""
        with trio.move_on_after(ASK_WITHIN):
            status, answer = await trio.to_thread.run_sync(
                ask, self.site, match, abandon_on_cancel=True
            )
            if status:
                self.book.note("asked", status=status, answer=answer)
                self.table.end(self.guest_name)


def ask(site: str, match: str) -> tuple[int, Any]:
    """Return what the API says of a match: status and body; status 0 when it says nothing."""
    try:
        with urlopen(f"{site}/api/v1/matches/{match}", timeout=ASK_WITHIN) as answer:  # noqa: S310 - our own site
            return answer.status, json.load(answer)
    except HTTPError as error:
        return error.code if error.code == 404 else 0, None
    except (URLError, OSError, ValueError):
        return 0, None

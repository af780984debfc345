"""A bot that writes down what it sends and hears, and connects again whatever happens."""

import json
from collections.abc import Callable
from typing import Any
from urllib.error import HTTPError, URLError
from urllib.request import urlopen

import trio
from _bot import LIMIT, Bot

from chaos_proof.book import Book

ASK_AGAIN = 15
"""While there is no match, the bot asks for it again after this many looks (30 a second)."""
ASK_WITHIN = 3.0


class Table:
    """What the two players of a match, and the director, know of each other."""

    def __init__(self, told: Callable[[], None]) -> None:
        self.game: str | None = None
        self.match: str | None = None
        self.points = 0
        self.begun = trio.Event()
        self.hopeless = False
        """No bot defends any more, because the run has taken long enough."""
        self.ended: set[str] = set()
        self._told = told

    @property
    def over(self) -> bool:
        """Whether both players are done."""
        return len(self.ended) == 2

    def see(self, score: list[int]) -> None:
        """Note a score that a player was shown."""
        if sum(score) > self.points:
            self.points = sum(score)
            self._told()

    def end(self, player: str) -> None:
        """Note that a player knows the result, or that there will be none."""
        self.ended.add(player)
        self._told()


class Player(Bot):
    """One of two players: the host opens a private game, and the guest joins it."""

    aim_error = 4.0  # every second ball is missed: there are points to lose

    def __init__(self, site: str, name: str, book: Book, table: Table, *, host: bool, points: int):
        self.book, self.table, self.host, self.looks = book, table, host, 0
        self.astray = False  # the server does not have us in our match: ask the API about it
        self.wish: dict[str, Any] = {"t": "open", "private": True, "settings": {"points": points}}
        super().__init__(site, name, {})
        self.guest_name = name

    def say(self, words):
        """Print nothing: the terminal is for the director."""

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
        """Enter the match that the server names; if it names none, ours has ended or is lost."""
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
        """Take in a frame; unlike in `Bot`, a refusal does not end the bot."""
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
        """Do what the match needs now: ask for it, or play."""
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
        """Return where the ball will arrive, plus an error; if hopeless, anywhere else."""
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
        """Ask the API for the result; note nothing if the server does not answer."""
        match = self.match or ""
        with trio.move_on_after(ASK_WITHIN):
            status, answer = await trio.to_thread.run_sync(
                ask, self.site, match, abandon_on_cancel=True
            )
            if status:
                self.book.note("asked", status=status, answer=answer)
                self.table.end(self.guest_name)


def ask(site: str, match: str) -> tuple[int, Any]:
    """Return the status and body with which the API answers about a match; 0 without an answer."""
    try:
        with urlopen(f"{site}/api/v1/matches/{match}", timeout=ASK_WITHIN) as answer:  # noqa: S310 - our own site
            return answer.status, json.load(answer)
    except HTTPError as error:
        return error.code if error.code == 404 else 0, None
    except (URLError, OSError, ValueError):
        return 0, None

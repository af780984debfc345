"""A bot that writes down what it sends and hears, and connects again whatever happens."""

import json
from collections.abc import Callable
from typing import Any

import trio
from _bot import LIMIT, Bot

from chaos_proof.asking import ASK_WITHIN, ask
from chaos_proof.book import Book
from chaos_proof.plan import Plan
from chaos_proof.talk import Talk

ASK_AGAIN = 15
"""While there is no match, the bot asks for it again after this many looks (30 a second)."""


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
        self.talks: list[Talk] = []
        self._told = told

    @property
    def over(self) -> bool:
        """Whether both players are done."""
        return len(self.ended) == 2

    @property
    def quiet(self) -> bool:
        """Whether both players have said all that they wanted, and know all that was said."""
        return all(talk.quiet for talk in self.talks)

    @property
    def lines(self) -> int:
        """How many lines were answered."""
        return sum(talk.answered for talk in self.talks)

    def hear(self) -> None:
        """Note that a line was answered, or that everything is known."""
        self._told()

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

    def __init__(self, site: str, name: str, book: Book, table: Table, plan: Plan, *, host: bool):
        self.book, self.table, self.host, self.looks = book, table, host, 0
        self.astray = False  # the server does not have us in our match: ask the API about it
        self.wish: dict[str, Any] = {
            "t": "open",
            "private": True,
            "settings": {"points": plan.points},
        }
        super().__init__(site, name, {})
        self.guest_name = name
        self.talk = Talk(name, self.send, plan.lines, plan.pause)
        table.talks.append(self.talk)

    def http(self, path, body=None):
        """Ask as `Bot` does; keep the access token, with which the API tells what was said."""
        answer = super().http(path, body)
        self.token = json.load(answer)["access_token"]
        return answer

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
        await self.talk.welcomed(frame)
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
        if await self.talk.hear(frame):
            self.table.hear()
            return
        if frame["t"] == "match":
            await self.talk.meet(frame["players"])
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
            case {"t": "finished"} | {"t": "match", "phase": "finished", "unsaved": 0}:
                self.starts = None
                self.table.end(self.guest_name)
            case _:
                if frame["t"] == "countdown":
                    self.table.begun.set()
                await super().hear(frame)

    async def steer(self):
        """Do what the match needs now: ask for it, or play."""
        self.looks += 1
        await self.talk.look()
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
            if answer is not None and answer["result"] is None:  # it goes on somewhere
                self.astray = False
                await self.enter(match)
            elif status:
                self.book.note("asked", status=status, answer=answer)
                self.table.end(self.guest_name)

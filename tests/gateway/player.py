"""People who play on several nodes, and come back when one of these ends."""

from typing import Any

import trio
from trio_websocket import ConnectionClosed

from tests.gateway.client import Page
from tests.gateway.nodes import Browser
from tests.patience import STUCK

SILENCE = 5.0
"""Seconds after which a page gives its socket up; the server pings every second."""


def leaves(error: BaseException) -> list[BaseException]:
    """Return the errors of which a group consists."""
    if isinstance(error, BaseExceptionGroup):
        return [leaf for inner in error.exceptions for leaf in leaves(inner)]
    return [error]


class Player:
    """A page that answers pings for as long as it lives, and comes back when its socket ends."""

    def __init__(self, browser: Browser, name: str) -> None:
        self.browser = browser
        self.name = name
        self.id = ""
        self.heard: list[dict[str, Any]] = []
        self.come = trio.Event()
        self.page: Page | None = None
        self.closed = 0
        """The code with which its last socket was closed."""

    async def run(self) -> None:
        self.id = (await self.browser.guest(self.name))["id"]
        while True:
            try:
                await self._once()
            except Exception as error:  # noqa: BLE001 - whatever ended it, a page comes back
                closed = [leaf for leaf in leaves(error) if isinstance(leaf, ConnectionClosed)]
                reason = closed[0].reason if closed else None
                self.closed = 0 if reason is None else reason.code
                await trio.sleep(0.2)

    async def _once(self) -> None:
        async with self.browser.line() as page:
            welcome = await page.hello()
            self.page = page
            self.come.set()
            self._note(welcome)
            if welcome["match"]:
                await page.send(t="enter", match=welcome["match"])
            while True:
                with trio.fail_after(SILENCE):  # else its node stands still
                    frame = await page.frame(*KINDS)
                self._note(frame)
                if frame["t"] == "ping":
                    await page.send(t="pong", at=frame["at"])
                elif frame["t"] == "matched" or (frame["t"] == "resync" and self.match):
                    await page.send(t="enter", match=self.match or frame["match"])

    def _note(self, frame: dict[str, Any]) -> None:
        if frame["t"] != "ping":
            self.heard.append(frame)

    @property
    def match(self) -> str:
        return next((f["match"] for f in reversed(self.heard) if f["t"] == "matched"), "")

    async def send(self, **frame: Any) -> None:
        assert self.page is not None
        await self.page.send(**frame)

    async def hears(self, kind: str, since: int = 0, **fields: Any) -> dict[str, Any]:
        """Return the first frame after ``since`` that is of a kind and has these fields."""
        with trio.fail_after(STUCK):
            while True:
                for frame in self.heard[since:]:
                    if frame["t"] == kind and fields.items() <= frame.items():
                        return frame
                await trio.sleep(0.02)


KINDS = (
    *("ping", "welcome", "matched", "match", "countdown", "pause", "finished", "ok", "error"),
    *("resync", "room", "event", "point"),
)


async def seated(nursery: trio.Nursery, *browsers: Browser) -> tuple[Player, Player]:
    """Return two players who play each other."""
    ann, ben = (Player(*who) for who in zip(browsers, ("Ann", "Ben"), strict=True))
    for player in (ann, ben):
        nursery.start_soon(player.run)
        with trio.fail_after(STUCK):
            await player.come.wait()
        await player.send(t="queue", id="q")
    for player in (ann, ben):
        await player.hears("countdown")
    assert ann.match == ben.match != ""
    return ann, ben

"""Three real nodes: people of different ones play and talk, and nothing ends with a node."""

import signal
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
import trio
from trio_websocket import ConnectionClosed

from tests.gateway.client import Page, asked
from tests.gateway.nodes import Nodes, several
from tests.patience import STUCK
from tests.redis_server import RedisServer

NAMES = ("one", "two", "three")
SIGNED_OUT = 4401
SILENCE = 5.0
"""Seconds after which a page gives its socket up; the server pings every second."""


@pytest.fixture
async def nodes(tmp_path: Path, database: str, redis: RedisServer) -> AsyncIterator[Nodes]:
    with several(tmp_path, database, redis.url, *NAMES) as running:
        await running.wait()
        yield running


def leaves(error: BaseException) -> list[BaseException]:
    """Return the errors of which a group consists."""
    if isinstance(error, BaseExceptionGroup):
        return [leaf for inner in error.exceptions for leaf in leaves(inner)]
    return [error]


class Player:
    """A page that answers pings for as long as it lives, and comes back when its socket ends."""

    def __init__(self, nodes: Nodes, name: str, at: str) -> None:
        self.nodes = nodes
        self.browser = nodes.browser(at)
        self.name = name
        self.at = at
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


async def seated(nodes: Nodes, nursery: trio.Nursery) -> tuple[Player, Player]:
    """Return two players who have come to different nodes and play each other."""
    ann, ben = Player(nodes, "Ann", "one"), Player(nodes, "Ben", "two")
    for player in (ann, ben):
        nursery.start_soon(player.run)
        with trio.fail_after(STUCK):
            await player.come.wait()
        await player.send(t="queue", id="q")
    for player in (ann, ben):
        await player.hears("countdown")
    assert ann.match == ben.match != ""
    return ann, ben


async def causes(player: Player) -> list[str]:
    """Return how the matches in a player's history have ended."""

    async def ask() -> list[dict[str, Any]]:
        answer = await player.browser.get(f"/api/v1/players/{player.id}/matches")
        return answer.json()["matches"]

    return [match["cause"] for match in await asked(ask, bool)]


async def test_players_of_different_nodes_play_to_the_end(nodes: Nodes, nursery: trio.Nursery):
    ann, ben = await seated(nodes, nursery)
    await ann.send(t="resign", id="r", match=ann.match)
    for player in (ann, ben):
        await player.hears("finished", cause="resigned")


async def test_a_line_is_told_on_all_nodes_and_a_log_out_closes_sockets_on_all(
    nodes: Nodes, nursery: trio.Nursery
):
    people = [Player(nodes, name.title(), name) for name in NAMES]
    for player in people:
        nursery.start_soon(player.run)
        with trio.fail_after(STUCK):
            await player.come.wait()
        await player.send(t="subscribe", id="s", room="lobby")
    for player in people:
        await player.hears("room", room="lobby")
    await people[0].send(t="say", id="l", room="lobby", line=1, text="hi all")
    for player in people:
        heard = await player.hears("event")
        assert heard["event"]["text"] == "hi all"
    away = people[2]
    away.browser.go(nodes.all["one"])  # and asks another node to end the session
    assert (await away.browser.post("/api/v1/logout", {})).status == 204
    with trio.fail_after(STUCK):
        while away.closed != SIGNED_OUT:  # noqa: ASYNC110 - a page is not told otherwise
            await trio.sleep(0.02)


async def test_who_plays_by_http_may_come_to_any_node(nodes: Nodes):
    browser = nodes.browser("one")
    await browser.guest("Ann")
    opened = await browser.post("/api/v1/games", {})
    assert opened.status == 201, opened.body
    for node in nodes.all.values():  # one has the actor of the player, the others pass it on
        browser.go(node)
        answer = await browser.get("/api/v1/games")
        assert answer.status == 200, answer.body
        assert [game["host"] for game in answer.json()["games"]] == ["Ann"]
        gone = await browser.post("/api/v1/games/gone/join", {})
        assert (gone.status, gone.headers["content-type"]) == (404, "application/problem+json")


@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGKILL, signal.SIGSTOP])
async def test_a_match_outlives_its_node(nodes: Nodes, nursery: trio.Nursery, how: signal.Signals):
    ann, ben = await seated(nodes, nursery)
    match = ann.match
    owner = await nodes.owner(f"match/{match}")
    for player, name in ((ann, "one"), (ben, "two")):  # their browsers come to nodes that stay
        stays = next(n for n in (name, *NAMES) if n != owner.name)
        player.browser.go(nodes.all[stays])
    before = len(ann.heard), len(ben.heard)
    owner.signal(how)
    for player, since in zip((ann, ben), before, strict=True):
        await player.hears("match", since, match=match)
        await player.hears("countdown", since, match=match)
    await ann.send(t="resign", id="r", match=match)
    for player in (ann, ben):
        await player.hears("finished", cause="resigned")
        assert await causes(player) == ["resigned"]
    if how == signal.SIGSTOP:
        owner.signal(signal.SIGCONT)
        assert await owner.ended() == 1
        assert "must not go on" in owner.log.read_text()

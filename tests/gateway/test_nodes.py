"""Three real nodes: people of different ones play and talk, and nothing ends with a node."""

import signal
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
import trio

from tests.gateway.client import asked
from tests.gateway.nodes import Nodes, several
from tests.gateway.player import Player, seated
from tests.patience import STUCK
from tests.redis_server import RedisServer

NAMES = ("one", "two", "three")
SIGNED_OUT = 4401


@pytest.fixture
async def nodes(tmp_path: Path, database: str, redis: RedisServer) -> AsyncIterator[Nodes]:
    with several(tmp_path, database, redis.url, *NAMES) as running:
        await running.wait()
        yield running


async def causes(player: Player) -> list[str]:
    """Return how the matches in a player's history have ended."""

    async def ask() -> list[dict[str, Any]]:
        answer = await player.browser.get(f"/api/v1/players/{player.id}/matches")
        return answer.json()["matches"]

    return [match["cause"] for match in await asked(ask, bool)]


async def test_players_of_different_nodes_play_to_the_end(nodes: Nodes, nursery: trio.Nursery):
    ann, ben = await seated(nursery, nodes.browser("one"), nodes.browser("two"))
    await ann.send(t="resign", id="r", match=ann.match)
    for player in (ann, ben):
        await player.hears("finished", cause="resigned")


async def test_a_line_is_told_on_all_nodes_and_a_log_out_closes_sockets_on_all(
    nodes: Nodes, nursery: trio.Nursery
):
    people = [Player(nodes.browser(name), name.title()) for name in NAMES]
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
        renewed = (await browser.post("/api/v1/refresh", {})).json()
        owner = await nodes.owner(f"player/{renewed['player']['id']}")
        assert renewed["socket"] == f"/ws?node={owner.name}"
        answer = await browser.get("/api/v1/games")
        assert answer.status == 200, answer.body
        assert [game["host"] for game in answer.json()["games"]] == ["Ann"]
        gone = await browser.post("/api/v1/games/gone/join", {})
        assert (gone.status, gone.headers["content-type"]) == (404, "application/problem+json")


@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGKILL, signal.SIGSTOP])
async def test_a_match_outlives_its_node(nodes: Nodes, nursery: trio.Nursery, how: signal.Signals):
    ann, ben = await seated(nursery, nodes.browser("one"), nodes.browser("two"))
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

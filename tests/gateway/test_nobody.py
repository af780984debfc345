"""By every route and frame, a blocked player learns of the blocker what an unknown id gives."""

from typing import Any

import pytest

from gateway.api import blocks
from gateway.api.openapi import BASE, document
from gateway.app import make_app
from gateway.main import Running
from tests.gateway.client import Answer, Client, Page
from tests.gateway.conftest import People, tighten
from tests.gateway.test_avatars import picture
from tests.gateway.test_people import EVERYBODY

NOBODY = "p0123456789abcdef"
BODIES: dict[str, Any] = {"put /players/{player_id}/ban": {"reason": "rude", "until": None}}


async def played(one: Page, two: Page) -> str:
    """Let two play until the first resigns; return the match's id."""
    await one.send(t="open", id="o", private=True)
    await two.send(t="join", id="j", game=(await one.attend("ok"))["game"])
    match = (await two.attend("matched"))["match"]
    for page in (one, two):
        await page.send(t="enter", match=match)
    await one.attend("countdown")
    await one.send(t="resign", id="r", match=match)
    for page in (one, two):
        await page.attend("finished")
    return match


@pytest.fixture
async def matches(people: People) -> list[str]:
    """Bob has played Cyd. Bob shows everything to everybody whom he has not blocked."""
    await people["bob"].put("/api/v1/profile/privacy", EVERYBODY)
    png = {"content_type": "image/png"}
    await people["bob"].request("PUT", "/api/v1/profile/avatar", picture("PNG"), **png)
    async with people["bob"].socket() as bob, people["cyd"].socket() as cyd:
        for page in (bob, cyd):
            await page.hello()
        return [await played(bob, cyd)]


async def _ask(client: Client, method: str, path: str, body: Any) -> Answer:
    if method == "get":
        return await client.get(path)
    if method == "delete":
        return await client.delete(path)
    return await client.put(path, body if body is not None else {})


def _paths(server: Running) -> dict[str, dict[str, Any]]:
    """Every route, and its methods."""
    paths = document(make_app(server.services))["paths"]
    return {path: methods for path, methods in paths.items() if "/avatars/" not in path}


async def test_every_route_about_a_player_answers_as_about_nobody(
    people: People, server: Running, matches: list[str]
):
    await people.block("bob", "ada")
    asked = [(m, p) for p, methods in _paths(server).items() for m in methods if "{player_id}" in p]
    assert len(asked) >= 8
    for method, path in asked:
        answers = [
            await _ask(
                people["ada"],
                method,
                BASE + path.replace("{player_id}", player),
                BODIES.get(f"{method} {path}"),
            )
            for player in (people.ids["bob"], NOBODY)
        ]
        of_bob, of_nobody = (
            (answer.status, answer.body.replace(player.encode(), b"ID"))
            for answer, player in zip(answers, (people.ids["bob"], NOBODY), strict=True)
        )
        assert of_bob == of_nobody, (method, path)


async def _learn(client: Client, people: People, server: Running, match: str) -> str:
    """Everything that can be read, in one text."""
    texts = list[str]()
    for path, methods in _paths(server).items():
        if "get" not in methods:
            continue
        where = path.replace("{player_id}", people.ids["cyd"]).replace("{match_id}", match)
        for query in ("?name=bo", "?limit=100") if "player" in path else ("",):
            texts.append((await client.get(BASE + where + query)).body.decode())
    return "\n".join(texts)


async def test_nothing_that_can_be_read_names_who_has_blocked(
    people: People, server: Running, matches: list[str], another: Client
):
    await another.register("dan")
    avatar = (await people["bob"].get("/api/v1/profile")).json()["player"]["avatar"]
    signs = (people.ids["bob"], '"bob"', avatar)
    before = await _learn(people["ada"], people, server, matches[0])
    assert all(sign in before for sign in signs)
    await people.block("bob", "ada")
    learnt = await _learn(people["ada"], people, server, matches[0])
    assert not [sign for sign in signs if sign in learnt]
    assert "deleted player" in learnt
    stranger = await _learn(another, people, server, matches[0])
    assert all(sign in stranger for sign in signs)


async def test_what_one_has_played_oneself_keeps_its_names(people: People):
    async with people["ada"].socket() as ada, people["bob"].socket() as bob:
        for page in (ada, bob):
            await page.hello()
        match = await played(ada, bob)
    await people.block("bob", "ada")
    own = (await people["ada"].get(f"/api/v1/players/{people.ids['ada']}/matches")).json()
    assert own["matches"][0]["opponent"] == {"id": people.ids["bob"], "name": "bob"}
    assert own["matches"][0]["at"] is not None
    assert people.ids["bob"] in (await people["ada"].get(f"/api/v1/matches/{match}")).body.decode()


async def test_a_block_tried_in_vain_holds_once_the_other_is_there(people: People):
    ada, bob = people["ada"], people["bob"]
    await people.block("bob", "ada")
    assert (await ada.put(f"/api/v1/blocks/{people.ids['bob']}")).status == 404
    assert (await ada.get("/api/v1/blocks")).json() == {"blocks": []}
    assert (await bob.delete(f"/api/v1/blocks/{people.ids['ada']}")).status == 204
    assert (await bob.get(f"/api/v1/players/{people.ids['ada']}")).status == 404
    listed = (await ada.get("/api/v1/blocks")).json()["blocks"]
    assert [line["player"]["name"] for line in listed] == ["bob"]


async def test_a_block_tried_in_vain_can_be_taken_back(people: People):
    ada, bob = people["ada"], people["bob"]
    await people.block("bob", "ada")
    for ask in (ada.put, ada.delete):
        assert (await ask(f"/api/v1/blocks/{people.ids['bob']}")).status == 404
    await bob.delete(f"/api/v1/blocks/{people.ids['ada']}")
    assert (await bob.get(f"/api/v1/players/{people.ids['ada']}")).status == 200


async def test_a_list_of_the_blocked_tells_nothing_of_what_they_do(people: People):
    """It tells neither that they block in turn, nor a new name or image; blocks can be ended."""
    ada, bob = people["ada"], people["bob"]
    await people.block("ada", "bob")
    before = (await ada.get("/api/v1/blocks")).body
    await people["bob"].put(f"/api/v1/blocks/{people.ids['ada']}")
    await bob.put("/api/v1/account/display-name", {"display_name": "Robert"})
    assert (await ada.get("/api/v1/blocks")).body == before
    assert (await ada.put(f"/api/v1/blocks/{people.ids['bob']}")).status == 204
    async with ada.socket() as page:
        await page.hello()
        assert (await ada.delete(f"/api/v1/blocks/{people.ids['bob']}")).status == 204
        assert (await page.attend("tie"))["player"]["name"] == "bob"
    assert (await ada.get("/api/v1/blocks")).json() == {"blocks": []}


async def test_the_limit_counts_for_nobody_as_for_somebody(people: People, server: Running):
    tighten(server, "block", at_once=8)
    statuses = list[list[int]]()
    for name, whom in (("ada", people.ids["bob"]), ("cyd", NOBODY)):
        await people["bob"].put(f"/api/v1/blocks/{people.ids[name]}")
        path = f"/api/v1/blocks/{whom}"
        statuses.append([(await people[name].put(path)).status for _ in range(10)])
    assert [statuses[0].count(404), statuses[0].count(429)] == [
        statuses[1].count(404),
        statuses[1].count(429),
    ]
    assert 429 in statuses[0]


@pytest.mark.parametrize("first", ["ada", "bob"])
async def test_no_frame_tells_what_becomes_of_who_has_blocked(people: People, first: str):
    """Both block, in either order: an earlier block is no way to follow the other."""
    two = ("ada", "bob") if first == "ada" else ("bob", "ada")
    await people.block(*two)
    await people[two[1]].put(f"/api/v1/blocks/{people.ids[two[0]]}")
    await people.befriend("ada", "cyd")
    async with people["ada"].socket() as ada, people["cyd"].socket() as cyd:
        for page in (ada, cyd):
            await page.hello()
        await ada.send(t="watch_lobby", on=True)
        async with people["bob"].socket() as bob:
            await bob.hello()
            await bob.send(t="open", id="o")
            await bob.attend("ok")
            await people["bob"].put("/api/v1/account/display-name", {"display_name": "Robert"})
            png = {"content_type": "image/png"}
            await people["bob"].request("PUT", "/api/v1/profile/avatar", picture("PNG"), **png)
        await people["bob"].post("/api/v1/account/delete", {"password": "correct horse"})
        await people["cyd"].put("/api/v1/account/display-name", {"display_name": "Cynthia"})
        heard = list[dict[str, Any]]()
        while not heard or "Cynthia" not in str(heard[-1]):
            heard.append(await ada.attend("tie", "profile", "presence", "games", "friends"))
    assert people.ids["bob"] not in str(heard)
    assert "Robert" not in str(heard)


async def test_whom_one_has_blocked_looks_the_same_whether_or_not_they_block_in_turn(
    people: People, server: Running, matches: list[str]
):
    """By every route that reads, and by those that write about them."""
    ada, bob, blocked = people["ada"], people["bob"], f"/api/v1/blocks/{people.ids['ada']}"
    await people.block("ada", "bob")

    async def learnt() -> list[tuple[str, str, int, bytes]]:
        found = list[tuple[str, str, int, bytes]]()
        for path, methods in _paths(server).items():
            for method in methods:
                for player in (people.ids["bob"], people.ids["cyd"]):
                    if "{player_id}" not in path and (method != "get" or player is not None):
                        continue
                    if "blocks" in path:
                        continue
                    where = BASE + path.replace("{player_id}", player)
                    answer = await _ask(ada, method, where, BODIES.get(f"{method} {path}"))
                    found.append((method, path, answer.status, answer.body))
        for where in ("/api/v1/blocks", f"/api/v1/matches/{matches[0]}", "/api/v1/players?name=bo"):
            answer = await ada.get(where)
            found.append(("get", where, answer.status, answer.body))
        return found

    alone = await learnt()
    assert (await bob.put(blocked)).status == 404
    await bob.put("/api/v1/account/display-name", {"display_name": "Robert"})
    await bob.put("/api/v1/profile", {"country": "CH", "about": "new"})
    assert await learnt() == alone
    profile = (await ada.get(f"/api/v1/players/{people.ids['bob']}")).json()
    assert (profile["player"]["name"], profile["relation"]) == ("bob", "blocked")


async def test_a_block_is_told_as_a_deletion_is(people: People, another: Client):
    png = {"content_type": "image/png"}
    await another.register("dan", display_name="dan")
    await people.befriend("ada", "bob")
    dan = (await another.get("/api/v1/me")).json()["player"]["id"]
    people.browsers["dan"], people.ids["dan"] = another, dan
    await people.befriend("ada", "dan")
    for client in (people["bob"], another):
        await client.request("PUT", "/api/v1/profile/avatar", picture("PNG"), **png)
    async with people["ada"].socket() as ada:
        await ada.hello()
        await people.block("bob", "ada")
        blocked = await ada.tie(people.ids["bob"], "none")
        await another.post("/api/v1/account/delete", {"password": "correct horse"})
        deleted = await ada.tie(dan, "none")
    for tie, name in ((blocked, "bob"), (deleted, "dan")):
        assert tie["player"] == {"id": people.ids[name], "name": name, "avatar": None}


async def test_the_room_for_blocks_is_that_of_the_list(
    people: People, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(blocks, "MOST", 1)
    await people.block("bob", "ada")
    assert (await people["ada"].put(f"/api/v1/blocks/{people.ids['bob']}")).status == 404
    assert (await people["ada"].put(f"/api/v1/blocks/{people.ids['cyd']}")).status == 204

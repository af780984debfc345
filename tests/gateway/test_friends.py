"""Friends and blocks over HTTP, and the frames that the pages of both get."""

import pytest

from gateway.api import friends
from gateway.auth.tokens import LIFETIME
from gateway.main import Running
from tests.gateway.client import Client
from tests.gateway.conftest import People, tighten

FRIENDS, BLOCKS = "/api/v1/friends", "/api/v1/blocks"


async def _lists(client: Client) -> dict[str, list[str]]:
    found = (await client.get(FRIENDS)).json()
    return {kind: [line["player"]["name"] for line in lines] for kind, lines in found.items()}


async def test_asked_and_answered(people: People):
    ada, bob = people["ada"], people["bob"]
    asked = await ada.put(f"{FRIENDS}/{people.ids['bob']}")
    assert (asked.status, asked.json()) == (200, {"relation": "asked"})
    assert await _lists(ada) == {"friends": [], "asked": ["bob"], "asks": []}
    assert await _lists(bob) == {"friends": [], "asked": [], "asks": ["ada"]}
    accepted = await bob.put(f"{FRIENDS}/{people.ids['ada']}")
    assert accepted.json() == {"relation": "friend"}
    for client, other in ((ada, "bob"), (bob, "ada")):
        assert await _lists(client) == {"friends": [other], "asked": [], "asks": []}
    again = await ada.put(f"{FRIENDS}/{people.ids['bob']}")
    assert again.json() == {"relation": "friend"}


@pytest.mark.parametrize("who", ["ada", "bob"])
async def test_declined_or_taken_back(people: People, who: str):
    await people["ada"].put(f"{FRIENDS}/{people.ids['bob']}")
    other = "bob" if who == "ada" else "ada"
    assert (await people[who].delete(f"{FRIENDS}/{people.ids[other]}")).status == 204
    for name in ("ada", "bob"):
        assert await _lists(people[name]) == {"friends": [], "asked": [], "asks": []}


@pytest.mark.parametrize("who", ["ada", "bob"])
async def test_removed_by_either(people: People, who: str):
    await people.befriend("ada", "bob")
    other = "bob" if who == "ada" else "ada"
    for _ in range(2):
        assert (await people[who].delete(f"{FRIENDS}/{people.ids[other]}")).status == 204
    assert await _lists(people["ada"]) == {"friends": [], "asked": [], "asks": []}


async def test_a_request_and_its_answer_arrive_live_on_every_page(people: People):
    async with people["ada"].socket() as ada, people["bob"].socket() as bob:
        async with people["bob"].socket() as second:
            for page in (ada, bob, second):
                await page.hello()
            await people["ada"].put(f"{FRIENDS}/{people.ids['bob']}")
            for page in (bob, second):
                tie = await page.frame("tie")
                assert tie["relation"] == "asks"
                assert tie["player"] == {"id": people.ids["ada"], "name": "ada", "avatar": None}
            assert (await ada.frame("tie"))["relation"] == "asked"
            await people["bob"].put(f"{FRIENDS}/{people.ids['ada']}")
            for page in (ada, bob, second):
                assert (await page.frame("tie"))["relation"] == "friend"
            assert (await ada.frame("presence"))["player"] == people.ids["bob"]
        await people["ada"].delete(f"{FRIENDS}/{people.ids['bob']}")
        for page in (ada, bob):
            assert (await page.frame("tie"))["relation"] == "none"


async def test_presence_over_real_sockets(people: People):
    await people.befriend("ada", "bob")
    async with people["ada"].socket() as ada:
        await ada.hello()
        async with people["bob"].socket() as bob:
            await bob.hello()
            assert (await ada.attend("presence"))["presence"] == "online"
            await bob.send(t="away", on=True)
            assert (await ada.attend("presence"))["presence"] == "away"
        assert (await ada.attend("presence"))["presence"] == "offline"
        await ada.send(t="friends", id="f")
        (line,) = (await ada.attend("friends"))["friends"]
        assert (line["player"], line["presence"]) == (people.ids["bob"], "offline")
        assert line["seen"] > 0


async def test_what_is_refused_says_why(people: People, another: Client):
    ada = people["ada"]

    async def code(client: Client, player: str) -> tuple[int, str]:
        refused = await client.put(f"{FRIENDS}/{player}")
        return refused.status, refused.json()["type"].rpartition(":")[2]

    assert await code(another, people.ids["ada"]) == (401, "not_signed_in")
    guest = (await another.guest("Gus"))["id"]
    assert await code(another, people.ids["ada"]) == (403, "guests_cannot")
    assert await code(ada, guest) == (403, "not_reachable")
    assert await code(ada, people.ids["ada"]) == (409, "yourself")
    assert await code(ada, "nobody") == (404, "no_such_player")
    assert await code(ada, "none" * 1250) == (404, "no_such_player")
    choices = {"presence": "friends", "last_seen": "friends", "contact": "nobody"}
    await people["bob"].put("/api/v1/profile/privacy", choices)
    assert await code(ada, people.ids["bob"]) == (403, "not_reachable")


async def test_who_takes_no_requests_may_ask_and_be_answered(people: People):
    choices = {"presence": "friends", "last_seen": "friends", "contact": "nobody"}
    await people["bob"].put("/api/v1/profile/privacy", choices)
    await people.befriend("bob", "ada")


async def test_too_many_requests_have_to_wait(people: People, server: Running):
    tighten(server, "invite")
    assert (await people["ada"].put(f"{FRIENDS}/{people.ids['bob']}")).status == 200
    assert (await people["ada"].put(f"{FRIENDS}/{people.ids['bob']}")).status == 200
    assert (await people["ada"].put(f"{FRIENDS}/{people.ids['cyd']}")).status == 429


async def test_a_list_of_friends_has_an_end(people: People, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(friends, "MOST", 1)
    await people["ada"].put(f"{FRIENDS}/{people.ids['bob']}")
    assert (await people["ada"].put(f"{FRIENDS}/{people.ids['cyd']}")).status == 409


async def test_a_block_and_its_end(people: People):
    ada, bob = people["ada"], people["bob"]
    await people.befriend("ada", "bob")
    await people.block("ada", "bob")
    await people.block("ada", "bob")
    blocked = (await ada.get(BLOCKS)).json()["blocks"]
    assert [line["player"]["name"] for line in blocked] == ["bob"]
    assert (await bob.get(BLOCKS)).json() == {"blocks": []}
    assert await _lists(ada) == await _lists(bob) == {"friends": [], "asked": [], "asks": []}
    assert (await ada.put(f"{FRIENDS}/{people.ids['bob']}")).status == 409
    assert (await bob.put(f"{FRIENDS}/{people.ids['ada']}")).status == 404
    assert (await ada.delete(f"{BLOCKS}/{people.ids['bob']}")).status == 204
    assert (await bob.put(f"{FRIENDS}/{people.ids['ada']}")).status == 200


async def test_blocking_to_and_fro_has_to_wait(people: People, server: Running):
    tighten(server, "block", at_once=3)
    ada, bob = people["ada"], f"{BLOCKS}/{people.ids['bob']}"
    assert [(await ada.put(bob)).status, (await ada.put(bob)).status] == [204, 204]
    assert (await ada.delete(bob)).status == 204
    refused = await ada.put(bob)
    assert (refused.status, "retry-after" in refused.headers) == (429, True)
    assert (await ada.put(f"{BLOCKS}/{people.ids['cyd']}")).status == 429
    assert (await people["bob"].put(f"{BLOCKS}/{people.ids['ada']}")).status == 204


async def test_both_may_block(people: People):
    """The second blocker is not told and not listed, and both can end their blocks."""
    ada, bob = people["ada"], people["bob"]
    to_ada, to_bob = f"{BLOCKS}/{people.ids['ada']}", f"{BLOCKS}/{people.ids['bob']}"
    await people.block("ada", "bob")
    assert (await bob.put(to_ada)).status == 404
    assert len((await ada.get(BLOCKS)).json()["blocks"]) == 1
    assert (await bob.get(BLOCKS)).json() == {"blocks": []}
    assert (await ada.delete(to_bob)).status == 204
    assert (await ada.get(f"/api/v1/players/{people.ids['bob']}")).status == 404
    assert len((await bob.get(BLOCKS)).json()["blocks"]) == 1
    assert (await bob.delete(to_ada)).status == 204
    assert (await ada.put(f"{FRIENDS}/{people.ids['bob']}")).status == 200


async def test_guests_may_block_and_be_blocked(people: People, another: Client):
    guest = (await another.guest("Gus"))["id"]
    assert (await another.put(f"{BLOCKS}/{people.ids['ada']}")).status == 204
    assert (await people["ada"].put(f"{BLOCKS}/{guest}")).status == 404
    assert (await people["bob"].put(f"{BLOCKS}/{guest}")).status == 204
    assert (await another.put(f"{BLOCKS}/{guest}")).status == 409


async def test_who_is_blocked_hears_no_more_than_that_nothing_is_left(people: People):
    await people["ada"].put(f"{FRIENDS}/{people.ids['bob']}")
    async with people["ada"].socket() as ada, people["bob"].socket() as bob:
        for page in (ada, bob):
            await page.hello()
        await people.block("ada", "bob")
        await people["ada"].delete(f"{BLOCKS}/{people.ids['bob']}")
        assert (await ada.frame("tie"))["relation"] == "blocked"
        assert (await ada.frame("tie"))["relation"] == "none"
        assert (await bob.frame("tie"))["relation"] == "none"
        await people["cyd"].put(f"{FRIENDS}/{people.ids['bob']}")
        assert (await bob.frame("tie"))["player"]["name"] == "cyd"


async def test_a_block_shows_at_once_in_the_lobby(people: People):
    async with people["ada"].socket() as ada, people["bob"].socket() as bob:
        for page in (ada, bob):
            await page.hello()
        await ada.send(t="open", id="r1")
        await bob.send(t="watch_lobby", on=True)
        while not (await bob.attend("games"))["games"]:
            pass
        await people.block("bob", "ada")
        while (await bob.attend("games"))["games"]:
            pass


async def test_what_a_page_says_as_it_goes_is_done_though_its_token_is_old(people: People):
    """The page cannot exchange its cookie any more, but sends the cookie of the same session."""
    await people.befriend("ada", "bob")
    await people.befriend("ada", "cyd")
    ada, friend = people["ada"], f"/api/v1/friends/{people.ids['bob']}"
    date = people.server.services.date
    people.server.services.tokens._date = lambda: date() + LIFETIME + 1.0
    assert (await ada.get("/api/v1/friends")).status == 401
    assert (await ada.delete(friend, cookie=None)).status == 401
    assert (await ada.delete(friend, cookie=people["bob"].cookie)).status == 401
    assert (await ada.delete(friend, authorization=None)).status == 401
    assert (await ada.delete(friend, origin="http://evil.example")).status == 403
    assert (await ada.delete(friend)).status == 204
    assert (await ada.refresh()).status == 200
    left = (await ada.get("/api/v1/friends")).json()["friends"]
    assert [line["player"]["id"] for line in left] == [people.ids["cyd"]]

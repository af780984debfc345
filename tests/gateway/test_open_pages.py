"""Changes of an account show at once on all open pages: the owner's and those of others."""

import trio

from tests.gateway.client import PASSWORD, Client
from tests.gateway.conftest import People
from tests.gateway.test_avatars import picture
from tests.patience import STUCK

SOON = STUCK
"""Pages do not ask again: if they are not told, the test waits for ever."""


async def test_a_new_name_and_a_new_image(people: People):
    ada = people["ada"]
    await people.befriend("ada", "bob")
    async with ada.socket() as first, ada.socket() as second, people["bob"].socket() as bob:
        for page in (first, second, bob):
            await page.hello()
        person = {"id": people.ids["ada"], "name": "Countess", "avatar": None}
        await ada.put("/api/v1/account/display-name", {"display_name": "Countess"})
        with trio.fail_after(SOON):
            for page in (first, second):
                profile = await page.attend("profile")
                assert (profile["player"]["name"], profile["avatar"]) == ("Countess", None)
            tie = await bob.attend("tie")
        assert (tie["player"], tie["relation"]) == (person, "friend")
        png = picture("PNG")
        sent = await ada.request("PUT", "/api/v1/profile/avatar", png, content_type="image/png")
        for avatar in (sent.json()["avatar"], None):
            with trio.fail_after(SOON):
                assert (await second.attend("profile"))["avatar"] == avatar
                assert (await bob.attend("tie"))["player"]["avatar"] == avatar
            await ada.delete("/api/v1/profile/avatar")


async def test_a_guest_who_makes_an_account(client: Client):
    await client.guest("Ada")
    async with client.socket() as page:
        await page.hello()
        body = {"name": "ada", "display_name": "Countess", "email": "a@example.org"}
        await client.post("/api/v1/account", body | {"password": PASSWORD})
        with trio.fail_after(SOON):
            player = (await page.attend("profile"))["player"]
        assert (player["name"], player["guest"]) == ("Countess", False)


async def test_a_deleted_account_is_gone_from_every_page(people: People, another: Client):
    await another.guest("Gus")
    await people.befriend("ada", "bob")
    await people["cyd"].put(f"/api/v1/friends/{people.ids['ada']}")
    await another.put(f"/api/v1/blocks/{people.ids['ada']}")
    pages = [people[name].socket() for name in ("ada", "bob", "cyd")]
    async with pages[0] as ada, pages[1] as bob, pages[2] as cyd, another.socket() as gus:
        for page in (ada, bob, cyd, gus):
            await page.hello()
        await people["ada"].post("/api/v1/account/delete", {"password": PASSWORD})
        with trio.fail_after(SOON):
            assert await ada.close_code() == 4410
            for page in (bob, cyd, gus):
                tie = await page.attend("tie")
                assert (tie["player"]["id"], tie["relation"]) == (people.ids["ada"], "none")
        await bob.send(t="friends", id="f")
        assert (await bob.attend("friends"))["friends"] == []
    assert (await people["bob"].get("/api/v1/friends")).json()["friends"] == []
    assert (await another.get("/api/v1/blocks")).json()["blocks"] == []

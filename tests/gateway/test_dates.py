"""The date of a match tells when its players were here, so only those who may know that see it."""

import pytest

from tests.gateway.client import Client
from tests.gateway.conftest import People
from tests.gateway.test_nobody import matches, played
from tests.gateway.test_people import EVERYBODY

__all__ = ["matches"]


@pytest.mark.parametrize("shows", ["nobody", "friends", "everybody"])
async def test_the_times_of_matches_do_not_undo_who_sees_when_one_was_here(
    people: People, matches: list[str], shows: str, another: Client
):
    await another.register("dan")
    await people["cyd"].put("/api/v1/profile/privacy", EVERYBODY)
    await people.befriend("ada", "bob")
    await people["bob"].put("/api/v1/profile/privacy", EVERYBODY | {"last_seen": shows})
    shown = {"nobody": (), "friends": ("ada",), "everybody": ("ada", "dan", None)}[shows]
    for name, client in (("ada", people["ada"]), ("dan", another), (None, Client(another.port))):
        match = (await client.get(f"/api/v1/matches/{matches[0]}")).json()
        dates = [match["created_at"], match["result"]["finished_at"]]
        if name is not None:
            for player in ("bob", "cyd"):
                path = f"/api/v1/players/{people.ids[player]}/matches"
                [line] = (await client.get(path)).json()["matches"]
                dates += [line["began_at"], line["at"]]
        assert {date is not None for date in dates} == {name in shown}, name
    own = (await people["bob"].get(f"/api/v1/matches/{matches[0]}")).json()
    assert own["created_at"] is not None


async def test_a_match_with_somebody_hidden_is_dated_as_one_with_somebody_deleted(
    people: People, matches: list[str], another: Client
):
    for name in ("bob", "cyd"):
        await people[name].put("/api/v1/profile/privacy", EVERYBODY)
    dan = (await another.register("dan")).json()["player"]["id"]
    await another.put("/api/v1/profile/privacy", EVERYBODY)
    async with another.socket() as one, people["cyd"].socket() as two:
        for page in (one, two):
            await page.hello()
        with_dan = await played(one, two)
    await another.post("/api/v1/account/delete", {"password": "correct horse"})
    await people.block("bob", "ada")
    path = f"/api/v1/players/{people.ids['cyd']}/matches"
    lines = (await people["ada"].get(path)).json()["matches"]
    assert len(lines) == 2
    assert [line["opponent"] for line in lines] == [{"id": None, "name": "deleted player"}] * 2
    assert [(line["began_at"], line["at"]) for line in lines] == [(None, None)] * 2
    for match in (matches[0], with_dan):
        found = (await people["ada"].get(f"/api/v1/matches/{match}")).json()
        assert (found["created_at"], found["result"]["finished_at"]) == (None, None)
    assert dan not in str(lines)


async def test_a_history_begins_at_a_match_of_the_same_player(people: People, matches: list[str]):
    """Otherwise your own matches, whose times you know, would date those of others."""
    async with people["ada"].socket() as ada, people["cyd"].socket() as cyd:
        for page in (ada, cyd):
            await page.hello()
        own = await played(ada, cyd)
    path = f"/api/v1/players/{people.ids['ada']}/matches?before="
    assert (await people["ada"].get(path + matches[0])).json() == {"matches": [], "next": None}
    older = f"/api/v1/players/{people.ids['cyd']}/matches?before={own}"
    assert [m["id"] for m in (await people["ada"].get(older)).json()["matches"]] == matches

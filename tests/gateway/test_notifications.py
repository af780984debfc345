"""The inbox over HTTP: what is in it, page by page, and one truth on all devices."""

import pytest

from actors.player.notices import Muted, TournamentNews
from gateway.api import notifications
from gateway.main import Running
from store.notifications.records import Note
from tests.gateway.client import Client
from tests.gateway.conftest import People

PATH = "/api/v1/notifications"


async def inbox(client: Client, query: str = "") -> dict:
    answer = await client.get(PATH + query)
    assert answer.status == 200
    return answer.json()


async def fill(people: People, count: int) -> None:
    add = people.server.services.store.notifications.add
    for number in range(count):
        data = f'{{"kind":"friend_accepted","player":"p","name":"{number}"}}'
        await add(Note(f"n{number}", people.ids["ada"], "friend_accepted", data, 1_000 + number))


async def test_who_accepts_is_in_the_inbox_of_who_has_asked(people: People):
    async with people["ada"].socket() as page:
        await page.hello()
        await people.befriend("ada", "bob")
        told = await page.attend("notified")
    found = await inbox(people["ada"])
    assert found == {
        "notes": [{**{k: told[k] for k in ("id", "at", "notice")}, "read": False}],
        "unread": 1,
        "more": False,
    }
    assert told["notice"] == {
        "kind": "friend_accepted",
        "player": people.ids["bob"],
        "name": "bob",
    }
    assert (await inbox(people["bob"]))["notes"] == []
    await people["bob"].put(f"/api/v1/friends/{people.ids['ada']}")  # says it again
    assert len((await inbox(people["ada"]))["notes"]) == 1


async def test_who_is_muted_reads_it_whenever_they_come(people: People):
    await people.appoint("cyd", "moderator")
    mute = {"reason": "flood", "until": None, "room": "lobby"}
    path = f"/api/v1/players/{people.ids['ada']}/mute"
    assert (await people["cyd"].put(path, mute)).status == 204
    [note] = (await inbox(people["ada"]))["notes"]
    assert note["notice"] == {
        "kind": "muted",
        "room": "lobby",
        "moderator": "cyd",
        "reason": "flood",
        "until": None,
    }


async def test_it_is_read_on_all_devices_alike(people: People):
    await fill(people, 3)
    ada = people["ada"]
    async with ada.socket() as one, ada.socket() as two:
        for page in (one, two):
            await page.hello()
        assert (await ada.post(f"{PATH}/read", {"note": "n1"})).status == 204
        for page in (one, two):
            await page.attend("inbox")
        found = await inbox(ada)
        assert [note["read"] for note in found["notes"]] == [False, True, False]
        assert found["unread"] == 2
        assert (await ada.post(f"{PATH}/read", {"note": "n2", "earlier": True})).status == 204
        for page in (one, two):
            await page.attend("inbox")
        assert (await inbox(ada))["unread"] == 0
        again = await ada.post(f"{PATH}/read", {"note": "n2", "earlier": True})
        assert again.status == 204
        services = people.server.services
        muted = Muted("", "cyd", "flood", None)
        await notifications.notify(services, people.ids["ada"], "mute", muted)
        assert (await one.attend("notified", "inbox"))["t"] == "notified", "nothing had changed"


async def test_it_comes_in_pages(people: People):
    await fill(people, notifications.PAGE + 2)
    first = await inbox(people["ada"])
    assert (len(first["notes"]), first["more"]) == (notifications.PAGE, True)
    assert first["unread"] == notifications.PAGE + 2
    rest = await inbox(people["ada"], f"?before={first['notes'][-1]['id']}")
    assert [note["id"] for note in rest["notes"]] == ["n1", "n0"]
    assert (rest["more"], rest["unread"]) == (False, notifications.PAGE + 2)


@pytest.mark.parametrize("query", ["?before=", "?before=%00", f"?before={'n' * 201}", "?after=n1"])
async def test_a_wrong_page_is_refused(people: People, query: str):
    assert (await people["ada"].get(PATH + query)).status == 422


async def test_notes_of_others_are_neither_listed_nor_read(people: People):
    await fill(people, 1)
    assert (await inbox(people["bob"]))["notes"] == []
    assert (await people["bob"].post(f"{PATH}/read", {"note": "n0"})).status == 204
    assert (await inbox(people["ada"]))["unread"] == 1
    assert (await people["bob"].post(f"{PATH}/read", {"note": "\0"})).status == 422


async def test_a_guest_has_an_inbox_too(server: Running, client: Client):
    guest = (await client.guest("Gus"))["id"]
    news = TournamentNews("t1", "Spring", "over", 2)
    await notifications.notify(server.services, guest, "over", news)
    [note] = (await inbox(client))["notes"]
    assert note["notice"]["place"] == 2


async def test_the_export_has_all_of_it(people: People):
    await fill(people, 40)
    exported = (await people["ada"].get("/api/v1/account/export")).json()["notifications"]
    assert [note["id"] for note in exported] == [f"n{number}" for number in range(39, -1, -1)]

"""Ways out of the inbox over HTTP, and a push through all layers of a running server."""

from collections.abc import Iterator
from pathlib import Path

import pytest
import trio

from actors.player.notices import FriendAccepted, NextFight, TournamentNews
from gateway.api.notifications import notify
from gateway.api.ways import LONGEST_QUIET
from gateway.main import Running
from gateway.ways.vapid import b64
from tests.gateway.client import Client, until
from tests.gateway.conftest import People
from tests.gateway.push_service import Browser, Service, push_service, signed_by

PATH = "/api/v1/account/ways"
CHOSEN = {
    "push": ["friend"],
    "mail": [],
    "quiet": {"begins": 1320, "ends": 420},
    "zone": "Europe/Zurich",
    "quiet_until": None,
    "calls": True,
}


@pytest.fixture
def service(tmp_path: Path) -> Iterator[Service]:
    with push_service(tmp_path) as running:
        yield running


async def subscribe(people: People, service: Service, who: str = "ada") -> Browser:
    people.server.services.ways.post = service.office
    ways = (await people[who].get(PATH)).json()
    browser = Browser(who)
    answer = await people[who].put(f"{PATH}/browser", browser.body(ways["key_id"]))
    assert [one["here"] for one in answer.json()["browsers"]] == [True], answer.body
    return browser


async def test_a_note_is_pushed_to_who_has_no_page(people: People, service: Service):
    ada, browser = people["ada"], await subscribe(people, service)
    key = (await ada.get(PATH)).json()["key"]
    services = people.server.services
    fight = NextFight("t.1", "Spring Cup", "w1-1", "Öde", int(services.date() * 1000) + 90_000)
    async with ada.socket() as page:
        await page.hello()
        await notify(services, people.ids["ada"], "call 1", fight)
        await page.attend("notified")
        while await services.store.notifications.next_errand() is not None:  # noqa: ASYNC110 - a row
            await trio.sleep(0.01)
    await notify(services, people.ids["ada"], "call 2", fight)
    await until(lambda: service.received)
    [push] = service.received
    said = browser.read(push)
    assert said["notice"]["opponent"] == "Öde"
    assert (push.path, said["id"].rpartition(" ")[0]) == ("/push/ada", "call 2")
    public, claims = signed_by(push)
    assert (b64(public), claims["sub"]) == (key, services.mail.home)
    assert 11.9 * 3600 < claims["exp"] - services.date() <= 12 * 3600
    head = push.headers
    assert (head["urgency"], head["topic"]) == ("high", said["tag"])
    assert head["content-encoding"] == "aes128gcm"
    assert 60 <= int(head["ttl"]) <= 90
    await until(lambda: services.metrics.statistics().get("pushes_sent") == 1)
    await notify(services, people.ids["ada"], "friend", FriendAccepted("p", "Bob"))
    await notify(services, people.ids["ada"], "over", TournamentNews("t.1", "Spring Cup", "over"))
    await until(lambda: len(service.received) == 2)
    assert browser.read(service.received[1])["notice"]["what"] == "over", "friends are not chosen"


async def test_a_browser_ends_with_its_session_or_by_hand(people: People, service: Service):
    ada = people["ada"]
    await subscribe(people, service)
    again = await ada.put(f"{PATH}/browser", Browser("two").body("old key"))
    one, two = again.json()["browsers"]
    assert (one["device"], two["key_id"], two["failures"]) == (two["device"], "old key", 0)
    bobs = await people["bob"].delete(f"{PATH}/browsers/{one['id']}")
    assert bobs.status == 404
    assert (await ada.delete(f"{PATH}/browsers/{one['id']}")).status == 204
    exported = (await ada.get("/api/v1/account/export")).json()["ways"]
    assert [browser["id"] for browser in exported["browsers"]] == [two["id"]]
    store = people.server.services.store
    log = await store.moderation.audit(10)
    acts = [entry.action for entry in log if entry.action.startswith("browser")]
    assert acts == ["browser-removed", "browser-added", "browser-added"]
    await ada.post("/api/v1/logout", {})
    assert await store.push.browsers_of(people.ids["ada"]) == []


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"endpoint": "https://10.0.0.1/push"}, "endpoint"),
        ({"endpoint": "https://localhost/push"}, "endpoint"),
        ({"endpoint": "http://push.example/push"}, "endpoint"),
        ({"endpoint": "https://[::ffff:127.0.0.1]/push"}, "endpoint"),
        ({"p256dh": b64(b"\x04" + bytes(64))}, "p256dh"),
        ({"p256dh": "é"}, "p256dh"),
        ({"auth": b64(bytes(15))}, "auth"),
    ],
)
async def test_a_subscription_that_is_none_is_refused(people: People, change, field: str):
    body = Browser().body("k") | {"endpoint": "https://142.250.74.138/push"} | change
    answer = await people["ada"].put(f"{PATH}/browser", body)
    assert (answer.status, [e["field"] for e in answer.json()["errors"]]) == (422, [field])


async def test_what_is_chosen_is_kept(people: People):
    ada, date = people["ada"], people.server.services.date
    before = (await ada.get(PATH)).json()
    assert (before["push"], before["mail"]) == (["next_fight", "tournament", "invitation"], [])
    assert (before["quiet"], before["mail_state"]) == (None, "no_server")
    soon = int(date() * 1000) + 3_600_000
    await ada.put(PATH, CHOSEN | {"quiet_until": soon})
    after = (await ada.get(PATH)).json()
    assert {name: after[name] for name in CHOSEN} == CHOSEN | {"quiet_until": soon}
    wrong = {"zone": "Mars/Base", "quiet_until": soon + LONGEST_QUIET, "mail": ["new_device"]}
    errors = (await ada.put(PATH, CHOSEN | wrong)).json()["errors"]
    assert {error["field"] for error in errors} == set(wrong)
    for bad in ({"quiet": {"begins": 1440, "ends": 0}}, {"push": ["all"]}):
        assert (await ada.put(PATH, CHOSEN | bad)).status == 422


async def test_a_guest_may_be_told_by_pushes(server: Running, client: Client):
    await client.guest("Gus")
    assert (await client.get(PATH)).json()["mail_state"] == "no_server"
    assert (await client.put(PATH, CHOSEN)).status == 200


async def test_mails_end_with_one_click_of_a_mail_program(people: People):
    services, ada = people.server.services, people["ada"]
    await ada.put(PATH, CHOSEN | {"mail": ["tournament", "friend"]})
    token = services.digest.token_of(people.ids["ada"])
    stranger = Client(ada.port)
    form = "application/x-www-form-urlencoded"
    path, body = f"/unsubscribe/{token}", b"List-Unsubscribe=One-Click"
    page = await stranger.get(path, accept="text/html")
    assert (page.status, (await ada.get(PATH)).json()["mail"]) == (200, ["tournament", "friend"])
    for _ in range(2):
        answer = await stranger.request("POST", path, body, content_type=form, origin=None)
        assert (answer.status, (await ada.get(PATH)).json()["mail"]) == (204, [])
    assert (await ada.get(PATH)).json() | CHOSEN == (await ada.get(PATH)).json()
    for wrong in ("x", token[:-4], services.digest.token_of("nobody")):
        assert (await people["bob"].post("/api/v1/unsubscribe", {"token": wrong})).status == 404
    await ada.put(PATH, CHOSEN | {"mail": ["friend"]})
    assert (await people["bob"].post("/api/v1/unsubscribe", {"token": token})).status == 204
    assert (await ada.get(PATH)).json()["mail"] == []

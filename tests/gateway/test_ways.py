"""Pushes through all layers: a note, its errand, an encrypted request to a push service."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from actors.player.notices import FriendAccepted, NextFight, TournamentNews
from gateway.api.notifications import notify
from gateway.ways.vapid import b64
from tests.gateway.client import until
from tests.gateway.conftest import People
from tests.gateway.push_service import Browser, Service, push_service, signed_by

PATH = "/api/v1/account/ways"


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
        store = services.store
        assert await until_none(store.notifications.next_errand)
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
    assert (head["urgency"], head["topic"], head["content-encoding"]) == (
        "high",
        said["tag"],
        "aes128gcm",
    )
    assert 60 <= int(head["ttl"]) <= 90
    await until(lambda: services.metrics.statistics().get("pushes_sent") == 1)
    await notify(services, people.ids["ada"], "friend", FriendAccepted("p", "Bob"))
    await notify(services, people.ids["ada"], "over", TournamentNews("t.1", "Spring Cup", "over"))
    await until(lambda: len(service.received) == 2)
    assert browser.read(service.received[1])["notice"]["what"] == "over", "friends are not chosen"


async def until_none(ask) -> bool:
    while await ask() is not None:
        await trio_pause()
    return True


async def trio_pause() -> None:
    import trio

    await trio.sleep(0.01)

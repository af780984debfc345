"""Lines are reported, moderators see reports with their context, mute, and find it all in a log."""

import pytest

from gateway.auth.tokens import LIFETIME
from tests.gateway.client import Answer, Client
from tests.gateway.conftest import People

LINES = "/api/v1/rooms/lobby/lines"
REPORTS = "/api/v1/moderation/reports"


def _code(answer: Answer) -> tuple[int, str]:
    return answer.status, answer.json()["type"].rpartition(":")[2]


@pytest.fixture
async def moderator(people: People) -> Client:
    await people.appoint("cyd", "moderator")
    return people["cyd"]


async def _say(client: Client, line: int, text: str) -> None:
    assert (await client.post(LINES, {"line": line, "text": text})).status == 204


async def test_a_report_keeps_what_was_said_around_the_line(people: People, moderator: Client):
    ada, bob = people["ada"], people["bob"]
    await _say(ada, 1, "hello")
    await _say(bob, 1, "rude words")
    await _say(ada, 2, "stop it")
    report = f"{LINES}/2/report"
    for _ in range(2):
        assert (await ada.post(report, {"reason": " insults "})).status == 204
    assert (await bob.delete(f"{LINES}/2")).status == 204
    [found] = (await moderator.get(REPORTS)).json()["reports"]
    assert [event["text"] for event in found["context"]] == ["hello", "rude words", "stop it"]
    assert (found["reporter"], found["author"]) == (people.ids["ada"], people.ids["bob"])
    assert found["reporter_name"] == "ada"
    assert (found["room"], found["number"], found["name"]) == ("lobby", 2, "bob")
    assert (found["reason"], found["outcome"]) == ("insults", None)
    one = f"{REPORTS}/{found['id']}"
    assert (await moderator.put(one, {"outcome": "acted"})).status == 204
    assert _code(await moderator.put(one, {"outcome": "acted"})) == (404, "no_such_report")
    assert (await moderator.get(REPORTS)).json() == {"reports": []}
    [closed] = (await moderator.get(f"{REPORTS}?closed=true")).json()["reports"]
    assert (closed["outcome"], closed["moderator"]) == ("acted", "cyd")


async def test_what_is_reported_must_be_there_to_see(people: People, moderator: Client):
    ada, bob = people["ada"], people["bob"]
    await _say(bob, 1, "hello")
    for path, body, wanted in [
        (f"{LINES}/9/report", {"reason": "x"}, (404, "no_such_line")),
        (f"{LINES}/x/report", {"reason": "x"}, (404, "no_such_line")),
        ("/api/v1/rooms/d.a.b/lines/1/report", {"reason": "x"}, (404, "no_such_line")),
        (f"{LINES}/1/report", {"reason": "  "}, (422, "invalid")),
        (f"{LINES}/1/report", {"reason": "x" * 201}, (422, "invalid")),
    ]:
        assert _code(await ada.post(path, body)) == wanted, path
    await people.block("bob", "ada")
    assert _code(await ada.post(f"{LINES}/1/report", {"reason": "x"})) == (404, "no_such_line")
    assert (await moderator.get(REPORTS)).json() == {"reports": []}


async def test_only_moderators_moderate(people: People):
    ada = people["ada"]
    mute = f"/api/v1/players/{people.ids['bob']}/mute"
    for answer in (
        await ada.get(REPORTS),
        await ada.put(f"{REPORTS}/x", {"outcome": "acted"}),
        await ada.get("/api/v1/moderation/log"),
        await ada.get("/api/v1/moderation/mutes"),
        await ada.put(mute, {"reason": "x", "until": None}),
        await ada.delete(mute),
        await ada.put("/api/v1/players/nobody/mute", {"reason": "x", "until": None}),
    ):
        assert _code(answer) == (403, "moderators_only")


async def test_who_is_muted_cannot_speak_until_it_is_lifted(people: People, moderator: Client):
    bob, mute = people["bob"], f"/api/v1/players/{people.ids['bob']}/mute"
    async with bob.socket() as page:
        await page.hello()
        body = {"reason": "flood", "until": None, "room": "lobby"}
        assert (await moderator.put(mute, body)).status == 204
        [told] = (await page.attend("mutes"))["mutes"]
        assert told == {"room": "lobby", "moderator": "cyd", "reason": "flood", "until": None}
        refused = await bob.post(LINES, {"line": 1, "text": "x"})
        assert _code(refused) == (403, "muted")
        assert "cyd has muted you here: flood" in refused.json()["detail"]
        [listed] = (await moderator.get("/api/v1/moderation/mutes")).json()["mutes"]
        assert (listed["name"], listed["room"], listed["reason"]) == ("bob", "lobby", "flood")
        assert _code(await moderator.delete(mute)) == (404, "not_muted")
        assert (await moderator.delete(f"{mute}?room=lobby")).status == 204
        assert (await page.attend("mutes"))["mutes"] == []
        await _say(bob, 1, "x")


async def test_a_mute_is_checked_like_a_ban(people: People, moderator: Client):
    mute = f"/api/v1/players/{people.ids['bob']}/mute"
    for body in (
        {"reason": "", "until": None},
        {"reason": "x", "until": 5},
        {"reason": "x", "until": None, "room": "r" * 65},
    ):
        assert _code(await moderator.put(mute, body)) == (422, "invalid")
    mine = f"/api/v1/players/{people.ids['cyd']}/mute"
    assert _code(await moderator.put(mine, {"reason": "x", "until": None})) == (409, "yourself")
    await people.appoint("ada", "admin")
    adas = f"/api/v1/players/{people.ids['ada']}/mute"
    assert _code(await moderator.put(adas, {"reason": "x", "until": None})) == (403, "higher_role")


async def test_the_log_has_what_moderators_did(people: People, moderator: Client):
    bob, mute = people["bob"], f"/api/v1/players/{people.ids['bob']}/mute"
    await _say(bob, 1, "rude words")
    assert (await moderator.delete(f"{LINES}/1")).status == 204
    assert (await moderator.put("/api/v1/rooms/lobby/mode", {"slow": 9})).status == 204
    assert (await moderator.put(mute, {"reason": "flood", "until": None})).status == 204
    log = await moderator.get("/api/v1/moderation/log")
    entries = log.json()["entries"]
    assert [entry["action"] for entry in entries] == ["mute", "room-mode", "line-deleted"]
    assert all(people.ids["cyd"] in entry["actor"] for entry in entries)
    assert b"rude" not in log.body


async def test_a_page_closes_a_report_as_it_goes_though_its_token_is_old(
    people: People, moderator: Client
):
    await _say(people["bob"], 1, "rude words")
    assert (await people["ada"].post(f"{LINES}/1/report", {"reason": "rude"})).status == 204
    [found] = (await moderator.get(REPORTS)).json()["reports"]
    one, done = f"{REPORTS}/{found['id']}", {"outcome": "acted"}
    date = people.server.services.date
    people.server.services.tokens._date = lambda: date() + LIFETIME + 1.0
    assert (await moderator.get(REPORTS)).status == 401
    assert (await moderator.put(one, done, cookie=None)).status == 401
    assert (await moderator.put(one, done, origin="http://evil.example")).status == 403
    assert (await moderator.put(one, done)).status == 204

"""A person's own account: changes, sessions, deletion, export."""

import pytest

from gateway.main import Running
from store.names import DELETED
from tests.gateway.client import PASSWORD, Client, faults

CHROME = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/140 Safari/537.36"


async def _played(client: Client) -> str:
    """Play a match at one keyboard, up to the first point."""
    async with client.socket() as page:
        await page.hello()
        await page.send(t="local", id="r1", settings={"points": 1})
        match = (await page.attend("matched"))["match"]
        await page.send(t="enter", match=match)
        await page.send(t="resign", match=match, id="r2")
        await page.attend("finished")
    return match


async def test_a_guest_becomes_an_account_and_keeps_id_and_history(client: Client):
    guest = await client.guest("Ada")
    match = await _played(client)
    body = {"name": "ada", "display_name": "Ada", "email": "a@example.org", "password": PASSWORD}
    made = await client.post("/api/v1/account", body)
    assert made.status == 200
    assert made.json()["player"] == guest | {"guest": False}
    assert (await client.post("/api/v1/account", body | {"name": "eve"})).status == 409
    account = (await client.get("/api/v1/account")).json()
    assert (account["name"], account["email"]) == ("ada", "a@example.org")
    await client.post("/api/v1/logout", {})
    assert (await client.login("ada")).json()["player"]["id"] == guest["id"]
    history = (await client.get("/api/v1/account/export")).json()["matches"]
    assert [m["id"] for m in history] == [match]


async def test_a_guest_who_wants_a_taken_name_stays_a_guest(client: Client, another: Client):
    await another.register("ada", display_name="Ada")
    await client.guest("Bob")
    body = {"name": "ADA", "display_name": "ada", "email": "a@example.org", "password": PASSWORD}
    answer = await client.post("/api/v1/account", body)
    assert (answer.status, faults(answer)) == (409, {"name": "taken", "display_name": "taken"})
    assert (await client.get("/api/v1/me")).json()["player"]["guest"] is True


async def test_the_display_name_changes(client: Client, another: Client):
    await another.register("bob", display_name="Bob")
    await client.register("ada")
    path = "/api/v1/account/display-name"
    assert faults(await client.put(path, {"display_name": "BOB"})) == {"display_name": "taken"}
    assert faults(await client.put(path, {"display_name": " "})) == {"display_name": "missing"}
    changed = await client.put(path, {"display_name": "Countess"})
    assert changed.json()["player"]["name"] == "Countess"
    assert (await client.get("/api/v1/me")).json() == changed.json()


async def test_address_and_password_change_only_with_the_password(client: Client, another: Client):
    await client.register("ada")
    await another.login("ada")
    wrong = await client.put("/api/v1/account/email", {"email": "b@example.org", "password": "x"})
    assert (wrong.status, faults(wrong)) == (422, {"password": "wrong"})
    right = {"email": "b@example.org", "password": PASSWORD}
    assert (await client.put("/api/v1/account/email", right)).status == 200
    assert (await client.get("/api/v1/account")).json()["email"] == "b@example.org"

    fresh = "battery staple tree"
    wrong = await client.put("/api/v1/account/password", {"old_password": "x", "password": fresh})
    assert faults(wrong) == {"old_password": "wrong"}
    weak = await client.put(
        "/api/v1/account/password", {"old_password": PASSWORD, "password": "ada.ada.ada"}
    )
    assert faults(weak) == {"password": "weak"}
    async with another.socket() as page:
        await page.hello()
        done = await client.put(
            "/api/v1/account/password", {"old_password": PASSWORD, "password": fresh}
        )
        assert done.status == 204
        assert await page.close_code() == 4401  # all other sessions have ended
    assert (await client.get("/api/v1/me")).status == 200
    assert (await another.get("/api/v1/me")).status == 401
    assert (await another.login("ada")).status == 401
    assert (await another.login("ada", fresh)).status == 200


async def test_a_guest_has_nothing_to_change(client: Client):
    await client.guest()
    for path, body in (
        ("display-name", {"display_name": "Eve"}),
        ("email", {"email": "e@example.org", "password": "x"}),
        ("password", {"old_password": "x", "password": PASSWORD}),
    ):
        assert (await client.put(f"/api/v1/account/{path}", body)).status == 403


async def test_the_sessions_are_listed_and_ended_one_by_one(client: Client, another: Client):
    await client.register("ada")
    body = {"name": "ada", "password": PASSWORD}
    await another.post("/api/v1/login", body, user_agent=CHROME)
    async with another.socket() as page:
        await page.hello()
        listed = (await client.get("/api/v1/sessions")).json()["sessions"]
        assert {s["device"]: (s["current"], s["open"]) for s in listed} == {
            "Unknown device": (True, False),
            "Chrome on Linux": (False, True),
        }
        assert {s["address"] for s in listed} == {"127.0.0.1"}
        [other] = [s["id"] for s in listed if not s["current"]]
        assert (await client.delete(f"/api/v1/sessions/{other}")).status == 204
        assert await page.close_code() == 4401
    assert (await another.get("/api/v1/me")).status == 401
    assert (await another.refresh()).status == 401
    assert (await client.get("/api/v1/me")).status == 200
    assert (await client.delete(f"/api/v1/sessions/{other}")).status == 404


async def test_a_session_was_last_seen_when_its_socket_opened(client: Client, server: Running):
    await client.register("ada")
    [before] = (await client.get("/api/v1/sessions")).json()["sessions"]
    sessions, date = server.services.sessions, server.services.date
    sessions._date = lambda: date() + 90.0
    async with client.socket() as page:
        await page.hello()
        [after] = (await client.get("/api/v1/sessions")).json()["sessions"]
    assert 89_000 < after["seen_at"] - before["seen_at"] < 100_000
    assert (await client.refresh()).status == 200  # that was no exchange: the cookie still counts


async def test_sessions_of_others_cannot_be_ended(client: Client, another: Client):
    await client.register("ada")
    await another.register("bob")
    [own] = (await another.get("/api/v1/sessions")).json()["sessions"]
    assert (await client.delete(f"/api/v1/sessions/{own['id']}")).status == 404
    assert (await another.get("/api/v1/me")).status == 200


async def test_log_out_everywhere(client: Client, another: Client):
    await client.register("ada")
    await another.login("ada")
    cookies = [client.cookie, another.cookie]
    async with another.socket() as there, client.socket() as here:
        await there.hello()
        assert (await client.delete("/api/v1/sessions")).status == 204
        assert await there.close_code() == 4401
        assert await here.close_code() == 4401
    assert client.cookie is None
    for cookie in cookies:
        assert (await client.refresh(cookie=cookie)).status == 401


async def test_a_deleted_account_leaves_its_matches_and_nothing_else(
    client: Client, another: Client, server: Running
):
    player = (await client.register("ada")).json()["player"]
    match = await _played(client)
    delete = "/api/v1/account/delete"
    assert faults(await client.post(delete, {"password": "wrong horse"})) == {"password": "wrong"}
    refused = await client.post(delete, {})
    assert (refused.status, refused.json()["type"].split(":")[-1]) == (403, "prove_again")
    async with client.socket() as page:
        await page.hello()
        assert (await client.post(delete, {"password": PASSWORD})).status == 204
        assert await page.close_code() == 4410
    assert (await client.login("ada")).status == 401
    sides = (await another.get(f"/api/v1/matches/{match}")).json()["players"]
    assert {(side["id"], side["name"]) for side in sides} >= {(None, DELETED)}
    assert player["id"] not in str(sides)
    assert faults(await another.register("ada")) == {"name": "taken", "display_name": "taken"}
    now = server.services.now() * 1000
    await server.services.store.tidy(int(now) + 31 * 24 * 3600 * 1000)
    assert (await another.register("ada")).status == 201


async def test_a_guest_is_deleted_without_a_password(client: Client):
    await client.guest()
    cookie = client.cookie
    assert (await client.post("/api/v1/account/delete", {})).status == 204
    assert (await client.refresh(cookie=cookie)).status == 401


async def test_the_export_has_everything_and_no_secret(client: Client):
    player = (await client.register("ada")).json()["player"]
    match = await _played(client)
    await client.post("/api/v1/rooms/lobby/lines", {"line": 1, "text": "gg"})
    answer = await client.get("/api/v1/account/export")
    assert "attachment" in answer.headers["content-disposition"]
    told = answer.json()
    assert told["account"]["id"] == player["id"]
    assert told["account"]["email"] == "ada@example.org"
    assert [m["id"] for m in told["matches"]] == [match]
    assert len(told["sessions"]) == 1
    assert told["profile"]["player"]["id"] == player["id"]
    assert told["friends"] == {"friends": [], "asked": [], "asks": []}
    assert told["blocks"] == []
    assert [(line["room"], line["text"]) for line in told["lines"]] == [("lobby", "gg")]
    assert (told["rooms"], told["reports"], told["mutes"]) == ([], [], [])
    assert b"$2b$" not in answer.body


@pytest.mark.parametrize(
    ("agent", "words"),
    [
        (CHROME, "Chrome on Linux"),
        (CHROME + " Edg/140", "Edge on Linux"),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Safari/604.1", "Safari on iPhone"),
        (
            "Mozilla/5.0 (Macintosh; Intel Mac OS X 14.0; rv:140.0) Firefox/140.0",
            "Firefox on macOS",
        ),
        ("curl/8", "Unknown device"),
        ("<script>", "Unknown device"),
    ],
)
async def test_a_device_in_a_few_words(client: Client, agent: str, words: str):
    await client.post("/api/v1/guest", {"name": "Ada"}, user_agent=agent)
    [session] = (await client.get("/api/v1/sessions")).json()["sessions"]
    assert session["device"] == words

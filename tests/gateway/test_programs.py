"""Bots and API tokens over HTTP and on sockets: made, used, and ended at once."""

import pytest

from gateway.auth.refresh_token import hash_of
from gateway.main import Running
from store.programs.records import MOST_BOTS, MOST_TOKENS
from tests.gateway.client import Client
from tests.gateway.conftest import People, tighten
from tests.gateway.programs import (
    BOTS,
    PROGRAMS,
    TOKENS,
    Program,
    code,
    make_bot,
    make_token,
    program_of,
    prove,
)

HANDSHAKE: dict[str, str | None] = {
    "upgrade": "websocket",
    "connection": "Upgrade",
    "sec_websocket_key": "AAAAAAAAAAAAAAAAAAAAAA==",
    "sec_websocket_version": "13",
}


@pytest.fixture
async def people(people: People) -> People:
    """They need not wait for making so many things."""
    tighten(people.server, "program", 1000)
    for browser in people.browsers.values():
        await prove(browser)
    return people


async def test_a_token_is_shown_once_and_the_owner_sees_what_became_of_it(people: People):
    ada = people["ada"]
    bot = await make_bot(ada)
    made = await make_token(ada, "tournaments", "chat")
    of_bot = await make_token(ada, "play", bot=bot, ends_at=2**52)
    assert len(made["text"]) == 49
    assert made["text"].startswith("rally_")
    assert made["token"]["scopes"] == ["read", "chat", "tournaments"]
    listed = (await ada.get(PROGRAMS)).json()
    assert [one["id"] for one in listed["bots"]] == [bot]
    assert listed["tokens"] == [made["token"], of_bot["token"]]
    assert of_bot["token"]["bot"] == bot
    assert made["token"] | {"bot": None, "used_at": None, "open": False} == made["token"]
    me = (await Program(ada.port, of_bot).get("/api/v1/me")).json()["player"]
    assert me == {"id": bot, "name": "Robo", "guest": False, "bot": True}
    assert "bot" not in (await ada.get("/api/v1/me")).json()["player"]
    found = await ada.get(PROGRAMS)
    assert [token["used_at"] is None for token in found.json()["tokens"]] == [True, False]
    exported = (await ada.get("/api/v1/account/export")).json()["programs"]
    assert exported == found.json()
    assert made["text"].encode() not in found.body


async def test_what_is_wrong_is_said(people: People):
    ada, bob = people["ada"], people["bob"]
    bot = await make_bot(ada)
    for body, field in (
        ({"name": " "}, "name"),
        ({"name": "x" * 41}, "name"),
        ({"scopes": ["everything"]}, "scopes[0]"),
        ({"scopes": ["play"]}, "scopes"),
        ({"ends_at": 1}, "ends_at"),
    ):
        answer = await ada.post(TOKENS, {"name": "mine", "scopes": []} | body)
        assert (answer.status, answer.json()["errors"][0]["field"]) == (422, field)
    stranger = {"name": "mine", "scopes": ["play"], "bot": bot}
    assert code(await bob.post(TOKENS, stranger)) == "no_such_bot"
    assert code(await bob.put(f"{BOTS}/{bot}", {"display_name": "Bobo"})) == "no_such_bot"
    assert code(await bob.delete(f"{BOTS}/{bot}")) == "no_such_bot"
    token = (await make_token(ada))["token"]["id"]
    assert code(await bob.delete(f"{TOKENS}/{token}")) == "no_such_token"
    assert code(await ada.post(BOTS, {"display_name": "ROBO"})) == "taken"
    assert code(await ada.put(f"{BOTS}/{bot}", {"display_name": "bob"})) == "taken"
    for number in range(MOST_BOTS - 1):
        await make_bot(ada, f"Robo {number}")
    assert code(await ada.post(BOTS, {"display_name": "One more"})) == "too_many_bots"
    for _ in range(MOST_TOKENS - 1):
        await make_token(ada)
    assert code(await ada.post(TOKENS, {"name": "x", "scopes": []})) == "too_many_tokens"
    guest = Client(ada.port)
    unproven = Client(ada.port)
    await unproven.login("bob")
    for asked in (
        await unproven.post(TOKENS, {"name": "x", "scopes": []}),
        await unproven.delete(f"{BOTS}/{(await make_bot(unproven, 'Bobo'))}"),
    ):
        assert code(asked) == "prove_again"
    await guest.guest("Gus")
    assert code(await guest.post(BOTS, {"display_name": "Guest's"})) == "guests_cannot"


@pytest.mark.parametrize("transport", ["own", "quart"])
async def test_a_socket_of_a_program_needs_no_origin(people: People):
    ada = people["ada"]
    program = await program_of(ada, "chat")
    async with program.socket() as page:
        welcome = await page.hello()
        assert welcome["scopes"] == ["read", "chat"]
        await page.send(t="queue", id="q")
        error = await page.frame("error")
        assert (error["id"], error["code"]) == ("q", "missing_scope")
        assert "`play`" in error["detail"]
        await page.send(t="mode", id="m", room="lobby", mode={})
        assert (await page.frame("error"))["code"] == "page_only"
        listed = (await ada.get(PROGRAMS)).json()["tokens"]
        assert [token["open"] for token in listed] == [True]
    async with ada.socket() as page:
        assert "scopes" not in await page.hello()
    for headers, status in (
        ({"origin": "https://elsewhere.example"}, 403),
        ({"authorization": program.token}, 403),  # without "Bearer" it is none, so an Origin lacks
        ({"authorization": f"Bearer {program.token}x"}, 401),
        ({"authorization": f"Bearer rally_{'x' * 43}"}, 401),
    ):
        assert (await program.get("/ws", **HANDSHAKE | headers)).status == status


async def test_who_guesses_tokens_has_to_wait(server: Running, people: People):
    program = await program_of(people["ada"])
    tighten(server, "wrong_token", 2)
    guesser = Program(program.port, {"text": f"rally_{'x' * 43}"})
    found = [await guesser.get("/api/v1/me") for _ in range(3)]
    assert [(one.status, code(one)) for one in found] == [
        (401, "wrong_token"),
        (401, "wrong_token"),
        (429, "too_many_requests"),
    ]
    assert found[0].headers["www-authenticate"] == 'Bearer error="invalid_token"'
    assert (await program.get("/api/v1/me")).status == 200
    assert (await program.post("/api/v1/login", {"name": "x", "password": "y"})).status == 401


async def test_a_revoked_token_ends_its_sockets_and_a_deleted_bot_all_of_them(
    people: People,
):
    ada = people["ada"]
    bot = await make_bot(ada)
    made = [await make_token(ada, "play", bot=bot) for _ in range(2)]
    one, two = (Program(ada.port, each) for each in made)
    async with one.socket() as ones, two.socket() as twos:
        await ones.hello()
        await twos.hello()
        path = f"{TOKENS}/{made[0]['token']['id']}"
        assert (await ada.delete(path)).status == 204
        assert await ones.close_code() == 4401
        assert code(await one.get("/api/v1/me")) == "wrong_token"
        await twos.send(t="ai", id="a", level="easy")
        await twos.attend("matched")
        assert (await ada.delete(f"{BOTS}/{bot}")).status == 204
        assert await twos.close_code() == 4410
    assert code(await two.get("/api/v1/me")) == "wrong_token"
    assert (await ada.get(PROGRAMS)).json() == {"bots": [], "tokens": []}
    assert (await ada.get(f"/api/v1/players/{bot}")).status == 404


async def test_of_a_banned_owner_the_bots_are_out_too(people: People):
    ada = people["ada"]
    await people.appoint("cyd", "moderator")
    program = await program_of(ada, "play", bot=await make_bot(ada))
    async with program.socket() as page:
        await page.hello()
        path = f"/api/v1/players/{people.ids['ada']}/ban"
        banned = await people["cyd"].put(path, {"reason": "rude", "until": None})
        assert banned.status == 204
        assert await page.close_code() == 4403
    assert code(await program.get("/api/v1/me")) == "wrong_token"
    assert (await people["cyd"].delete(path)).status == 204
    assert (await program.get("/api/v1/me")).status == 200


async def test_a_lost_password_that_is_set_anew_ends_the_tokens_too(
    server: Running, people: People
):
    program = await program_of(people["ada"], "play", bot=await make_bot(people["ada"]))
    link, store = "x" * 43, server.services.store
    expires_at = int(server.services.date() * 1000.0) + 60_000
    await store.people.add_link(hash_of(link), people.ids["ada"], expires_at)
    async with program.socket() as page:
        await page.hello()
        body = {"token": link, "password": "battery staple tree"}
        assert (await people["ada"].post("/api/v1/password-reset", body)).status == 204
        assert await page.close_code() == 4401
    assert code(await program.get("/api/v1/me")) == "wrong_token"


async def test_a_token_that_ends_closes_its_sockets(server: Running, people: People):
    ends_at = int(server.services.date() * 1000.0) + 500
    program = await program_of(people["ada"], ends_at=ends_at)
    async with program.socket() as page:
        await page.hello()
        assert await page.close_code() == 4401
    assert code(await program.get("/api/v1/me")) == "wrong_token"


async def test_who_is_deleted_takes_the_bots_along(people: People):
    ada, bob = people["ada"], people["bob"]
    bot = await make_bot(ada)
    program = await program_of(ada, "play", bot=bot)
    assert (await bob.get(f"/api/v1/players/{bot}")).json()["owner"]["name"] == "ada"
    await ada.post("/api/v1/account/delete", {"password": "correct horse"})
    assert (await bob.get(f"/api/v1/players/{bot}")).status == 404
    assert code(await program.get("/api/v1/me")) == "wrong_token"


@pytest.mark.parametrize("blocks", [True, False])
async def test_a_block_parts_from_the_bots_of_a_person_too(people: People, blocks: bool):
    ada, bob = people["ada"], people["bob"]
    bot = await make_bot(ada)
    shown = (await bob.get(f"/api/v1/players/{bot}")).json()
    assert (shown["bot"], shown["owner"]["id"]) == (True, people.ids["ada"])
    person = (await bob.get(f"/api/v1/players/{people.ids['ada']}")).json()
    assert (person["bot"], person["owner"]) == (False, None)
    program = await program_of(ada, "play", bot=bot)
    async with program.socket() as robo, bob.socket() as page:
        for each in (robo, page):
            await each.hello()
        await page.send(t="watch_lobby", on=True)
        await robo.send(t="open", id="o", settings={"points": 3})
        while not (await page.attend("games"))["games"]:
            pass
        await people.block(*(("bob", "ada") if blocks else ("ada", "bob")))
        while (await page.attend("games"))["games"]:  # it is on the list no more
            pass
        await page.send(t="invite", id="i", player=bot, settings={"points": 3})
        assert (await page.attend("error"))["code"] == "no_such_player"
    assert (await bob.get(f"/api/v1/players/{bot}")).status == 404
    assert (await program.get(f"/api/v1/players/{people.ids['bob']}")).status == 404
    again = await make_bot(ada, "Robot")
    assert (await bob.get(f"/api/v1/players/{again}")).status == 404
    blocker, other = ("bob", "ada") if blocks else ("ada", "bob")
    [listed] = (await people[blocker].get("/api/v1/blocks")).json()["blocks"]
    assert listed["player"]["id"] == people.ids[other]
    if blocks:
        assert (await bob.delete(f"/api/v1/blocks/{bot}")).status == 404
    await people[blocker].delete(f"/api/v1/blocks/{people.ids[other]}")
    assert (await bob.get(f"/api/v1/players/{again}")).status == 200


async def test_a_bot_that_is_renamed_is_so_at_once(people: People):
    ada = people["ada"]
    bot = await make_bot(ada)
    program = await program_of(ada, "play", bot=bot)
    async with program.socket() as page:
        await page.hello()
        answer = await ada.put(f"{BOTS}/{bot}", {"display_name": "Robot"})
        assert answer.json()["name"] == "Robot"
        told = (await page.attend("profile"))["player"]
        assert (told["name"], told["bot"]) == ("Robot", True)
    found = (await ada.get("/api/v1/players?name=robo")).json()["players"]
    assert [one["id"] for one in found] == [bot]

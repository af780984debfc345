"""What only moderators may do: ban, and lift bans."""

from collections.abc import Awaitable, Callable

import pytest

from gateway.main import Running
from store.profiles.records import Role
from tests.gateway.client import Answer, Client
from tests.gateway.conftest import People, tighten

RUDE = {"reason": "rude", "until": None}
FAR = 4_000_000_000_000


def _ban(people: People, name: str) -> str:
    return f"/api/v1/players/{people.ids[name]}/ban"


def _code(answer: Answer) -> tuple[int, str]:
    return answer.status, answer.json()["type"].rpartition(":")[2]


@pytest.fixture
async def moderator(people: People, server: Running) -> Client:
    """Ada is a moderator; Bob and Cyd are players."""
    await server.services.store.moderation.set_role(people.ids["ada"], "moderator")
    return people["ada"]


async def test_a_ban_and_its_end(people: People, moderator: Client):
    path = _ban(people, "bob")
    assert _code(await moderator.get(path)) == (404, "not_banned")
    async with people["bob"].socket() as page:
        await page.hello()
        banned = await moderator.put(path, {"reason": " called names ", "until": FAR})
        assert banned.status == 204
        assert await page.close_code() == 4403
    shown = (await moderator.get(path)).json()
    assert (shown["reason"], shown["until"]) == ("called names", FAR)
    refused = await people["bob"].login("bob")
    assert (refused.status, refused.json()["reason"]) == (403, "called names")
    assert (await moderator.delete(path)).status == 204
    assert _code(await moderator.delete(path)) == (404, "not_banned")
    assert (await people["bob"].login("bob")).status == 200


async def test_the_pages_close_at_once(
    people: People, moderator: Client, server: Running, monkeypatch: pytest.MonkeyPatch
):
    """They do not wait until the server looks for bans: here it finds none."""
    async with people["bob"].socket() as page:
        await page.hello()

        async def none(*_: int) -> list[object]:
            return []

        monkeypatch.setattr(server.services.store.moderation, "bans", none)
        await moderator.put(_ban(people, "bob"), RUDE)
        assert await page.close_code() == 4403


async def test_guests_are_banned_too(people: People, moderator: Client, another: Client):
    guest = (await another.guest("Gus"))["id"]
    assert (await moderator.put(f"/api/v1/players/{guest}/ban", RUDE)).status == 204
    assert (await another.get("/api/v1/me")).status == 401


async def test_players_may_not(people: People, another: Client):
    await another.guest("Gus")
    for client in (people["ada"], another):
        for ask in _asks(client):
            assert _code(await ask(_ban(people, "bob"))) == (403, "moderators_only")


def _asks(client: Client) -> list[Callable[[str], Awaitable[Answer]]]:
    return [client.get, client.delete, lambda path: client.put(path, RUDE)]


async def test_nobody_bans_the_own_rank_or_a_higher_one(
    people: People, moderator: Client, server: Running
):
    assert _code(await moderator.put(_ban(people, "ada"), RUDE)) == (409, "yourself")
    ranks: list[tuple[Role, int]] = [("moderator", 403), ("admin", 403), ("player", 204)]
    for role, status in ranks:
        await server.services.store.moderation.set_role(people.ids["bob"], role)
        assert (await moderator.put(_ban(people, "bob"), RUDE)).status == status
    await server.services.store.moderation.set_role(people.ids["cyd"], "admin")
    assert _code(await moderator.delete(_ban(people, "cyd"))) == (403, "higher_role")
    assert (await people["cyd"].put(_ban(people, "ada"), RUDE)).status == 204


async def test_who_is_no_moderator_any_more(people: People, moderator: Client, server: Running):
    await server.services.store.moderation.set_role(people.ids["ada"], "player")
    assert (await moderator.put(_ban(people, "bob"), RUDE)).status == 403


@pytest.mark.parametrize(
    ("body", "fields"),
    [
        ({"reason": "", "until": None}, {"reason"}),
        ({"reason": "x" * 201, "until": 1}, {"reason", "until"}),
        ({"reason": "a\u202eb", "until": FAR}, {"reason"}),
        ({"reason": "rude", "until": -1}, {"until"}),
        ({"reason": "rude", "until": 2**53}, {"until"}),
    ],
)
async def test_what_is_wrong_is_named(
    people: People, moderator: Client, body: dict[str, object], fields: set[str]
):
    refused = await moderator.put(_ban(people, "bob"), body)
    assert refused.status == 422
    assert {error["field"] for error in refused.json()["errors"]} == fields
    assert (await people["bob"].get("/api/v1/me")).status == 200


async def test_a_moderator_who_runs_wild_has_to_wait(
    people: People, moderator: Client, server: Running
):
    tighten(server, "ban")
    assert (await moderator.put(_ban(people, "bob"), RUDE)).status == 204
    assert (await moderator.put(_ban(people, "cyd"), RUDE)).status == 429

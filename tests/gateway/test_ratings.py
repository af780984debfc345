"""Leaderboards, ratings on profiles, and rated matches over HTTP."""

from datetime import UTC, datetime

import pytest

from gateway.api.ratings import PAGE, month
from gateway.main import Running
from store.people.records import User
from store.ratings.records import Rating
from tests.gateway.client import PASSWORD, Client
from tests.gateway.conftest import People, tighten
from tests.gateway.rated import SURE, rate, write
from tests.gateway.test_people import EVERYBODY

BOARD = "/api/v1/leaderboard"


def names(board: dict) -> list[tuple[int | None, str]]:
    return [(line["rank"], line["player"]["name"]) for line in board["lines"]]


async def test_a_leaderboard_has_the_best_first_and_ones_own_line(people: People):
    await rate(people, ada=24.0, bob=30.0)
    await write(people, Rating(people.ids["cyd"], "classic", 33.0, 8.0, 1, 1, 5))
    board = (await people["ada"].get(BOARD)).json()
    assert (board["mode"], board["span"], board["next"]) == ("classic", "all", None)
    assert names(board) == [(1, "bob"), (2, "ada"), (None, "cyd")]
    assert board["lines"][0] == {
        "rank": 1,
        "player": {"id": people.ids["bob"], "name": "bob", "avatar": None},
        "rating": 1650,
        "provisional": False,
        "played": 30,
    }
    assert board["own"] == board["lines"][1]
    assert (await people["cyd"].get(BOARD)).json()["own"]["rank"] is None
    assert (await people["ada"].get(f"{BOARD}?mode=short")).json()["lines"] == []


async def test_a_leaderboard_comes_in_pages_with_ones_own_line_on_each(
    people: People, server: Running
):
    for number in range(PAGE + 5):
        user = f"u{number:03}"
        await server.services.store.people.create_user(User(user, user, user, "x", False, 1))
        await write(people, Rating(user, "classic", 40.0 - number / 10.0, SURE, 9, 1, 5))
    await rate(people, ada=20.0)
    first = (await people["ada"].get(BOARD)).json()
    second = (await people["ada"].get(f"{BOARD}?after={first['next']}")).json()
    assert [rank for rank, _ in names(first) + names(second)] == [*range(1, PAGE + 7)]
    assert second["next"] is None
    assert first["own"] == second["own"] == second["lines"][-1]


async def test_a_leaderboard_of_the_month_and_of_friends(people: People, server: Running):
    began = month(server.services.date())
    await rate(people, at=began, ada=24.0)
    await rate(people, at=began - 1, bob=30.0, cyd=22.0)
    assert names((await people["ada"].get(f"{BOARD}?span=month")).json()) == [(1, "ada")]
    assert (await people["bob"].get(f"{BOARD}?span=month")).json()["own"] is None
    await people.befriend("ada", "cyd")
    friends = (await people["ada"].get(f"{BOARD}?span=friends")).json()
    assert names(friends) == [(1, "ada"), (2, "cyd")]
    assert friends["own"]["rank"] == 1


@pytest.mark.parametrize("day", ["2026-02-01T00:00:00", "2026-02-28T23:59:59"])
def test_a_month_begins_on_its_first_day(day: str):
    date = datetime.fromisoformat(day).replace(tzinfo=UTC).timestamp()
    assert month(date) == int(datetime(2026, 2, 1, tzinfo=UTC).timestamp()) * 1000


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ("mode=ai", "mode"),
        ("span=week", "span"),
        ("after=-1", "after"),
        ("after=x", "after"),
        ("after=100001", "after"),
        (f"after={'9' * 500}", "after"),
        ("limit=9", "limit"),
    ],
)
async def test_what_is_wrong_is_named(people: People, query: str, field: str):
    refused = await people["ada"].get(f"{BOARD}?{query}")
    assert (refused.status, refused.json()["errors"][0]["field"]) == (422, field)


async def test_who_may_look(people: People, another: Client, server: Running):
    assert (await another.get(BOARD)).status == 401
    await another.guest("Gus")
    await rate(people, ada=24.0)
    board = (await another.get(BOARD)).json()
    assert (names(board), board["own"]) == ([(1, "ada")], None)
    tighten(server, "search")
    assert [(await another.get(BOARD)).status for _ in range(2)] == [200, 429]


async def test_a_rating_is_shown_with_its_history(people: People):
    await rate(people, at=5, ada=26.0)
    path = f"/api/v1/players/{people.ids['ada']}/ratings"
    entry = {"match": "m1", "kind": "result", "rating": 1530, "change": 30, "at": None}
    shown = {"mode": "classic", "rating": 1530, "provisional": False, "played": 30}
    assert (await people["bob"].get(path)).json() == {"ratings": [shown | {"history": [entry]}]}
    dated = {"ratings": [shown | {"history": [entry | {"at": 5}]}]}
    assert (await people["ada"].get(path)).json() == dated
    await people["ada"].put("/api/v1/profile/privacy", EVERYBODY)
    assert (await people["bob"].get(path)).json() == dated
    exported = (await people["ada"].get("/api/v1/account/export")).json()["ratings"]
    assert exported == dated["ratings"]


async def test_two_play_a_rated_match_by_http_and_are_told(people: People):
    async with people["ada"].socket() as ada, people["bob"].socket() as bob:
        for page in (ada, bob):
            await page.hello()
        wish = {"mode": "short", "rated": True}
        for name in ("ada", "bob"):
            assert (await people[name].post("/api/v1/queue", wish)).status == 200
        match = (await ada.attend("matched"))["match"]
        for page in (ada, bob):
            await page.send(t="enter", match=match)
        assert (await ada.attend("match"))["rated"]
        await bob.attend("countdown")
        await bob.send(t="resign", id="r", match=match)
        told = await ada.attend("rating")
        assert (told["match"], told["mode"], told["provisional"]) == (match, "short", True)
        assert told["rating"] == 1500 + told["change"] > 1500
    history = f"/api/v1/players/{people.ids['ada']}/matches"
    [played] = (await people["ada"].get(history)).json()["matches"]
    assert played["rated"]
    assert (await people["ada"].get(f"/api/v1/matches/{match}")).json()["rated"]
    board = (await people["ada"].get(f"{BOARD}?mode=short")).json()
    assert names(board) == [(None, "ada"), (None, "bob")]


async def test_a_guest_is_refused_until_there_is_an_account(another: Client, people: People):
    await another.guest("Gus")
    async with another.socket() as page:
        await page.hello()
        await page.send(t="queue", id="q", rated=True)
        assert (await page.attend("error"))["code"] == "guests_cannot"
        assert (await another.post("/api/v1/queue", {"rated": True})).status == 403
        account = {"name": "gus", "display_name": "Gus", "email": "g@example.org"}
        made = await another.post("/api/v1/account", account | {"password": PASSWORD})
        assert made.status == 200
        await page.attend("profile")
        await page.send(t="queue", id="q2", rated=True)
        assert (await page.attend("ok"))["id"] == "q2"


async def test_without_a_body_one_waits_for_a_casual_match(people: People):
    answer = await people["ada"].request("POST", "/api/v1/queue", b"")
    assert answer.json()["queued"]
    refused = await people["bob"].post("/api/v1/queue", {"mode": "ai"})
    assert (refused.status, refused.json()["errors"][0]["field"]) == (422, "mode")

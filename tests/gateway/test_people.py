"""Search, profiles, match histories, and the choices of what to show."""

import pytest
from msgspec import Struct
from msgspec.structs import replace

from actors.core.journal.records import Flush
from gateway.main import Running
from store.matches.records import MatchPlayer, MatchRecord, MatchResult
from tests.gateway.client import Client
from tests.gateway.conftest import People, tighten

PLAYERS, PROFILE = "/api/v1/players", "/api/v1/profile"
LONG = f"before={'m' * 65}"
EVERYBODY = {"presence": "everybody", "last_seen": "everybody", "contact": "everybody"}


async def test_people_are_found_by_the_beginning_of_their_name(people: People):
    await people.come("adam")
    found = (await people["bob"].get(f"{PLAYERS}?name=AD")).json()["players"]
    assert [player["name"] for player in found] == ["ada", "adam"]
    assert found[0] == {"id": people.ids["ada"], "name": "ada", "avatar": None}
    not_oneself = (await people["ada"].get(f"{PLAYERS}?name=ad")).json()["players"]
    assert [player["name"] for player in not_oneself] == ["adam"]


async def test_a_search_says_what_is_wrong(people: People, another: Client, server: Running):
    assert (await another.get(f"{PLAYERS}?name=ada")).status == 401
    for query in ("", "?name=", "?name=a", "?name=%00%00", f"?name={'a' * 25}"):
        refused = await people["ada"].get(f"{PLAYERS}{query}")
        assert (refused.status, refused.json()["errors"][0]["field"]) == (422, "name")
    tighten(server, "search")
    assert (await people["ada"].get(f"{PLAYERS}?name=bo")).status == 200
    assert (await people["ada"].get(f"{PLAYERS}?name=bo")).status == 429


@pytest.mark.parametrize("player_id", ["nobody", "%00", "n" * 65])
async def test_who_is_not_there(people: People, player_id: str):
    for path in (f"{PLAYERS}/{player_id}", f"{PLAYERS}/{player_id}/matches"):
        assert (await people["ada"].get(path)).status == 404


async def test_a_new_profile_is_empty_and_ones_own(people: People):
    own = (await people["ada"].get(PROFILE)).json()
    assert own["privacy"] == {"presence": "friends", "last_seen": "friends", "contact": "everybody"}
    assert (own["country"], own["about"], own["role"]) == (None, "", "player")
    seen = (await people["bob"].get(f"{PLAYERS}/{people.ids['ada']}")).json()
    assert seen["player"] == own["player"]
    assert (seen["relation"], seen["presence"]) == ("none", None)
    assert seen["tally"] == {"played": 0, "won": 0, "lost": 0, "win_rate": None, "streak": 0}
    assert "privacy" not in seen


async def test_what_one_says_of_oneself_is_seen(people: People, another: Client):
    said = {"country": "CH", "about": " left-handed\r\n👩\u200d🚀 "}
    saved = await people["ada"].put(PROFILE, said)
    assert (saved.status, saved.json()["about"]) == (200, "left-handed\n👩\u200d🚀")
    await another.guest("Gus")  # also by guests
    seen = (await another.get(f"{PLAYERS}/{people.ids['ada']}")).json()
    assert (seen["country"], seen["about"]) == ("CH", "left-handed\n👩\u200d🚀")


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"country": "ch", "about": ""}, "country"),
        ({"country": "XX", "about": ""}, "country"),
        ({"country": 7, "about": ""}, "country"),
        ({"country": None, "about": "x" * 281}, "about"),
        ({"country": None, "about": "a\u0000b"}, "about"),
        ({"country": None, "about": "a\u202eb"}, "about"),
        ({"country": None}, "about"),
        ({"country": None, "about": "", "role": "admin"}, "role"),
    ],
)
async def test_what_is_wrong_is_named(people: People, body: dict, field: str):
    refused = await people["ada"].put(PROFILE, body)
    assert (refused.status, refused.json()["errors"][0]["field"]) == (422, field)


async def test_a_choice_is_one_of_three(people: People):
    refused = await people["ada"].put(f"{PROFILE}/privacy", EVERYBODY | {"presence": "some"})
    assert (refused.status, refused.json()["errors"][0]["field"]) == (422, "presence")
    saved = await people["ada"].put(f"{PROFILE}/privacy", EVERYBODY)
    assert saved.json()["privacy"] == EVERYBODY


async def test_guests_have_no_text_and_no_image(another: Client):
    await another.guest("Gus")
    assert (await another.get(PROFILE)).json()["guest"] is True
    assert (await another.put(PROFILE, {"country": None, "about": "hi"})).status == 403
    image = await another.request("PUT", f"{PROFILE}/avatar", b"", content_type="image/png")
    assert image.status == 403
    assert (await another.put(f"{PROFILE}/privacy", EVERYBODY)).status == 200


async def test_presence_is_shown_to_those_who_were_chosen(people: People):
    bob = f"{PLAYERS}/{people.ids['bob']}"
    await people.befriend("ada", "bob")
    async with people["bob"].socket() as page:
        await page.hello()

        async def shown(viewer: str) -> str | None:
            presence = (await people[viewer].get(bob)).json()["presence"]
            return presence and presence["presence"]

        assert [await shown(viewer) for viewer in ("ada", "cyd", "bob")] == [
            *("online", None, "online")
        ]
        await people["bob"].put(f"{PROFILE}/privacy", EVERYBODY)
        assert await shown("cyd") == "online"
        await people["bob"].put(f"{PROFILE}/privacy", EVERYBODY | {"presence": "nobody"})
        assert [await shown(viewer) for viewer in ("ada", "cyd", "bob")] == [
            *(None, None, "online")
        ]


async def test_last_seen_is_shown_to_those_who_were_chosen(people: People, server: Running):
    bob = f"{PLAYERS}/{people.ids['bob']}"
    await server.services.store.profiles.saw(people.ids["bob"], 5_000)
    for last_seen, seen in (("everybody", 5_000), ("nobody", None)):
        choices = EVERYBODY | {"last_seen": last_seen}
        await people["bob"].put(f"{PROFILE}/privacy", choices)
        presence = (await people["cyd"].get(bob)).json()["presence"]
        assert presence == {"presence": "offline", "match": None, "seen": seen}


@pytest.fixture
async def played(people: People, server: Running) -> list[str]:
    """Five matches of Ada's, the newest first: two lost, two won, one against the machine."""
    rows: list[Struct] = []
    ada, bob = people.ids["ada"], people.ids["bob"]
    seats = [(ada, bob, -1), (bob, ada, 1), (ada, bob, 1), (bob, ada, -1), (ada, None, -1)]
    for number, (left, right, winner) in enumerate(seats):
        names = {ada: "Ada then", bob: "Bob", None: "Rally AI"}
        record = MatchRecord(
            *(f"m{number}", "quick", b'{"points":3}', 1, 1),
            (MatchPlayer(-1, left, names[left]), MatchPlayer(1, right, names[right])),
            1_000 * number,
        )
        score = (3, 1) if winner < 0 else (1, 3)
        finished = 1_000 * number + 500
        result = MatchResult(record.id, "played", winner, score, 12.5, finished)
        rows += (record, result, replace(record, id=f"unfinished {number}"))
    epoch, at = server.services.kernel.journal._epoch, int(server.services.now() * 1000.0)
    await server.services.store.journal.flush(Flush(epoch, at, rows=tuple(rows)))
    return [f"m{number}" for number in (4, 3, 2, 1, 0)]


async def test_a_history_comes_in_pages(people: People, played: list[str]):
    path = f"{PLAYERS}/{people.ids['ada']}/matches"
    whole = (await people["cyd"].get(path)).json()
    assert ([match["id"] for match in whole["matches"]], whole["next"]) == (played, None)
    found, before = [], ""
    while before is not None:
        page = (await people["cyd"].get(f"{path}?limit=2{before and f'&before={before}'}")).json()
        found += page["matches"]
        before = page["next"]
    assert found == whole["matches"]


async def test_a_match_is_told_as_its_player_saw_it(people: People, played: list[str]):
    path = f"{PLAYERS}/{people.ids['ada']}/matches"
    machine, lost = (await people["ada"].get(path)).json()["matches"][:2]
    assert machine["opponent"] == {"id": None, "name": "Rally AI"}
    assert lost == {
        "id": "m3",
        "mode": "quick",
        "opponent": {"id": people.ids["bob"], "name": "Bob"},
        "side": 1,
        "outcome": "lost",
        "cause": "played",
        "score": [1, 3],
        "began_at": 3_000,
        "at": 3_500,
        "seconds": 12.5,
        "rated": False,
    }


async def test_the_figures_are_of_matches_between_people(people: People, played: list[str]):
    tally = (await people["cyd"].get(f"{PLAYERS}/{people.ids['ada']}")).json()["tally"]
    assert tally == {"played": 4, "won": 2, "lost": 2, "win_rate": 0.5, "streak": -2}


@pytest.mark.parametrize(
    "query", ["limit=0", "limit=101", "limit=x", "limit=%C2%B2", LONG, "before=%00"]
)
async def test_a_page_that_cannot_be(people: People, query: str):
    refused = await people["ada"].get(f"{PLAYERS}/{people.ids['ada']}/matches?{query}")
    assert (refused.status, refused.json()["errors"][0]["field"]) == (422, query.partition("=")[0])


async def test_a_page_after_a_match_that_is_none_is_empty(people: People, played: list[str]):
    answer = await people["ada"].get(f"{PLAYERS}/{people.ids['ada']}/matches?before=unknown")
    assert answer.json() == {"matches": [], "next": None}

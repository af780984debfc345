"""Tournaments over HTTP and the socket: made, entered, run, and read by anybody."""

import csv
import io
from typing import Any

import pytest

from gateway.main import Running
from tests.gateway.client import PASSWORD, Client
from tests.gateway.conftest import People
from tests.gateway.contact_rows_tournaments import CUP, join, make

PLAN = {"name": "Cup"}


async def shown(client: Client) -> dict[str, Any]:
    answer = await client.get(CUP)
    assert answer.status == 200
    return answer.json()


async def act(client: Client, **what: Any) -> None:
    answer = await client.post(f"{CUP}/acts", {"act": what})
    assert answer.status == 204, answer.json()


async def test_it_is_made_once_and_listed_until_it_ends(people: People):
    ada, bob = people["ada"], people["bob"]
    for _ in range(2):
        assert (await ada.put(CUP, PLAN)).status == 204
    assert (await bob.put(CUP, PLAN)).json()["type"].endswith(":tournament_exists")
    [listed] = (await bob.get("/api/v1/tournaments")).json()["tournaments"]
    assert (listed["id"], listed["phase"], listed["owner"]) == ("t.cup", "registration", None)
    assert [one["id"] for one in (await ada.get("/api/v1/tournaments/mine")).json()["made"]] == [
        "t.cup"
    ]
    await act(ada, act="cancel")
    assert (await bob.get("/api/v1/tournaments")).json()["tournaments"] == []
    [over] = (await bob.get("/api/v1/tournaments?stage=over")).json()["tournaments"]
    assert over["phase"] == "cancelled"


async def test_two_enter_and_an_organiser_decides(people: People):
    ada, bob, cyd = (people[name] for name in ("ada", "bob", "cyd"))
    await make(cyd)
    await join(ada, "Ace")
    await join(bob, "=cmd()")
    view = await shown(Client(ada.port))
    assert view["head"]["phase"] == "running"
    assert [pairing["state"] for pairing in view["pairings"]] == ["called"]
    await act(cyd, act="decide", pairing="w1-1", winner=1)
    text = (await Client(ada.port).get(f"{CUP}/results.csv")).body.decode()
    table = [*csv.reader(io.StringIO(text))]
    assert table[0] == ["place", "alias", "points", "won", "lost", "bot"]
    assert [row[:2] for row in table[1:]] == [["1", "'=cmd()"], ["2", "Ace"]]
    roster = (await Client(ada.port).get(f"{CUP}/roster.csv")).body.decode()
    table = [*csv.reader(io.StringIO(roster))]
    assert table[0] == ["alias", "seed", "checked in", "gone", "bot"]
    assert [row[0] for row in table[1:]] == ["Ace", "'=cmd()"]
    [mine] = (await ada.get("/api/v1/tournaments/mine")).json()["entered"]
    assert (mine["alias"], mine["place"]) == ("Ace", 2)
    kinds = [n["notice"]["kind"] for n in (await ada.get("/api/v1/notifications")).json()["notes"]]
    assert kinds.count("next_fight") == 1


async def test_everybody_may_look_and_learns_no_account(people: People):
    await make(people["cyd"])
    await join(people["ada"], "Ace")
    body = (await Client(people["ada"].port).get(CUP)).body.decode()
    assert "Ace" in body
    for player in people.ids.values():
        assert player not in body
    code = await Client(people["ada"].port).get(f"{CUP}/code.svg")
    assert (code.status, code.body[:5]) == (200, b"<?xml")


@pytest.mark.parametrize(
    ("path", "status", "problem"),
    [
        ("/api/v1/tournaments/t.nowhere", 404, "no_such_tournament"),
        ("/api/v1/tournaments/nonsense", 404, "no_such_tournament"),
        ("/api/v1/tournaments/t.nowhere/results.csv", 404, "no_such_tournament"),
        ("/api/v1/tournaments?stage=soon", 422, "invalid"),
        ("/api/v1/tournaments?format=chess", 422, "invalid"),
        ("/api/v1/tournaments?limit=0", 422, "invalid"),
        ("/api/v1/tournaments?page=2", 422, "invalid"),
        ("/api/v1/tournaments?before=%00", 422, "invalid"),
    ],
)
async def test_what_there_is_not_is_said(people: People, path: str, status: int, problem: str):
    answer = await people["ada"].get(path)
    assert (answer.status, answer.json()["type"].rpartition(":")[2]) == (status, problem)


@pytest.mark.parametrize(
    ("plan", "named"),
    [
        ({"name": ""}, "name"),
        ({"name": "x", "most": 300}, "most"),
        ({"name": "x", "format": "robin", "most": 33}, "most"),
        ({"name": "x", "start": "time"}, "starts_at"),
        ({"name": "x", "start": "time", "starts_at": 5}, "starts_at"),
        ({"name": "x", "entry": "word"}, "word"),
        ({"name": "x", "rated": True}, "guests"),
        ({"name": "x", "late": True}, "late"),
        ({"name": "x\u202e"}, "name"),
        ({"name": "x", "colour": "red"}, "colour"),
    ],
)
async def test_a_bad_plan_names_the_field(people: People, plan: dict[str, Any], named: str):
    answer = await people["ada"].put(CUP, plan)
    assert answer.status == 422
    problem = answer.json()
    assert named in problem["detail"] or named in problem["errors"][0]["field"]


async def test_an_alias_is_one_name_however_it_is_written(people: People):
    await make(people["cyd"], most=8)
    await join(people["ada"], "\uff21da")
    refused = await people["bob"].put(f"{CUP}/entry", {"alias": "aDA"})
    assert refused.json()["type"].endswith(":alias_taken")
    assert (await people["bob"].put(f"{CUP}/entry", {"alias": " \u200b "})).status == 422


async def test_a_deleted_account_takes_no_part(people: People, server: Running):
    await make(people["cyd"], most=8)
    await join(people["ada"], "Ace")
    await join(people["bob"], "Bee")
    answer = await people["ada"].post("/api/v1/account/delete", {"password": PASSWORD})
    assert answer.status == 204
    view = await shown(Client(people["bob"].port))
    assert [entrant["alias"] for entrant in view["entrants"]] == ["Bee"]


async def test_the_room_of_a_tournament_is_moderated_by_its_host(people: People):
    await make(people["cyd"], most=8)
    lines = "/api/v1/rooms/t.cup/lines"
    assert (await people["ada"].post(lines, {"line": 1, "text": "hello"})).status == 204
    assert (await people["bob"].delete(f"{lines}/1")).status == 403
    assert (await people["cyd"].delete(f"{lines}/1")).status == 204
    assert (await people["ada"].get("/api/v1/rooms/t.nowhere/lines")).status == 404


async def test_the_room_of_a_private_tournament_is_for_who_takes_part(people: People):
    await make(people["cyd"], most=8, entry="invited")
    lines = "/api/v1/rooms/t.cup/lines"
    assert (await people["ada"].get(lines)).status == 404
    await act(people["cyd"], act="invite", player=people.ids["ada"])
    await join(people["ada"], "Ace")
    assert (await people["ada"].get(lines)).status == 200
    assert (await people["cyd"].get(lines)).status == 200
    assert (await people["bob"].get("/api/v1/tournaments")).json()["tournaments"] == []

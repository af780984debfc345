"""The rows of docs/contact.md about play by HTTP; see contact_rows.py."""

from tests.gateway.client import asked
from tests.gateway.contact_rows import TESTS, Stage, row

__all__ = ["TESTS"]


@row("GET /api/v1/games", "POST /api/v1/games", "POST /api/v1/games/{game_id}/join")
async def _open_games_are_not_there_by_http(stage: Stage) -> None:
    await stage.block()
    game = (await stage.other.post("/api/v1/games", {})).json()["game"]
    shown = (await stage.people["cyd"].post("/api/v1/games", {})).json()["game"]
    listed = await asked(lambda: stage.me.get("/api/v1/games"), lambda found: found.json()["games"])
    assert [line["id"] for line in listed.json()["games"]] == [shown]
    refused = [await stage.me.post(f"/api/v1/games/{name}/join", {}) for name in (game, "nothing")]
    assert [answer.status for answer in refused] == [404, 404]
    assert refused[0].body == refused[1].body


@row("POST /api/v1/queue")
async def _the_queue_takes_somebody_else_by_http(stage: Stage) -> None:
    await stage.block()
    for client in (stage.other, stage.me, stage.people["cyd"]):
        queued = await client.post("/api/v1/queue", {})
        assert queued.status == 200
    await asked(lambda: stage.other.get("/api/v1/queue"), lambda place: place.json()["match"])
    mine = (await stage.me.get("/api/v1/queue")).json()
    assert mine == {"queued": True, "waiting": 1, "match": None}


@row(*(f"POST /api/v1/matches/{{match_id}}/{act}" for act in ("enter", "press", "resign")))
async def _a_pair_plays_by_http(stage: Stage) -> None:
    await stage.block()
    game = (await stage.other.post("/api/v1/games", {"private": True})).json()["game"]
    match = (await stage.me.post(f"/api/v1/games/{game}/join", {})).json()["match"]
    for client in (stage.other, stage.me):
        seen = (await client.post(f"/api/v1/matches/{match}/enter", {})).json()["match"]
        assert sorted(player["name"] for player in seen["players"]) == ["ada", "bob"]
    pressed = await stage.me.post(f"/api/v1/matches/{match}/press", {"dir": 1})
    assert pressed.json()["match"]["phase"] == "countdown"
    assert (await stage.me.post(f"/api/v1/matches/{match}/resign", {})).status == 204
    over = (await stage.other.get(f"/api/v1/matches/{match}/state")).json()["match"]
    assert over["cause"] == "resigned"

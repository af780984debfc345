"""The rows of docs/contact.md about the lobby, and about play by HTTP; see contact_rows.py."""

from tests.gateway.client import asked
from tests.gateway.contact_rows import TESTS, Stage, row

__all__ = ["TESTS"]


@row("from watch_lobby", "from open", "to games", "from join")
async def _open_games_are_not_there(stage: Stage) -> None:
    await stage.block()
    async with stage.me.socket() as mine, stage.other.socket() as others:
        await mine.hello()
        await others.hello()
        await others.send(t="open", id="o")
        game = (await others.attend("ok"))["game"]
        async with stage.people["cyd"].socket() as cyds:
            await cyds.hello()
            await cyds.send(t="open", id="o")
            shown = (await cyds.attend("ok"))["game"]
            await mine.send(t="watch_lobby", on=True)
            # A game whose host's blocks have not been read yet is shown after that.
            while [line["id"] for line in (await mine.attend("games"))["games"]] != [shown]:
                pass
        await mine.send(t="join", id="j", game=game)
        assert (await mine.attend("error"))["code"] == "no_such_game"


@row("to online")
async def _a_number_tells_of_no_block(stage: Stage) -> None:
    await stage.block()
    async with stage.me.socket() as mine, stage.other.socket() as others:
        for page in (others, mine):
            await page.hello()
        await mine.send(t="watch_lobby", on=True)
        while (await mine.attend("online"))["online"] < 2:
            pass


@row("to waiting")
async def _who_waits_is_not_counted(stage: Stage) -> None:
    await stage.block()
    async with stage.me.socket() as mine, stage.other.socket() as others:
        for page in (others, mine):
            await page.hello()
        await others.send(t="queue", id="q")
        await others.attend("ok")
        async with stage.people["cyd"].socket() as cyds:
            await cyds.hello()
            await cyds.send(t="watch_lobby", on=True)
            assert (await cyds.attend("waiting"))["waiting"] == 1
        await mine.send(t="watch_lobby", on=True)
        while (await mine.attend("waiting"))["waiting"]:
            pass  # their blocks have not been read yet


@row("from queue", "from answer_call")
async def _the_queue_takes_somebody_else(stage: Stage) -> None:
    await stage.block()
    async with stage.me.socket() as mine, stage.other.socket() as others:
        for page in (others, mine):
            await page.hello()
            await page.send(t="queue", id="q")
            await page.attend("ok")
        async with stage.people["cyd"].socket() as cyds:
            await cyds.hello()
            await cyds.send(t="queue", id="q")
            assert (await others.attend("matched"))["opponent"] == "cyd"
            assert (await cyds.attend("matched"))["opponent"] == "bob"


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
    assert (mine["queued"], mine["waiting"], mine["match"]) == (True, 1, None)


@row("from rematch", "to rematch")
async def _neither_hears_of_a_rematch(stage: Stage) -> None:
    async with stage.me.socket() as mine, stage.other.socket() as others:
        for page in (mine, others):
            await page.hello()
        await others.send(t="open", id="o", private=True)
        await mine.send(t="join", id="j", game=(await others.attend("ok"))["game"])
        match = (await mine.attend("matched"))["match"]
        await mine.send(t="resign", id="r", match=match)
        for page in (mine, others):
            await page.attend("finished")
        await stage.block()
        await others.send(t="rematch", id="w", match=match, on=True)
        theirs = await others.attend("rematch")
        assert len(theirs["offers"]) == 1
        await mine.send(t="rematch", id="w", match=match, on=True)
        told = await mine.attend("rematch")  # the first that comes
        assert len(told["offers"]) == 1
        assert (told["offers"] != theirs["offers"], told["over"]) == (True, False)


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

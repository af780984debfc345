"""The rows of docs/contact.md about tournaments; see contact_rows.py."""

from typing import Any

from tests.gateway.client import Client, Page
from tests.gateway.contact_rows import Stage, row
from tests.gateway.contact_rows_inbox import TESTS

__all__ = ["TESTS"]

CUP = "/api/v1/tournaments/t.cup"


async def make(host: Client, **plan: object) -> None:
    """Make a tournament, which begins as soon as two take part."""
    chosen = {"name": "Cup", "most": 2, "start": "full", "seeding": "entry"} | plan
    assert (await host.put(CUP, chosen)).status == 204


async def join(client: Client, alias: str) -> None:
    """Take part."""
    assert (await client.put(f"{CUP}/entry", {"alias": alias})).status == 204


async def _watch(page: Page) -> None:
    await page.hello()
    await page.send(t="watch_tournament", tournament="t.cup", on=True)


async def _players(page: Page, wanted: dict[str, str | None]) -> None:
    """Wait until the page is shown these players, by alias."""
    while True:
        frame = await page.attend("tournament", "tournament_part")
        if {e["alias"]: e["player"] for e in frame.get("entrants") or ()} == wanted:
            return


@row(
    *("from join_tournament", "from watch_tournament", "to tournament", "to tournament_part"),
    "PUT /api/v1/tournaments/{tournament_id}/entry",
)
async def _of_the_parted_there_is_only_an_alias(stage: Stage) -> None:
    await make(stage.people["cyd"], most=3)
    await join(stage.other, "Ace")
    async with stage.me.socket() as mine:
        await _watch(mine)
        await _players(mine, {"Ace": stage.other_id})
        await stage.block()
        await _players(mine, {"Ace": None})
        assert (await stage.other.delete(f"{CUP}/entry")).status == 204
        await join(stage.other, "Again")
        await _players(mine, {"Again": None})


@row(
    *("from ready", "to tournament_organisers", "GET /api/v1/tournaments/{tournament_id}"),
    "GET /api/v1/tournaments/{tournament_id}/results.csv",
    "GET /api/v1/tournaments/{tournament_id}/roster.csv",
    "POST /api/v1/tournaments/{tournament_id}/pairings/{pairing}/ready",
)
async def _the_parted_still_play_each_other(stage: Stage) -> None:
    await make(stage.me)
    appoint = {"act": "appoint", "player": stage.other_id, "on": True}
    assert (await stage.me.post(f"{CUP}/acts", {"act": appoint})).status == 204
    await stage.block()
    async with stage.me.socket() as mine:
        await _watch(mine)
        assert (await mine.attend("tournament_organisers"))["acts"][0]["what"] == "appoint"
        await join(stage.me, "Me")
        await join(stage.other, "Ace")
        answer = await stage.other.post(f"{CUP}/pairings/w1-1/ready", {})
        assert answer.status == 204
        await mine.send(t="ready", id="r", tournament="t.cup", pairing="w1-1")
        assert (await mine.attend("matched"))["opponent"] == "Ace"
    shown = (await stage.me.get(CUP)).json()
    assert {entrant["alias"]: entrant["player"] for entrant in shown["entrants"]} == {
        "Me": None,
        "Ace": None,
    }
    assert b"Ace" in (await stage.me.get(f"{CUP}/results.csv")).body
    assert b"Ace" in (await stage.me.get(f"{CUP}/roster.csv")).body


@row("from organise", "POST /api/v1/tournaments/{tournament_id}/acts")
async def _an_organiser_does_not_find_the_parted(stage: Stage) -> None:
    await make(stage.me)
    await stage.block()

    async def act(player: str, **what: Any) -> dict[str, Any]:
        return (await stage.me.post(f"{CUP}/acts", {"act": {**what, "player": player}})).json()

    for what in ({"act": "appoint", "on": True}, {"act": "invite"}):
        refused = await act(stage.other_id, **what)
        assert refused == await act("nobody", **what)
        assert refused["type"].endswith(":no_such_player")


@row("GET /api/v1/players/{player_id}/tournaments")
async def _the_parted_have_played_nowhere(stage: Stage) -> None:
    path = f"/api/v1/players/{stage.other_id}/tournaments"
    await make(stage.people["cyd"])
    await join(stage.other, "Ace")
    await join(stage.people["cyd"], "Cyd")
    acts = ({"act": "decide", "pairing": "w1-1", "winner": 0},)
    for act in acts:
        assert (await stage.people["cyd"].post(f"{CUP}/acts", {"act": act})).status == 204
    [played] = (await stage.me.get(path)).json()["played"]
    assert (played["alias"], played["place"]) == ("Ace", 1)
    await stage.block()
    answer = await stage.me.get(path)
    if stage.blocks:
        assert answer.json() == {"played": []}
    else:
        unknown = await stage.me.get("/api/v1/players/nobody/tournaments")
        assert (answer.status, answer.json()) == (unknown.status, unknown.json())

"""The rows of docs/contact.md about ratings; see contact_rows.py."""

from tests.gateway.contact_rows import Stage, row
from tests.gateway.contact_rows_tournaments import TESTS
from tests.gateway.rated import rate

__all__ = ["TESTS"]


@row("GET /api/v1/leaderboard")
async def _a_leaderboard_has_no_gap(stage: Stage) -> None:
    await rate(stage.people, cyd=24.0, ada=25.0, bob=26.0)
    await stage.block()
    board = (await stage.me.get("/api/v1/leaderboard")).json()
    assert [(line["rank"], line["player"]["name"]) for line in board["lines"]] == [
        (1, "ada"),
        (2, "cyd"),
    ]
    assert (board["own"]["rank"], board["own"]["player"]["name"]) == (1, "ada")
    whole = (await stage.people["cyd"].get("/api/v1/leaderboard")).json()
    assert whole["own"]["rank"] == 3


@row("GET /api/v1/players/{player_id}/ratings")
async def _a_rating_is_there_or_not(stage: Stage) -> None:
    await rate(stage.people, bob=26.0)
    await stage.block()
    found = await stage.me.get(f"/api/v1/players/{stage.other_id}/ratings")
    if stage.blocks:
        assert found.json() == {"ratings": []}
    else:
        unknown = await stage.me.get("/api/v1/players/nobody/ratings")
        assert (found.status, found.body) == (404, unknown.body)

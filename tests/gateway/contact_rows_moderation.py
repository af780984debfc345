"""The rows of docs/contact.md about moderation, which no block stands in the way of."""

from tests.gateway.contact_rows import Stage, row
from tests.gateway.contact_rows_rooms import TESTS

__all__ = ["TESTS"]


@row(
    "to mutes",
    "GET /api/v1/moderation/mutes",
    "PUT /api/v1/players/{player_id}/mute",
    "DELETE /api/v1/players/{player_id}/mute",
)
async def _a_moderator_mutes_whoever_it_is(stage: Stage) -> None:
    await stage.people.appoint("bob", "moderator")
    await stage.block()
    mute = f"/api/v1/players/{stage.my_id}/mute"
    async with stage.me.socket() as mine:
        await mine.hello()
        assert (await stage.other.put(mute, {"reason": "flood", "until": None})).status == 204
        [told] = (await mine.attend("mutes"))["mutes"]
        assert told["moderator"] == "bob"
        [listed] = (await stage.other.get("/api/v1/moderation/mutes")).json()["mutes"]
        assert listed["player"] == stage.my_id
        assert (await stage.other.delete(mute)).status == 204
        assert (await mine.attend("mutes"))["mutes"] == []


@row("GET /api/v1/moderation/reports", "GET /api/v1/moderation/log")
async def _a_moderator_reads_reports_about_whoever_it_is(stage: Stage) -> None:
    await stage.people.appoint("bob", "moderator")
    await stage.block()
    lines = "/api/v1/rooms/lobby/lines"
    assert (await stage.me.post(lines, {"line": 1, "text": "mine"})).status == 204
    reported = await stage.people["cyd"].post(f"{lines}/1/report", {"reason": "rude"})
    assert reported.status == 204
    [report] = (await stage.other.get("/api/v1/moderation/reports")).json()["reports"]
    assert report["author"] == stage.my_id
    assert [event["text"] for event in report["context"]] == ["mine"]
    assert (await stage.other.delete(f"{lines}/1")).status == 204
    [entry] = (await stage.other.get("/api/v1/moderation/log")).json()["entries"]
    assert (entry["action"], stage.other_id in entry["actor"]) == ("line-deleted", True)

"""The rows of docs/contact.md about rooms; see contact_rows.py."""

from tests.gateway.client import Page
from tests.gateway.contact_rows import Stage, row
from tests.gateway.contact_rows_play import TESTS

__all__ = ["TESTS"]


async def _subscribed(page: Page) -> list[dict[str, object]]:
    await page.hello()
    await page.send(t="subscribe", id="s", room="lobby")
    return (await page.attend("room"))["events"]


@row("GET /api/v1/rooms/{room_id}/lines", "POST /api/v1/rooms/{room_id}/lines")
async def _of_the_other_there_is_only_a_number_by_http(stage: Stage) -> None:
    lines = "/api/v1/rooms/lobby/lines"
    assert (await stage.other.post(lines, {"line": 1, "text": "theirs"})).status == 204
    await stage.block()
    assert (await stage.other.post(lines, {"line": 2, "text": "later"})).status == 204
    hidden = [{"number": number, "kind": "hidden"} for number in (1, 2)]
    assert (await stage.me.get(lines)).json() == {"events": hidden, "more": False}
    assert (await stage.me.get(f"{lines}?before=2")).json()["events"] == hidden[:1]


@row("from say", "to event", "from subscribe", "to room", "from history", "to history")
async def _of_the_other_there_is_only_a_number(stage: Stage) -> None:
    async with stage.people["cyd"].socket() as cyds:
        await _subscribed(cyds)
        async with stage.other.socket() as others:
            await _subscribed(others)
            await others.send(t="say", id="1", room="lobby", line=1, text="before")
            await others.attend("ok")
            await stage.block()
            async with stage.me.socket() as mine:
                hidden = {"number": 1, "kind": "hidden"}
                assert await _subscribed(mine) == [hidden]
                await others.send(t="say", id="2", room="lobby", line=2, text="after")
                assert (await mine.attend("event"))["event"] == {"number": 2, "kind": "hidden"}
                await mine.send(t="history", id="h", room="lobby", before=2)
                assert (await mine.attend("history"))["events"] == [hidden]
                await mine.send(t="say", id="3", room="lobby", line=1, text="mine")
                await mine.attend("ok")
                while (told := (await others.attend("event"))["event"])["number"] < 3:
                    pass
                assert told == {"number": 3, "kind": "hidden"}
        seen = [(await cyds.attend("event"))["event"]["text"] for _ in range(3)]
        assert seen == ["before", "after", "mine"]

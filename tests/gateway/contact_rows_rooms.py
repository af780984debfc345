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


@row("to mark", "from edit", "from delete")
async def _what_the_other_changes_is_only_a_number(stage: Stage) -> None:
    async with stage.me.socket() as mine, stage.other.socket() as others:
        await _subscribed(mine)
        await _subscribed(others)
        for line in (1, 2):
            await others.send(t="say", id=f"{line}", room="lobby", line=line, text=f"theirs {line}")
            await others.attend("ok")
        await mine.send(t="subscribe", id="s2", room="lobby")
        while not (mark := await mine.attend("mark"))["unread"]:
            pass
        assert mark["unread"] == 2
        await stage.block()
        while not (await mine.attend("room"))["anew"]:
            pass
        assert (await mine.attend("mark"))["unread"] == 0
        await others.send(t="edit", id="e", room="lobby", number=1, text="changed")
        await others.send(t="delete", id="d", room="lobby", number=2)
        for number in (3, 4):
            event = (await mine.attend("event"))["event"]
            assert event == {"number": number, "kind": "hidden"}


@row("from typing", "to typing")
async def _that_the_other_writes_is_not_told(stage: Stage) -> None:
    cyd = stage.people["cyd"]
    async with stage.me.socket() as mine, stage.other.socket() as others, cyd.socket() as cyds:
        await stage.block()
        for page in (mine, others, cyds):
            await _subscribed(page)
        await others.send(t="typing", room="lobby")
        assert (await cyds.attend("typing"))["player"] == stage.other_id
        await others.send(t="say", id="1", room="lobby", line=1, text="theirs")
        assert (await mine.attend("typing", "event"))["event"] == {"number": 1, "kind": "hidden"}


@row("from read", "to seen")
async def _how_far_the_other_has_read_is_not_told(stage: Stage) -> None:
    room = stage.direct()
    lines, mark = (f"/api/v1/rooms/{room}/{what}" for what in ("lines", "mark"))
    async with stage.me.socket() as mine:
        await mine.hello()
        assert (await stage.me.post(lines, {"line": 1, "text": "mine"})).status == 204
        await mine.send(t="subscribe", id="s", room=room)
        await mine.attend("mark")
        assert (await stage.other.put(mark, {"number": 1})).status == 204
        assert (await mine.attend("seen"))["number"] == 1
        await stage.block()
        while not (await mine.attend("room"))["anew"]:
            pass
        await mine.send(t="say", id="2", room="lobby", line=1, text="mine")
        assert (await stage.other.put(mark, {"number": 1})).status == 204
        await mine.send(t="subscribe", id="s2", room=room)
        assert (await mine.attend("seen", "mark"))["t"] == "mark"
        await mine.send(t="read", id="r", room=room, number=1)
        assert (await mine.attend("seen", "mark"))["number"] == 1


@row(
    "to ring",
    "GET /api/v1/rooms",
    "PATCH /api/v1/rooms/{room_id}/lines/{number}",
    "DELETE /api/v1/rooms/{room_id}/lines/{number}",
    "PUT /api/v1/rooms/{room_id}/mark",
)
async def _a_direct_room_with_the_other_is_not_listed(stage: Stage) -> None:
    room = stage.direct()
    lines = f"/api/v1/rooms/{room}/lines"
    for line in (1, 2):
        assert (
            await stage.other.post(lines, {"line": line, "text": f"theirs {line}"})
        ).status == 204
    assert [each["id"] for each in (await stage.me.get("/api/v1/rooms")).json()["rooms"]] == [room]
    await stage.block()
    refused = (await stage.other.post(lines, {"line": 3, "text": "more"})).json()
    assert refused["type"].endswith(":takes_none")
    assert (await stage.other.patch(f"{lines}/1", {"text": "changed"})).status == 204
    assert (await stage.other.delete(f"{lines}/2")).status == 204
    mark = f"/api/v1/rooms/{room}/mark"
    assert (await stage.other.put(mark, {"number": 2})).status == 204
    assert (await stage.me.get("/api/v1/rooms")).json() == {"rooms": []}
    hidden = [{"number": number, "kind": "hidden"} for number in (1, 2, 3, 4)]
    assert (await stage.me.get(lines)).json()["events"] == hidden


@row("POST /api/v1/rooms/{room_id}/lines/{number}/report")
async def _a_line_of_the_other_cannot_be_reported(stage: Stage) -> None:
    lines = "/api/v1/rooms/lobby/lines"
    assert (await stage.other.post(lines, {"line": 1, "text": "theirs"})).status == 204
    await stage.block()
    assert (await stage.me.post(f"{lines}/1/report", {"reason": "x"})).status == 404
    reported = await stage.people["cyd"].post(f"{lines}/1/report", {"reason": "x"})
    assert reported.status == 204


@row("GET /api/v1/lines")
async def _lines_of_the_other_are_not_found(stage: Stage) -> None:
    lines = "/api/v1/rooms/lobby/lines"
    for client in (stage.other, stage.me):
        assert (await client.post(lines, {"line": 1, "text": "same words"})).status == 204
    await stage.block()
    for client, number in ((stage.me, 2), (stage.other, 1)):
        found = (await client.get("/api/v1/lines?words=same")).json()["lines"]
        assert [line["event"]["number"] for line in found] == [number]


@row(
    "from member",
    "PUT /api/v1/rooms/{room_id}/members/{player_id}",
    "DELETE /api/v1/rooms/{room_id}/members/{player_id}",
    "GET /api/v1/rooms/{room_id}/members",
)
async def _the_other_is_not_invited_nor_listed(stage: Stage) -> None:
    room, cyd = "/api/v1/rooms/r.spin", stage.people.ids["cyd"]
    public = {"name": "Spin doctors", "public": True}
    assert (await stage.me.put(room, public)).status == 204
    other = f"{room}/members/{stage.other_id}"
    await stage.block()
    refused = await stage.me.put(other, {"role": "invited"})
    assert refused.json()["type"].endswith(":takes_no_invitation")
    async with stage.me.socket() as mine:
        await mine.hello()
        frame = {"room": "r.spin", "player": stage.other_id, "role": "invited"}
        await mine.send(t="member", id="m", **frame)
        assert (await mine.attend("error"))["code"] == "takes_no_invitation"
    assert (await stage.me.put(f"{room}/members/{cyd}", {"role": "invited"})).status == 204
    assert (await stage.other.put(other, {"role": "member"})).status == 204  # it is public
    listed = (await stage.me.get(f"{room}/members")).json()["members"]
    assert [each["player"]["id"] for each in listed] == [stage.my_id, cyd]
    listed = (await stage.other.get(f"{room}/members")).json()["members"]
    assert [each["player"]["id"] for each in listed] == [cyd, stage.other_id]
    assert (await stage.me.delete(other)).status == 204  # an owner has the last word

"""Rooms by HTTP and by the socket, on a server with a store in a file."""

import pytest

from tests.gateway.client import Client

LINES = "/api/v1/rooms/lobby/lines"


@pytest.fixture
async def ada(client: Client) -> Client:
    await client.guest("Ada")
    return client


async def test_what_is_said_by_http_is_read_by_both(ada: Client):
    async with ada.socket() as page:
        await page.hello()
        await page.send(t="subscribe", id="s", room="lobby")
        assert (await page.attend("room"))["last"] == 0
        assert (await ada.post(LINES, {"line": 1, "text": " hello \n"})).status == 204
        event = (await page.attend("event"))["event"]
        assert (event["text"], event["name"], event["line"]) == ("hello", "Ada", 1)
        await page.send(t="say", id="1", room="lobby", line=1, text="hello")
        assert (await page.attend("ok"))["id"] == "1"
        await page.send(t="say", id="2", room="lobby", line=2, text="more")
        assert (await page.attend("event"))["event"]["number"] == 2
        listed = (await ada.get(LINES)).json()
        assert [event["text"] for event in listed["events"]] == ["hello", "more"]
        assert (await ada.get(f"{LINES}?before=2")).json() == {"events": [event], "more": False}


async def test_what_is_refused_says_why(ada: Client):
    assert (await ada.post(LINES, {"line": 1, "text": "once"})).status == 204
    refused = [
        (await ada.post(LINES, {"line": 1, "text": "other"}), 409, "line_taken"),
        (await ada.get("/api/v1/rooms/nowhere/lines"), 404, "no_such_room"),
        (
            await ada.post("/api/v1/rooms/d.a.b/lines", {"line": 1, "text": "x"}),
            404,
            "no_such_room",
        ),
        (await ada.get(f"/api/v1/rooms/{'r' * 65}/lines"), 404, "no_such_room"),
        (await ada.get(f"{LINES}?before=x"), 422, "invalid"),
        (await ada.post(LINES, {"line": 2, "text": " \n "}), 422, "malformed"),
        (await ada.post(LINES, {"line": 2, "text": "\u202e"}), 422, "malformed"),
        (await ada.post(LINES, {"line": 0, "text": "x"}), 422, "invalid"),
        (await Client(ada.port).get(LINES), 401, "not_signed_in"),
    ]
    for answer, status, code in refused:
        problem = answer.json()
        assert (answer.status, problem["type"].rpartition(":")[2]) == (status, code), problem


async def test_the_longest_line_of_the_widest_characters_is_taken(ada: Client):
    text = "\U0001f3d3" * 2000
    async with ada.socket() as page:
        await page.hello()
        await page.send(t="say", id="1", room="lobby", line=1, text=text)
        assert (await page.attend("ok"))["id"] == "1"
        await page.send(t="say", id="2", room="lobby", line=2, text=text + "x")
        assert (await page.attend("error"))["code"] == "malformed"
    assert (await ada.get(LINES)).json()["events"][0]["text"] == text

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


async def test_lines_are_changed_deleted_and_read_by_http(ada: Client):
    assert (await ada.post(LINES, {"line": 1, "text": "helo"})).status == 204
    assert (await ada.patch(f"{LINES}/1", {"text": " hello "})).status == 204
    [line, edit] = (await ada.get(f"{LINES}?after=0")).json()["events"]
    assert (line["text"], line["edited"], edit["about"]) == ("hello", edit["at"], 1)
    mark = "/api/v1/rooms/lobby/mark"
    assert (await ada.put(mark, {"number": 1})).status == 204
    [room] = (await ada.get("/api/v1/rooms")).json()["rooms"]
    assert (room["id"], room["last"], room["mark"], room["unread"]) == ("lobby", 2, 1, 0)
    assert (await ada.delete(f"{LINES}/1")).status == 204
    kinds = [event["kind"] for event in (await ada.get(LINES)).json()["events"]]
    assert kinds == ["gone", "gone", "delete"]
    for answer, status, code in [
        (await ada.patch(f"{LINES}/1", {"text": "x"}), 404, "no_such_line"),
        (await ada.patch(f"{LINES}/x", {"text": "x"}), 404, "no_such_line"),
        (await ada.patch(f"{LINES}/1", {"text": ""}), 422, "invalid"),
        (await ada.delete(f"{LINES}/99"), 404, "no_such_line"),
        (await ada.get(f"{LINES}?after=1&before=2"), 422, "one_of_two"),
        (await ada.put("/api/v1/rooms/lobby/mode", {"closed": True}), 403, "not_a_moderator"),
        (await ada.put("/api/v1/rooms/lobby/mode", {"slow": -1}), 422, "invalid"),
    ]:
        problem = answer.json()
        assert (answer.status, problem["type"].rpartition(":")[2]) == (status, code), problem


async def test_the_rooms_of_a_player_with_what_is_unread(ada: Client):
    bob = Client(ada.port)
    bobs = await bob.guest("Bob")
    adas = (await ada.get("/api/v1/me")).json()["player"]["id"]
    room = "d." + ".".join(sorted((adas, bobs["id"])))
    lines = f"/api/v1/rooms/{room}/lines"
    assert (await ada.get("/api/v1/rooms")).json() == {"rooms": []}
    async with ada.socket() as page:
        await page.hello()
        for line in (1, 2):
            assert (await bob.post(lines, {"line": line, "text": f"psst {line}"})).status == 204
        assert (await page.attend("ring"))["room"] == room
    [found] = (await ada.get("/api/v1/rooms")).json()["rooms"]
    assert (found["id"], found["kind"], found["name"]) == (room, "direct", "Bob")
    assert (found["other"]["id"], found["mark"], found["unread"]) == (bobs["id"], 0, 2)
    assert (await ada.put(f"/api/v1/rooms/{room}/mark", {"number": 2})).status == 204
    assert (await ada.get("/api/v1/rooms")).json()["rooms"][0]["unread"] == 0
    assert (await bob.get("/api/v1/rooms")).json()["rooms"][0]["unread"] == 0


async def test_lines_are_found_by_their_words(ada: Client):
    for line, text in enumerate(["Good game, Björn!", "a good one"], 1):
        assert (await ada.post(LINES, {"line": line, "text": text})).status == 204
    found = (await ada.get("/api/v1/lines?words=GOOD")).json()
    assert [(line["room"], line["event"]["number"]) for line in found["lines"]] == [
        ("lobby", 2),
        ("lobby", 1),
    ]
    assert found["more"] is False
    found = (await ada.get("/api/v1/lines?words=bj%C3%B6&skip=0")).json()["lines"]
    assert [line["event"]["text"] for line in found] == ["Good game, Björn!"]
    assert (await ada.get("/api/v1/lines?words=good&skip=2")).json()["lines"] == []
    for wrong in ("", "?words=", "?words=%21", "?words=" + "x" * 201, "?words=x&skip=-1"):
        assert (await ada.get(f"/api/v1/lines{wrong}")).status == 422, wrong


async def test_a_room_is_made_found_joined_and_left_by_http(client: Client):
    ada, bob = client, Client(client.port)
    await ada.register("ada")
    bobs = await bob.guest("Bob")
    room = "/api/v1/rooms/r.8c1f"
    about = {"name": " Spin  doctors ", "topic": "all about spin", "public": True}
    assert (await ada.put(room, about)).status == 204
    found = (await bob.get("/api/v1/rooms/public?name=spi")).json()
    assert found == {
        "rooms": [
            {"id": "r.8c1f", "name": "Spin doctors", "topic": "all about spin", "members": 1}
        ],
        "more": False,
    }
    me = f"{room}/members/{bobs['id']}"
    assert (await bob.put(me, {"role": "member"})).status == 204
    [own] = (await bob.get("/api/v1/rooms")).json()["rooms"]
    assert (own["kind"], own["name"], own["role"]) == ("made", "Spin doctors", "member")
    members = (await ada.get(f"{room}/members")).json()["members"]
    assert [(each["player"]["name"], each["role"]) for each in members] == [
        ("Ada", "owner"),
        ("Bob", "member"),
    ]
    assert (await bob.delete(me)).status == 204
    for answer, status, code in [
        (await bob.put("/api/v1/rooms/r.mine", about), 403, "guests_cannot"),
        (await bob.put(room, about), 403, "not_a_moderator"),
        (await ada.put("/api/v1/rooms/lobby", about), 404, "no_such_room"),
        (await ada.put(room, {**about, "name": " "}), 422, "malformed"),
        (await ada.put(room, {**about, "topic": "\u202e"}), 422, "malformed"),
        (await bob.get("/api/v1/rooms/r.nowhere/members"), 404, "no_such_room"),
        (await bob.get("/api/v1/rooms/public?skip=x"), 422, "invalid"),
    ]:
        problem = answer.json()
        assert (answer.status, problem["type"].rpartition(":")[2]) == (status, code), problem

"""Play by HTTP: games, the queue, and matches that are played by requests."""

from typing import Any

import msgspec
import pytest
import trio
import trio.testing

from actors.core.address import Address
from actors.pong.ball import Flight, place
from actors.pong.paddle import Segment, position
from actors.seats.parts import seats_of
from gateway.guard.crowd import Crowd
from gateway.main import Running
from gateway.stop import say_good_bye
from store.errors import StoreUnavailable
from store.sqlite.engine import SqliteEngine
from tests.gateway.client import Answer, Client, asked, until
from tests.gateway.conftest import tighten
from tests.patience import STUCK

API = "/api/v1"
AI = {"mode": "ai", "level": "easy", "settings": {"points": 3}}


@pytest.fixture
async def ada(client: Client) -> Client:
    await client.guest("Ada")
    return client


@pytest.fixture
async def bob(another: Client) -> Client:
    await another.guest("Bob")
    return another


def code(answer: Answer) -> tuple[int, str]:
    return answer.status, answer.json()["type"].rpartition(":")[2]


async def match_of(client: Client, body: dict[str, Any] = AI) -> str:
    made = await client.post(f"{API}/matches", body)
    assert made.status == 201
    return made.json()["match"]


async def state(client: Client, match: str) -> dict[str, Any]:
    answer = await client.get(f"{API}/matches/{match}/state")
    assert answer.status == 200, answer.body
    return answer.json()


async def place_of(client: Client) -> str | None:
    return (await client.get(f"{API}/queue")).json()["match"]


async def playing(client: Client, match: str) -> dict[str, Any]:
    """Enter the match, and look until the countdown is over; return the last answer."""
    await client.post(f"{API}/matches/{match}/enter", {})
    return await asked(lambda: state(client, match), lambda now: now["match"]["phase"] == "playing")


async def test_a_game_is_listed_changed_withdrawn_and_taken(ada: Client, bob: Client):
    opened = await ada.post(f"{API}/games", {"settings": {"points": 5}})
    game = opened.json()["game"]
    assert opened.status == 201
    listed = (await bob.get(f"{API}/games")).json()
    assert [(line["id"], line["host"], line["points"]) for line in listed["games"]] == [
        (game, "Ada", 5)
    ]
    assert (await ada.get(f"{API}/games")).json()["hosting"] == game
    assert (await ada.delete(f"{API}/games/{game}")).status == 204
    assert code(await bob.post(f"{API}/games/{game}/join", {})) == (404, "no_such_game")
    game = (await ada.post(f"{API}/games", {"private": True})).json()["game"]
    joined = await bob.post(f"{API}/games/{game}/join", {})
    assert joined.status == 200
    assert (await ada.get(f"{API}/queue")).json()["match"] == joined.json()["match"]


async def test_two_who_queue_have_a_match(ada: Client, bob: Client):
    waits = (await ada.post(f"{API}/queue", {})).json()
    assert (waits["queued"], waits["waiting"], waits["match"]) == (True, 1, None)
    assert (waits["place"]["mode"], waits["place"]["rated"]) == ("classic", False)
    assert [kind["waiting"] for kind in waits["kinds"]] == [1, 0, 0, 0]
    assert (await ada.delete(f"{API}/queue")).status == 204
    assert not (await ada.get(f"{API}/queue")).json()["queued"]
    for client in (ada, bob):
        await client.post(f"{API}/queue", {})
    match = await asked(lambda: place_of(ada), lambda match: match is not None)
    place = (await bob.get(f"{API}/queue")).json()
    assert (place["queued"], place["waiting"], place["match"]) == (False, 0, match)
    assert place["place"] is None
    assert (await bob.post(f"{API}/matches/{match}/enter", {})).status == 200


async def test_a_match_is_seen_pressed_and_resigned(ada: Client):
    match = await match_of(ada)
    now = await playing(ada, match)
    shown = now["match"]
    assert shown["sides"] == [-1]
    assert shown["players"][0]["window"] == 0
    flight = msgspec.convert(shown["flight"], Flight)
    assert now["ball"] == list(place(flight, min(now["time"], flight.contact)))
    segments = [Segment(**segment) for segment in shown["paddles"]]
    assert now["paddles"] == [position(one, max(now["time"], one.since)) for one in segments]
    pressed = (await ada.post(f"{API}/matches/{match}/press", {"dir": 1})).json()
    moved = pressed["match"]["paddles"][0]
    assert moved["direction"] == 1
    assert now["time"] <= moved["since"] <= pressed["time"]
    assert (await ada.post(f"{API}/matches/{match}/resign", {})).status == 204
    over = await state(ada, match)
    assert (over["match"]["phase"], over["match"]["cause"]) == ("finished", "resigned")
    assert code(await ada.post(f"{API}/matches/{match}/press", {"dir": 1})) == (409, "match_over")
    assert (await ada.get(f"{API}/queue")).json()["match"] is None


async def test_two_play_on_one_keyboard(ada: Client):
    match = await match_of(ada, {"mode": "local", "names": ["Left", "Right"]})
    await playing(ada, match)
    for side, direction in ((-1, 1), (1, -1)):
        body = {"dir": direction, "side": side}
        pressed = (await ada.post(f"{API}/matches/{match}/press", body)).json()["match"]
        assert pressed["paddles"][side > 0]["direction"] == direction
    unsaid = await ada.post(f"{API}/matches/{match}/press", {"dir": 0})
    assert code(unsaid) == (403, "not_your_paddle")
    names = [player["name"] for player in pressed["players"]]
    assert names == ["Left", "Right"]


async def test_what_is_refused_says_why(ada: Client, bob: Client):
    match = await match_of(ada)
    refused = [
        (await ada.post(f"{API}/games", {}), (409, "already_playing")),
        (await ada.post(f"{API}/matches/{match}/press", {"dir": 1}), (409, "not_entered")),
        (await bob.post(f"{API}/matches/{match}/press", {"dir": 1}), (403, "not_your_match")),
        (await bob.post(f"{API}/matches/{match}/enter", {}), (403, "not_your_match")),
        (await bob.get(f"{API}/matches/{match}/state"), (403, "not_watchable")),
        (await bob.get(f"{API}/matches/nothing/state"), (404, "no_such_match")),
        (await bob.post(f"{API}/matches/nothing/enter", {}), (404, "no_such_match")),
        (await bob.post(f"{API}/matches/nothing/resign", {}), (404, "no_such_match")),
        (await bob.delete(f"{API}/games/nothing"), (404, "no_such_game")),
        (await bob.get(f"{API}/matches/{'m' * 65}/state"), (404, "no_such_match")),
        (
            await bob.post(f"{API}/matches", {"mode": "local", "names": ["a\u0007", "b"]}),
            (422, "malformed"),
        ),
        (await Client(ada.port).get(f"{API}/games"), (401, "not_signed_in")),
    ]
    assert [code(answer) for answer, _ in refused] == [why for _, why in refused]


async def test_a_page_of_the_same_player_takes_the_seat(ada: Client):
    match = await match_of(ada)
    await playing(ada, match)
    async with ada.socket() as page:
        await page.hello()
        await page.send(t="enter", match=match)
        await page.attend("match")
        assert code(await ada.post(f"{API}/matches/{match}/press", {"dir": 1})) == (
            409,
            "not_entered",
        )
        assert (await state(ada, match))["match"]["phase"] == "playing"
        await ada.post(f"{API}/matches/{match}/enter", {})
        assert (await page.attend("moved"))["match"] == match


async def test_whoever_asks_no_more_is_lost_and_may_come_back(ada: Client, bob: Client):
    """Like a silent socket: the match pauses and waits."""
    async with bob.socket() as page:
        await page.hello()
        await page.send(t="open", id="o", private=True)
        game = (await page.attend("ok"))["game"]
        match = (await ada.post(f"{API}/games/{game}/join", {})).json()["match"]
        await page.send(t="enter", match=match)
        pauses = list[dict[str, Any]]()

        async def attend() -> None:
            pauses.append(await page.attend("pause"))

        with trio.fail_after(STUCK):
            async with trio.open_nursery() as meanwhile:
                meanwhile.start_soon(attend)
                await playing(ada, match)
                await asked(lambda: state(ada, match), lambda now: now["time"] > 1.8)
                assert not pauses  # by now the server would have noticed a silence
        assert [away["why"] for away in pauses[0]["away"]] == ["connection_lost"]
        back = (await ada.post(f"{API}/matches/{match}/enter", {})).json()["match"]
        assert back["phase"] == "countdown"
        assert back["players"][back["sides"][0] > 0]["pauses"] == 2
        await page.attend("countdown")


async def test_too_much_is_refused(ada: Client, server: Running):
    await ada.get(f"{API}/games")
    tighten(server, "play")
    assert [(await ada.get(f"{API}/games")).status for _ in range(2)] == [200, 429]


async def test_who_signs_out_is_gone(ada: Client, server: Running):
    await match_of(ada)
    assert len(server.services.sockets) == 1
    await ada.post(f"{API}/logout", {})
    await until(lambda: len(server.services.sockets) == 0)
    assert (await ada.get(f"{API}/games")).status == 401


async def test_it_is_counted_among_the_sockets_of_a_player(ada: Client, server: Running):
    server.services.sockets_of = Crowd(1)
    async with ada.socket() as page:
        await page.hello()
        assert code(await ada.get(f"{API}/games")) == (429, "too_many_sockets")
    await until(lambda: len(server.services.sockets) == 0)
    assert (await ada.get(f"{API}/games")).status == 200


async def test_nothing_is_kept_of_a_connection_that_has_ended(ada: Client, server: Running):
    await ada.get(f"{API}/games")
    (connection,) = server.services.sockets
    player = Address("player", (await ada.get("/api/v1/me")).json()["player"]["id"])
    process: Any = server.services.kernel._runtime.registry.processes[player]
    state = process.behaviour.state
    assert len(state.sessions) == 1
    connection.close(4408, "silent for too long")
    await until(lambda: not state.sessions)
    assert not state.of_connection


async def test_who_looks_at_the_lobby_by_requests_reads_it_once(ada: Client, server: Running):
    player = (await ada.get("/api/v1/me")).json()["player"]["id"]
    for path in ("games", "queue"):
        assert (await ada.get(f"{API}/{path}")).status == 200
    await ada.post(f"{API}/queue", {})
    processes: Any = server.services.kernel._runtime.registry.processes
    watched = (seats_of(player), Address("queue"), Address("games"))
    parts = [processes[each].behaviour.state for each in watched]
    await until(lambda: not any(part.readers for part in parts))


async def test_a_stop_ends_it(ada: Client, server: Running):
    match = await match_of(ada)
    await playing(ada, match)
    await say_good_bye(server.services)
    assert len(server.services.sockets) == 0
    assert code(await ada.get(f"{API}/matches/{match}/state")) == (503, "stopping")


async def test_one_session_has_one_connection_however_much_it_asks(ada: Client, server: Running):
    match = await match_of(ada)
    await playing(ada, match)
    answers = list[tuple[int, dict[str, Any]]]()

    async def press(direction: int) -> None:
        answer = await ada.post(f"{API}/matches/{match}/press", {"dir": direction})
        answers.append((answer.status, answer.json()))

    async with trio.open_nursery() as nursery:
        for number in range(12):
            nursery.start_soon(press, number % 3 - 1)
    assert [status for status, _ in answers] == [200] * 12
    assert len(server.services.sockets) == 1


async def test_a_resignation_that_cannot_be_saved_says_so_and_is_saved_later(
    ada: Client, monkeypatch: pytest.MonkeyPatch
):
    match = await match_of(ada)
    await playing(ada, match)

    async def away(*_: object) -> None:
        raise StoreUnavailable("away")

    with monkeypatch.context() as patch, trio.fail_after(STUCK):
        patch.setattr(SqliteEngine, "write_if", away)
        for _ in range(2):
            refused = await ada.post(f"{API}/matches/{match}/resign", {})
            assert code(refused) == (503, "not_saved")
        shown = (await state(ada, match))["match"]
        assert (shown["phase"], shown["cause"]) == ("finished", "resigned")
        assert shown["unsaved"] > 0
    await asked(lambda: state(ada, match), lambda now: not now["match"]["unsaved"])
    assert (await ada.post(f"{API}/matches/{match}/resign", {})).status == 204

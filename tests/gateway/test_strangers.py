"""Twenty matches of `websockets` against trio-websocket: both see the same."""

import json
import sys
from pathlib import Path
from typing import Any

import trio

from tests.gateway.client import Client
from tests.gateway.process import QUIET, ROOT, serving
from tests.gateway.stranger import EVERY, Part
from tests.patience import STUCK

MATCHES = 20
FOR_ONE = {
    "welcome",
    "matched",
    "match",
    "games",
    "waiting",
    "playing",
    "online",
    "ok",
    "error",
    "paddle",
}
"""Frames that only one player gets, or that differ between the two."""
OWN = {"seq", "sides", "now"}
"""Fields that differ by page, or by the time of the write."""


async def _open(client: Client, games: trio.MemorySendChannel[str], part: Part) -> None:
    """Open a game, and play it with the player who joins."""
    async with client.socket() as page, trio.open_nursery() as nursery:

        async def press() -> None:
            while True:
                await trio.sleep(EVERY)
                if part.match:
                    await page.send(**part.key(0))

        nursery.start_soon(press)
        await page.send(t="hello")
        while not part.over:
            message = await page.connection.get_message()
            for line in str(message).split("\n"):
                frame = json.loads(line)
                for answer in part.hear(frame):
                    await page.send(**answer)
                if frame["t"] == "ok":
                    await games.send(frame["game"])
        nursery.cancel_scope.cancel()


async def _strangers(jobs: list[dict[str, Any]]) -> dict[str, dict[str, Any]]:
    """Run them; return their records by match."""
    command = [sys.executable, "-m", "tests.gateway.stranger"]
    lines = "\n".join(map(json.dumps, jobs)).encode()
    done = await trio.run_process(command, stdin=lines, capture_stdout=True, cwd=ROOT, env=QUIET)
    records = map(json.loads, done.stdout.splitlines())
    return {_match(record["frames"]): record for record in records}


def _match(frames: list[dict[str, Any]]) -> str:
    return next(frame["match"] for frame in frames if frame["t"] == "matched")


def _of_both(frames: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The frames that both must see, in order, from the moment when both are there."""
    seen = [
        {name: value for name, value in frame.items() if name not in OWN}
        for frame in frames
        if frame["t"] not in FOR_ONE
    ]
    kinds = [frame["t"] for frame in seen]
    return seen[kinds.index("countdown") :]


def _check_numbers(frames: list[dict[str, Any]]) -> None:
    numbers = [frame["seq"] for frame in frames if "seq" in frame]
    assert numbers == list(range(numbers[0], numbers[0] + len(numbers)))


async def test_another_library_sees_the_same(tmp_path: Path):
    with trio.fail_after(3.0 * STUCK), serving(tmp_path) as (process, client):
        opener = {"t": "open", "id": "r1", "settings": {"points": 1}}
        parts = [Part(opener) for _ in range(MATCHES)]
        send, games = trio.open_memory_channel[str](MATCHES)
        found: dict[str, dict[str, Any]] = {}
        async with trio.open_nursery() as nursery:
            for number, part in enumerate(parts):
                one = Client(client.port)
                await one.guest(f"Ada{number}")
                nursery.start_soon(_open, one, send, part)
            jobs = []
            for number in range(MATCHES):
                other = Client(client.port)
                await other.guest(f"Bob{number}")
                way_in = {"t": "join", "id": "r1", "game": await games.receive()}
                url = f"ws://127.0.0.1:{client.port}/ws"
                jobs.append(
                    {"url": url, "site": client.site, "cookie": other.cookie, "way_in": way_in}
                    | {"compression": "deflate" if number % 2 else None}
                )
            found = await _strangers(jobs)
        process.terminate()
        _, errors = await trio.to_thread.run_sync(process.communicate)
    assert len(found) == MATCHES
    for part in parts:
        record = found[part.match]
        theirs, ours = _of_both(record["frames"]), _of_both(part.frames)
        assert theirs == ours
        assert {"countdown", "flight", "finished"} <= {frame["t"] for frame in theirs}
        for frames in (record["frames"], part.frames):
            _check_numbers(frames)
            assert any(frame["t"] == "paddle" for frame in frames)  # the opponent moves
            assert "pause" not in {frame["t"] for frame in frames}
            refused = {frame["code"] for frame in frames if frame["t"] == "error"}
            assert refused <= {"match_over"}  # a key that was under way at the end
        assert record["code"] == 1000
        assert record["extensions"] == []
    assert {record["offered"] for record in found.values()} == {True, False}
    assert "Traceback" not in errors

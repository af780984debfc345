"""Writes matches of the past to the store of a running server."""

import time
from pathlib import Path

import trio

from store.matches.records import MatchPlayer, MatchRecord, MatchResult
from store.opening import open_store

SETTINGS = b'{"points": 11, "win_by_two": false}'
HOUR = 3_600_000


def played(data: Path, player: tuple[str, str], opponent: tuple[str, str], count: int) -> None:
    """Let a player have won ``count`` quick matches, one per hour. Players are (id, name)."""

    async def write() -> None:
        async with open_store(str(data)) as store:
            now = int(time.time() * 1000)
            players = MatchPlayer(-1, *player), MatchPlayer(1, *opponent)
            for place in range(count):
                name, end = f"past{place}", now - place * HOUR
                begun = MatchRecord(name, "quick", SETTINGS, 1, 1, players, end - 200_000)
                await store.matches.create_match(begun)
                result = MatchResult(name, "played", -1, (11, place % 10), 180.0, end)
                await store.matches.write_result(result)

    trio.run(write)

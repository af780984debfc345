"""Writes matches of the past to the store of a running server."""

import time
from contextlib import closing
from pathlib import Path

from store.matches.records import MatchPlayer, MatchRecord, MatchResult
from store.matches.rows import KINDS
from store.sqlite import FILE
from store.sqlite.connection import connect, run

SETTINGS = b'{"points": 11, "win_by_two": false}'
HOUR = 3_600_000


def played(data: Path, player: tuple[str, str], opponent: tuple[str, str], count: int) -> None:
    """Let a player have won so many quick matches, one an hour; both as (id, name)."""
    now = int(time.time() * 1000)
    players = MatchPlayer(-1, *player), MatchPlayer(1, *opponent)
    with closing(connect(data / FILE)) as database:
        for place in range(count):
            name, end = f"past{place}", now - place * HOUR
            begun = MatchRecord(name, "quick", SETTINGS, 1, 1, players, end - 200_000)
            result = MatchResult(name, "played", -1, (11, place % 10), 180.0, end)
            for row in (begun, result):  # a flush is for the server alone
                query, values = KINDS[type(row)]
                run(database, query, values(row))

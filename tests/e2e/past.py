"""Writes the past of a player to the store of a running server: matches and other people."""

import time
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path
from sqlite3 import Connection

from store.matches.records import MatchPlayer, MatchRecord, MatchResult
from store.matches.rows import KINDS
from store.people.queries import CREATE_USER
from store.people.records import User
from store.people.rows import user_values
from store.ratings.records import Rating, RatingEntry
from store.ratings.rows import KINDS as RATINGS
from store.social.queries import BEFRIEND
from store.social.rows import pair
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


def rated(data: Path, player_id: str, others: Sequence[str]) -> None:
    """Give a player a rating with a history, and others one each: half of them provisional."""
    now, mu, numbers = int(time.time() * 1000), 25.0, range(1, 61)
    with closing(connect(data / FILE)) as database:
        for number in numbers:
            after = mu + (1.6 if number % 3 else -1.9) * (1.0 if number < 12 else 0.4)
            row = RatingEntry(
                f"past{len(numbers) - number}",
                player_id,
                "result",
                "classic",
                number,
                now - (len(numbers) - number) * HOUR,
                mu,
                5.0,
                after,
                5.0,
            )
            _run(database, row)
            mu = after
        _run(database, Rating(player_id, "classic", mu, 4.0, len(numbers), len(numbers), now))
        for place, other in enumerate(others):
            sigma = 7.0 if place % 2 else 4.0
            _run(database, Rating(other, "classic", 31.0 - place / 2.0, sigma, place + 1, 1, now))


def _run(database: Connection, row: Rating | RatingEntry) -> None:
    query, values = RATINGS[type(row)]
    run(database, query, values(row))  # pyright: ignore[reportArgumentType] - each its own


def known(data: Path, player_id: str, friends: Sequence[str], asking: Sequence[str]) -> None:
    """Give a player friends of these names, and others who ask; they are ``f0``, ``f1`` and so on.

    A server that has the player's friends in memory does not notice: call it before they are asked
    for.
    """
    now = int(time.time() * 1000)
    with closing(connect(data / FILE)) as database:
        for place, name in enumerate([*friends, *asking]):
            other, at = f"f{place}", now - place * HOUR
            run(
                database,
                CREATE_USER,
                user_values(User(other, other, name, None, guest=False, created_at=at)),
            )
            both = pair(player_id, other)
            run(database, BEFRIEND, (*both, other, at))
            if place < len(friends):
                run(database, BEFRIEND, (*both, player_id, at))

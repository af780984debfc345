"""Applies the migrations to PostgreSQL: the same files, translated to its dialect."""

import re
from collections.abc import Sequence
from typing import Any

import asyncpg

from store.migrate import Migration, check_known, only_for

ONE_AT_A_TIME = 0x52414C4C59
"""The number of the advisory lock that lets one server at a time migrate; "RALLY" in ASCII."""
WORDS = {
    "STRICT": "",
    "BLOB": "BYTEA",
    "INTEGER": "BIGINT",
    "REAL": "DOUBLE PRECISION",
    "COLLATE BINARY": 'COLLATE "C"',
}
"""SQLite's words and PostgreSQL's. SQLite's INTEGER has 64 bits."""


async def migrate(pool: asyncpg.Pool, known: Sequence[Migration]) -> None:
    """Apply those of ``known`` that are missing, all in one transaction.

    Raises `StoreUnusable` if the data has a newer schema.
    """
    async with pool.acquire() as connection, connection.transaction():
        await migrate_within(connection, known)


async def migrate_within(connection: Any, known: Sequence[Migration]) -> None:
    """Do the same in the transaction that the connection is in."""
    await connection.execute("SELECT pg_advisory_xact_lock($1)", ONE_AT_A_TIME)
    await connection.execute(
        "CREATE TABLE IF NOT EXISTS schema_migrations"
        " (version BIGINT PRIMARY KEY, name TEXT NOT NULL)"
    )
    query = "SELECT coalesce(max(version), 0) FROM schema_migrations"
    version = await connection.fetchval(query)
    check_known(version, len(known))
    for migration in known[version:]:
        await connection.execute(translated(only_for("postgres", migration.sql)))
        insert = "INSERT INTO schema_migrations (version, name) VALUES ($1, $2)"
        await connection.execute(insert, migration.version, migration.name)


def translated(sql: str) -> str:
    """Translate statements from SQLite's dialect to PostgreSQL's."""
    words = re.compile(rf"\b({'|'.join(WORDS)})\b")
    return words.sub(lambda found: WORDS[found[0]], sql)

"""The queries of `Store.journal`, in the SQL that both engines share; see `store.engine`."""

HEAD_NOW = "SELECT epoch, at FROM journal_head"
# Compare and set: this does nothing if another process has begun an epoch in the meantime.
BEGIN_EPOCH = "UPDATE journal_head SET epoch = $1 + 1 WHERE epoch = $1 RETURNING epoch"
HEAD = "UPDATE journal_head SET at = $2 WHERE epoch = $1 RETURNING at"

# A journal that was closed ends with a blob without entries; other blobs of the same flush belong
# to the next journal. A repeated flush is there twice, and PostgreSQL refuses a statement that
# updates a row twice: so only the longest blob of each seq is taken.
KEEP_TAILS = """
    WITH ended AS (SELECT actor, max(at) AS at FROM journal WHERE count = 0 GROUP BY actor),
    wanted AS (
        SELECT
            j.actor, j.seq, j.count, j.data,
            row_number() OVER (PARTITION BY j.actor, j.seq ORDER BY j.count DESC) AS place
        FROM journal AS j
        LEFT JOIN ended AS e ON e.actor = j.actor
        LEFT JOIN snapshots AS s ON s.actor = j.actor
        WHERE j.count > 0
        AND (e.at IS NULL OR j.at >= e.at)
        AND (s.seq IS NULL OR s.seq < j.seq + j.count - 1)
    )
    INSERT INTO tails (actor, seq, count, data)
    SELECT actor, seq, count, data FROM wanted WHERE place = 1
    ON CONFLICT (actor, seq) DO UPDATE
    SET count = excluded.count, data = excluded.data
    WHERE excluded.count > tails.count
"""
EMPTY_JOURNAL = "DELETE FROM journal"


def _of(actors: int) -> str:
    places = ", ".join(f"${number}" for number in range(1, actors + 1))
    return f"WHERE actor IN ({places})"


def snapshots_of(actors: int) -> str:
    """Return the query for the snapshots of this many actors; its values are their keys."""
    return f"SELECT actor, seq, data, at FROM snapshots {_of(actors)}"  # noqa: S608 - placeholders


def tails_of(actors: int) -> str:
    """Return the query for the tails of this many actors; its values are their keys."""
    return f"SELECT actor, seq, count, data FROM tails {_of(actors)} ORDER BY actor, seq"  # noqa: S608 - placeholders


SAVE_SNAPSHOT = """
    INSERT INTO snapshots (actor, seq, data, at)
    VALUES ($1, $2, $3, $4)
    ON CONFLICT (actor) DO UPDATE
    SET seq = excluded.seq, data = excluded.data, at = excluded.at
    WHERE excluded.seq >= snapshots.seq
"""


def _save_blob(table: str) -> str:
    """Return the statement that keeps a blob, unless a longer one begins at the same entry."""
    return f"""
        INSERT INTO {table} (actor, seq, count, data)
        VALUES ($1, $2, $3, $4)
        ON CONFLICT (actor, seq) DO UPDATE
        SET count = excluded.count, data = excluded.data
        WHERE excluded.count > {table}.count
    """  # noqa: S608 - the name of a table


SAVE_SEGMENT, SAVE_TAIL = _save_blob("segments"), _save_blob("tails")
SEGMENTS = "SELECT seq, count, data FROM segments WHERE actor = $1 ORDER BY seq"
SHED = "DELETE FROM tails WHERE actor = $1"
CLOSE = (
    "DELETE FROM snapshots WHERE actor = $1",
    "DELETE FROM tails WHERE actor = $1",
    "DELETE FROM letters WHERE actor = $1",
)
TRIM = "DELETE FROM journal WHERE at < $1"
SAVE_LETTER = """
    INSERT INTO letters (actor, key, at, address, data)
    VALUES ($1, $2, $3, $4, $5)
    ON CONFLICT (actor, key) DO UPDATE
    SET at = excluded.at, data = excluded.data
"""
STRIKE = "DELETE FROM letters WHERE actor = $1 AND key = $2"
DUE = """
    SELECT address, key, at, data FROM letters
    WHERE at BETWEEN $1 AND $2 ORDER BY at, actor, key LIMIT $3
"""

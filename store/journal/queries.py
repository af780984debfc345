"""The queries of `Store.journal`, in the SQL that both engines share; see `store.engine`."""

HEAD_NOW = "SELECT coalesce(max(epoch), 0), coalesce(max(at), 0) FROM nodes"
# Compare and set: this does nothing if another process has begun an epoch in the meantime. It comes
# before the journal is read, so that what an earlier process is just writing is waited for.
BEGIN_EPOCH = """
    INSERT INTO nodes (epoch, name, place, sessions, state, at, beat)
    SELECT CAST($1 AS BIGINT) + 1, '', '', '', 'up', coalesce(max(at), 0), 0 FROM nodes
    HAVING coalesce(max(epoch), 0) = $1
    RETURNING epoch
"""
OUTDATE = "UPDATE nodes SET state = 'gone' WHERE epoch < $1"
TAKE_ALL = "UPDATE shards SET owner = $1, epoch = epoch + 1, at = $2"
# The fence: it locks the row of the node, and looks at all shards that the flush writes for.
HEAD = """
    UPDATE nodes SET at = $2, flush = CASE WHEN flush < CAST($4 AS BIGINT) THEN $4 ELSE flush END
    WHERE epoch = $1 AND state = 'up' AND (flush < $4 OR $4 = 0)
    AND NOT EXISTS (
        SELECT 1 FROM shards
        WHERE owner <> $1 AND substr($3, CAST(id AS INTEGER) + 1, 1) = '1'
    )
    RETURNING at
"""
WRITTEN = "SELECT epoch FROM nodes WHERE epoch = $1 AND state = 'up' AND flush >= $2"


def _keep_tails(of: str) -> str:
    """Return the statement that moves what the journal still has of actors to the tails.

    A journal that was closed ends with a blob without entries; other blobs of the same flush belong
    to the next journal. A repeated flush is there twice, and PostgreSQL refuses a statement that
    updates a row twice: so only the longest blob of each seq is taken.
    """
    return f"""
        WITH mine AS (SELECT * FROM journal {of}),
        ended AS (SELECT actor, max(at) AS at FROM mine WHERE count = 0 GROUP BY actor),
        wanted AS (
            SELECT
                j.actor, j.seq, j.count, j.data,
                row_number() OVER (PARTITION BY j.actor, j.seq ORDER BY j.count DESC) AS place
            FROM mine AS j
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
    """  # noqa: S608 - a clause of ours


KEEP_TAILS, KEEP_TAILS_OF = _keep_tails(""), _keep_tails("WHERE epoch = $1")
EMPTY_JOURNAL = "DELETE FROM journal"
EMPTY_JOURNAL_OF = "DELETE FROM journal WHERE epoch = $1"


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
TRIM = "DELETE FROM journal WHERE at < $1 AND epoch = $2"
SAVE_LETTER = """
    INSERT INTO letters (actor, key, at, address, data)
    VALUES ($1, $2, $3, $4, $5)
    ON CONFLICT (actor, key) DO UPDATE
    SET at = excluded.at, data = excluded.data
"""
STRIKE = "DELETE FROM letters WHERE actor = $1 AND key = $2"
DUE = """
    SELECT address, key, at, data FROM letters
    WHERE at BETWEEN $1 AND $2 AND substr($3, CAST(actor & 255 AS INTEGER) + 1, 1) = '1'
    ORDER BY at, actor, key LIMIT $4
"""

"""The queries of `Store.journal`, in the SQL that both engines share; see `store.engine`."""

# ruff: noqa: S608 (what is put in by an f-string are lists of columns)

EPOCH = "SELECT epoch FROM journal_head"
# Compared and set: one that was under way when its process was killed does nothing any more.
BEGIN_EPOCH = "UPDATE journal_head SET epoch = $1 + 1 WHERE epoch = $1 RETURNING epoch"
HEAD = "UPDATE journal_head SET at = $2 WHERE epoch = $1 RETURNING at"
LAST_FLUSH = "SELECT at FROM journal_head"


def journals(actors: int) -> str:
    """Make the query for the blobs of so many actors, whose keys are the values."""
    places = ", ".join(f"${number}" for number in range(1, actors + 1))
    return f"SELECT actor, seq, count, data FROM journal WHERE actor IN ({places})"


SAVE_SNAPSHOT = """
    INSERT INTO snapshots (actor, seq, data, at)
    VALUES ($1, $2, $3, $4)
    ON CONFLICT (actor) DO UPDATE
    SET seq = excluded.seq, data = excluded.data, at = excluded.at
    WHERE excluded.seq >= snapshots.seq
"""
SNAPSHOT = "SELECT seq, data, at FROM snapshots WHERE actor = $1"
SAVE_SEGMENT = """
    INSERT INTO segments (actor, seq, count, data)
    VALUES ($1, $2, $3, $4)
    ON CONFLICT (actor, seq) DO NOTHING
"""
SEGMENTS = "SELECT seq, count, data FROM segments WHERE actor = $1 ORDER BY seq"
CLOSE = "DELETE FROM snapshots WHERE actor = $1"
TRIM = "DELETE FROM journal WHERE at < $1"

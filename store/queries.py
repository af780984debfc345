"""Every query, in the SQL that SQLite and PostgreSQL share: ``$1`` placeholders, RETURNING,
ON CONFLICT, casts where a NULL has no type. Columns come in the order `store.rows` reads them.
"""

# ruff: noqa: S608 (what is put in by an f-string are the two column lists below)

USER_COLUMNS = "u.id, u.name, u.display_name, u.password_hash, u.guest, u.created_at"
MATCH_COLUMNS = (
    "id, mode, settings, seed, rules, left_user_id, left_name, right_user_id, right_name,"
    " created_at, cause, winner, score_left, score_right, seconds, finished_at"
)

CREATE_USER = """
    INSERT INTO users (id, name, name_key, display_name, password_hash, guest, created_at)
    VALUES ($1, $2, $3, $4, $5, $6, $7)
    ON CONFLICT (name_key) DO NOTHING
    RETURNING id
"""
USER = f"SELECT {USER_COLUMNS} FROM users AS u WHERE u.id = $1"
USER_BY_KEY = f"SELECT {USER_COLUMNS} FROM users AS u WHERE u.name_key = $1"

CREATE_SESSION = """
    INSERT INTO sessions (token_hash, user_id, created_at, expires_at)
    VALUES ($1, $2, $3, $4)
    ON CONFLICT (token_hash) DO NOTHING
"""
SESSION = f"""
    SELECT s.token_hash, s.user_id, s.created_at, s.expires_at, {USER_COLUMNS}
    FROM sessions AS s JOIN users AS u ON u.id = s.user_id
    WHERE s.token_hash = $1 AND s.expires_at > $2
"""
DELETE_SESSION = "DELETE FROM sessions WHERE token_hash = $1"

CREATE_MATCH = """
    INSERT INTO matches (
        id, mode, settings, seed, rules,
        left_user_id, left_name, right_user_id, right_name, created_at
    )
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
    ON CONFLICT (id) DO NOTHING
"""
WRITE_RESULT = """
    UPDATE matches
    SET cause = $2, winner = $3, score_left = $4, score_right = $5, seconds = $6, finished_at = $7
    WHERE id = $1 AND finished_at IS NULL
    RETURNING id
"""
MATCH = f"SELECT {MATCH_COLUMNS} FROM matches WHERE id = $1"
UNFINISHED = f"""
    SELECT {MATCH_COLUMNS} FROM matches WHERE finished_at IS NULL ORDER BY created_at, id
"""

BEGIN_EPOCH = "UPDATE journal_head SET epoch = epoch + 1 RETURNING epoch"
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

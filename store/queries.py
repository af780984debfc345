"""Every query, in the SQL that SQLite and PostgreSQL share: ``$1`` placeholders, RETURNING,
ON CONFLICT, casts where a NULL has no type. Columns come in the order `store.rows` reads them.
"""

# ruff: noqa: S608 (what is put in by an f-string are the column lists below)

USER_COLUMNS = (
    "u.id, u.name, u.display_name, u.password_hash, u.guest, u.created_at, u.email, u.deleted_at"
)
SESSION_COLUMNS = (
    "s.id, s.user_id, s.token_hash, s.previous_hash, s.attempt_hash, s.device, s.address,"
    " s.created_at, s.seen_at, s.expires_at, s.line, s.revision, s.active"
)
MATCH_COLUMNS = (
    "id, mode, settings, seed, rules, left_user_id, left_name, right_user_id, right_name,"
    " created_at, cause, winner, score_left, score_right, seconds, finished_at, pauses"
)

PROVEN = """
    (CAST({session} AS TEXT) IS NULL OR (coalesce(password_hash, '') = {hash} AND EXISTS (
        SELECT 1 FROM sessions AS s WHERE s.id = {session} AND s.user_id = users.id
    )))
"""
"""The condition of an act on a row of users; see `store.records.Proof`."""


def proven(session: int, known: int) -> str:
    """Return PROVEN with the numbers of its values."""
    return PROVEN.format(session=f"${session}", hash=f"${known}")


CREATE_USER = """
    INSERT INTO users (
        id, name, name_key, display_name, display_key, password_hash, guest, created_at, email
    )
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
"""
USER = f"SELECT {USER_COLUMNS} FROM users AS u WHERE u.id = $1"
USER_BY_KEY = f"SELECT {USER_COLUMNS} FROM users AS u WHERE u.name_key = $1"
USER_BY_DISPLAY_KEY = f"SELECT {USER_COLUMNS} FROM users AS u WHERE u.display_key = $1"
NAMES_TAKEN = """
    SELECT name_key, display_key FROM users
    WHERE (name_key = $1 OR display_key = $2) AND id <> $3
"""
MAKE_ACCOUNT = f"""
    UPDATE users
    SET name = $2, name_key = $3, display_name = $4, display_key = $5, password_hash = $6,
        email = $7, guest = 0
    WHERE id = $1 AND guest = 1 AND deleted_at IS NULL AND {proven(8, 9)}
    RETURNING id
"""
RENAME_USER = """
    UPDATE users SET display_name = $2, display_key = $3
    WHERE id = $1 AND guest = 0 AND deleted_at IS NULL
"""
SET_EMAIL = f"""
    UPDATE users SET email = $2
    WHERE id = $1 AND guest = 0 AND deleted_at IS NULL AND {proven(3, 4)}
    RETURNING id
"""
EXCHANGE_HASH = """
    UPDATE users SET password_hash = $3
    WHERE id = $1 AND password_hash = $2 AND deleted_at IS NULL
    RETURNING id
"""
CHANGE_HASH = f"""
    UPDATE users SET password_hash = $2
    WHERE id = $1 AND guest = 0 AND deleted_at IS NULL AND {proven(3, 4)}
    RETURNING id
"""
RESET_HASH = """
    UPDATE users SET password_hash = $2
    WHERE id = $1 AND password_hash = $3 AND deleted_at IS NULL AND EXISTS (
        SELECT 1 FROM one_time_links AS l
        WHERE l.token_hash = $4 AND l.user_id = users.id AND l.expires_at > $5
    )
    RETURNING id
"""
DELETE_LINKS_OF = "DELETE FROM one_time_links WHERE user_id = $1"
ALWAYS = "SELECT 1"
DELETE_USER = f"""
    UPDATE users SET display_name = $2, password_hash = NULL, email = NULL, deleted_at = $3
    WHERE id = $1 AND deleted_at IS NULL AND {proven(4, 5)}
    RETURNING id
"""
FREE_NAMES = """
    UPDATE users SET name = 'deleted ' || id, name_key = 'deleted ' || id, display_key = NULL
    WHERE deleted_at <= $1 AND name <> ('deleted ' || id)
"""
FORGET_LEFT = "UPDATE matches SET left_name = $1 WHERE left_user_id = $2"
FORGET_RIGHT = "UPDATE matches SET right_name = $1 WHERE right_user_id = $2"

CREATE_SESSION = """
    INSERT INTO sessions (
        id, user_id, token_hash, previous_hash, attempt_hash, device, address,
        created_at, seen_at, expires_at, line, revision, active
    )
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)
    ON CONFLICT (id) DO NOTHING
"""
SESSION = f"""
    SELECT {SESSION_COLUMNS}, {USER_COLUMNS}
    FROM sessions AS s JOIN users AS u ON u.id = s.user_id
    WHERE s.id = $1 AND s.expires_at > $2 AND u.deleted_at IS NULL
    AND NOT EXISTS (
        SELECT 1 FROM bans AS b WHERE b.user_id = u.id AND (b.until IS NULL OR b.until > $2)
    )
"""
SESSIONS_OF = f"""
    SELECT {SESSION_COLUMNS} FROM sessions AS s
    WHERE s.user_id = $1 AND s.expires_at > $2
    ORDER BY s.seen_at DESC, s.id
"""
REPLACE_SESSION = """
    UPDATE sessions
    SET token_hash = $2, previous_hash = $3, attempt_hash = $4, device = $5, address = $6,
        seen_at = $7, expires_at = $8, line = $9, revision = $10 + 1, active = $11
    WHERE id = $1 AND revision = $10
    RETURNING id
"""
SAW_SESSION = """
    UPDATE sessions
    SET seen_at = n.at, active = active + CASE
        WHEN n.at - seen_at < n.longest THEN n.at - seen_at ELSE n.longest END
    FROM (
        SELECT CAST($1 AS TEXT) AS id, CAST($2 AS BIGINT) AS at, CAST($3 AS BIGINT) AS longest
    ) AS n
    WHERE sessions.id = n.id AND seen_at < n.at
"""
DELETE_SESSION = "DELETE FROM sessions WHERE id = $1"
DELETE_SESSIONS_OF = "DELETE FROM sessions WHERE user_id = $1"
DELETE_OTHER_SESSIONS = "DELETE FROM sessions WHERE user_id = $1 AND id <> $2"
HOLD_HASH = """
    UPDATE users SET guest = guest
    WHERE id = $1 AND deleted_at IS NULL AND coalesce(password_hash, '') = $2
    RETURNING id
"""
"""For work in one transaction, which a change of the password waits for."""
DELETE_EXPIRED = "DELETE FROM sessions WHERE expires_at <= $1"

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
    SET
        cause = $2, winner = $3, score_left = $4, score_right = $5, seconds = $6,
        finished_at = $7, pauses = $8
    WHERE id = $1 AND finished_at IS NULL
    RETURNING id
"""
MATCH = f"SELECT {MATCH_COLUMNS} FROM matches WHERE id = $1"
# UNION, not OR: each half walks its own index, and a match against oneself comes once.
MATCHES_OF = f"""
    SELECT {MATCH_COLUMNS} FROM matches
    WHERE id IN (
        SELECT id FROM matches WHERE left_user_id = $1
        UNION SELECT id FROM matches WHERE right_user_id = $1
    )
    AND (
        CAST($3 AS TEXT) IS NULL
        OR (created_at, id) < (SELECT m.created_at, m.id FROM matches AS m WHERE m.id = $3)
    )
    ORDER BY created_at DESC, id DESC
    LIMIT $2
"""
UNFINISHED = f"""
    SELECT {MATCH_COLUMNS} FROM matches WHERE finished_at IS NULL ORDER BY created_at, id
"""

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

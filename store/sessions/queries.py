"""The queries of `Store.sessions`, in the SQL that both engines share; see `store.engine`."""

# ruff: noqa: S608 (what is put in by an f-string are lists of columns)

from store.people.queries import USER_COLUMNS

SESSION_COLUMNS = (
    "s.id, s.user_id, s.token_hash, s.previous_hash, s.attempt_hash, s.device, s.address,"
    " s.created_at, s.seen_at, s.expires_at, s.line, s.revision, s.active, s.proven_at"
)
CREATE_SESSION = """
    INSERT INTO sessions (
        id, user_id, token_hash, previous_hash, attempt_hash, device, address,
        created_at, seen_at, expires_at, line, revision, active, proven_at
    )
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)
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
PROVE_SESSION = """
    UPDATE sessions SET proven_at = $2
    WHERE id = $1 AND EXISTS (
        SELECT 1 FROM users AS u
        WHERE u.id = sessions.user_id AND u.deleted_at IS NULL
        AND coalesce(u.password_hash, '') = $3
    )
    RETURNING id
"""
WITHDRAW_PROOFS = "UPDATE sessions SET proven_at = 0 WHERE user_id = $1 AND id <> $2"
ALWAYS = "SELECT 1"
DELETE_SESSION = "DELETE FROM sessions WHERE id = $1"
DELETE_SESSIONS_OF = "DELETE FROM sessions WHERE user_id = $1"
DELETE_OTHER_SESSIONS = "DELETE FROM sessions WHERE user_id = $1 AND id <> $2"
HOLD_HASH = """
    UPDATE users SET guest = guest
    WHERE id = $1 AND deleted_at IS NULL AND coalesce(password_hash, '') = $2
    RETURNING id
"""
"""Writes nothing new, but locks the row: a change of the password waits for the transaction."""
DELETE_EXPIRED = """
    DELETE FROM sessions
    WHERE id IN (SELECT id FROM sessions WHERE expires_at <= $1 LIMIT $2)
    RETURNING id
"""
DEVICES_OF = """
    SELECT device, first_at, seen_at FROM known_devices WHERE user_id = $1
    ORDER BY seen_at DESC, device_hash
"""
SAW_DEVICE = """
    UPDATE known_devices SET device = $3, seen_at = $4 WHERE user_id = $1 AND device_hash = $2
    RETURNING user_id
"""
KNOW_DEVICE = """
    INSERT INTO known_devices (user_id, device_hash, device, first_at, seen_at)
    VALUES ($1, $2, $3, $4, $4)
    ON CONFLICT (user_id, device_hash) DO NOTHING
    RETURNING user_id
"""
DELETE_OLD_DEVICES = """
    DELETE FROM known_devices WHERE (user_id, device_hash) IN (
        SELECT user_id, device_hash FROM known_devices WHERE seen_at <= $1 LIMIT $2
    )
    RETURNING user_id
"""
DELETE_TOO_MANY_DEVICES = """
    DELETE FROM known_devices WHERE (user_id, device_hash) IN (
        SELECT user_id, device_hash FROM (
            SELECT user_id, device_hash, row_number() OVER (
                PARTITION BY user_id ORDER BY seen_at DESC, device_hash
            ) AS place
            FROM known_devices
        ) AS placed
        WHERE place > $1 LIMIT $2
    )
    RETURNING user_id
"""
FORGET_DEVICES = "DELETE FROM known_devices WHERE user_id = $1"

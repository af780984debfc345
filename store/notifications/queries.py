"""The queries of `Store.notifications`, in the SQL that both engines share; see `store.engine`."""

# ruff: noqa: S608 (what is put in by an f-string are columns and parts of queries of ours)

NOTE_COLUMNS = "id, player, kind, data, at, about"
ADD_NOTE = f"""
    WITH new ({NOTE_COLUMNS}) AS (
        VALUES ($1, $2, $3, $4, CAST($5 AS BIGINT), CAST($6 AS TEXT))
    )
    INSERT INTO notifications ({NOTE_COLUMNS})
    SELECT {NOTE_COLUMNS} FROM new
    WHERE EXISTS (SELECT 1 FROM users WHERE id = new.player AND deleted_at IS NULL)
        AND (new.about IS NULL OR EXISTS (
            SELECT 1 FROM users WHERE id = new.about AND deleted_at IS NULL
        ))
    ON CONFLICT (player, id) DO NOTHING
"""
SHOWN = """
    player = $1 AND NOT EXISTS (
        SELECT 1 FROM blocks
        WHERE user_id = $1 AND other_id = notifications.about
            OR user_id = notifications.about AND other_id = $1
    )
"""
NEWEST = f"""
    SELECT {NOTE_COLUMNS}, read FROM notifications WHERE {SHOWN}
    ORDER BY at DESC, id DESC LIMIT $2
"""
PLACE = "SELECT at, id FROM notifications WHERE player = $1 AND id = {note}"
BEFORE = f"""
    SELECT {NOTE_COLUMNS}, read FROM notifications
    WHERE {SHOWN} AND (at, id) < ({PLACE.format(note="$3")})
    ORDER BY at DESC, id DESC LIMIT $2
"""
UNREAD = f"SELECT count(*) FROM notifications WHERE {SHOWN} AND read = 0"
READ = """
    UPDATE notifications SET read = 1 WHERE player = $1 AND id = $2 AND read = 0 RETURNING id
"""
READ_EARLIER = f"""
    UPDATE notifications SET read = 1
    WHERE player = $1 AND read = 0 AND (at, id) <= ({PLACE.format(note="$2")})
    RETURNING id
"""
DELETE_OLD = """
    DELETE FROM notifications WHERE (player, id) IN (
        SELECT player, id FROM notifications WHERE at <= $1 LIMIT $2
    )
    RETURNING id
"""
DELETE_TOO_MANY = """
    DELETE FROM notifications WHERE (player, id) IN (
        SELECT player, id FROM (
            SELECT player, id, row_number() OVER (
                PARTITION BY player ORDER BY at DESC, id DESC
            ) AS place
            FROM notifications
        ) AS placed
        WHERE place > $1 LIMIT $2
    )
    RETURNING id
"""
FORGET_NOTES = (
    "DELETE FROM notifications WHERE player = $1",
    "DELETE FROM notifications WHERE about = $1",
)
"""They remove the notes to and about a user; each takes the user's id."""

"""The queries of `Store.notifications`, in the SQL that both engines share; see `store.engine`."""

# ruff: noqa: S608 (what is put in by an f-string are columns and parts of queries of ours)

from store.nodes.queries import LOST, up
from store.people.queries import apart

NOTE_COLUMNS = "id, player, kind, data, at, about"
ADD_NOTE = f"""
    WITH new ({NOTE_COLUMNS}) AS (
        VALUES ($1, $2, $3, $4, CAST($5 AS BIGINT), CAST($6 AS TEXT))
    )
    INSERT INTO notifications ({NOTE_COLUMNS}, step, step_at)
    SELECT {NOTE_COLUMNS},
        CASE WHEN {{outside}} THEN 'decide' END, CASE WHEN {{outside}} THEN at END
    FROM new
    WHERE EXISTS (SELECT 1 FROM users WHERE id = new.player AND deleted_at IS NULL)
        AND (new.about IS NULL OR EXISTS (
            SELECT 1 FROM users WHERE id = new.about AND deleted_at IS NULL
        ))
    ON CONFLICT (player, id) DO NOTHING
""".format(
    outside="""
        (EXISTS (SELECT 1 FROM push_subscriptions WHERE user_id = new.player)
            OR EXISTS (SELECT 1 FROM ways WHERE user_id = new.player AND mail <> ''))
    """
)
SHOWN = f"player = $1 AND NOT {apart('$1', 'notifications.about')}"
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
NOTE = f"SELECT {NOTE_COLUMNS}, read FROM notifications WHERE {SHOWN} AND id = $2"
UNREAD = f"SELECT count(*) FROM notifications WHERE {SHOWN} AND read = 0"
READ = """
    UPDATE notifications SET read = 1 WHERE player = $1 AND id = $2 AND read = 0 RETURNING id
"""
READ_EARLIER = f"""
    UPDATE notifications SET read = 1
    WHERE player = $1 AND read = 0 AND (at, id) <= ({PLACE.format(note="$2")})
    RETURNING id
"""
WAYS = """
    SELECT push, mail, quiet_from, quiet_to, zone, quiet_until, calls FROM ways WHERE user_id = $1
"""
SET_WAYS = """
    INSERT INTO ways (user_id, push, mail, quiet_from, quiet_to, zone, quiet_until, calls)
    SELECT id, CAST($2 AS TEXT), CAST($3 AS TEXT), CAST($4 AS INTEGER), CAST($5 AS INTEGER),
        CAST($6 AS TEXT), CAST($7 AS BIGINT), CAST($8 AS INTEGER)
    FROM users WHERE id = $1 AND deleted_at IS NULL
    ON CONFLICT (user_id) DO UPDATE
    SET push = excluded.push, mail = excluded.mail, quiet_from = excluded.quiet_from,
        quiet_to = excluded.quiet_to, zone = excluded.zone, quiet_until = excluded.quiet_until,
        calls = excluded.calls
"""
ERRAND_COLUMNS = "player, id, step, step_at, step_tries"
NEXT_ERRAND = f"""
    SELECT CASE WHEN EXISTS (SELECT 1 FROM notifications WHERE {LOST}) THEN 0
        ELSE (SELECT min(step_at) FROM notifications WHERE step_at IS NOT NULL) END
"""
# The conditions stand twice: on PostgreSQL another server may take the row meanwhile, and then
# only the outer one is looked at again.
CLAIM_ERRAND = f"""
    UPDATE notifications SET step_at = $3, step_tries = step_tries + 1, claimed_by = $1
    WHERE (step_at <= $2 OR {LOST}) AND (player, id) = (
        SELECT player, id FROM notifications WHERE step_at <= $2 OR {LOST}
        ORDER BY step_at, id LIMIT 1
    ) AND {up("$1")}
    RETURNING {ERRAND_COLUMNS}
"""
CLAIM_MAILS = f"""
    UPDATE notifications SET step_at = $3, step_tries = step_tries + 1, claimed_by = $1
    WHERE player = $2 AND step = 'mail' AND step_tries = 0 AND {up("$1")}
    RETURNING {ERRAND_COLUMNS}
"""
SETTLE_ERRAND = """
    UPDATE notifications
    SET step = CAST($5 AS TEXT), step_at = CAST($6 AS BIGINT), step_tries = 0, claimed_by = NULL
    WHERE player = $1 AND id = $2 AND step = $3 AND step_at = $4
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
    "DELETE FROM ways WHERE user_id = $1",
)
"""They remove the notes to and about a user, and what was chosen; each takes the user's id."""

"""The queries of `Store.moderation`, in the SQL that both engines share; see `store.engine`."""

# ruff: noqa: S608 (what is put in by an f-string are columns and parts of queries of ours)

SET_ROLE = """
    INSERT INTO roles (user_id, role) VALUES ($1, $2)
    ON CONFLICT (user_id) DO UPDATE SET role = excluded.role
"""
NO_ROLE = "DELETE FROM roles WHERE user_id = $1"
REGISTERED = """
    SELECT u.id, u.name, u.display_name, r.role, u.created_at, p.seen_at,
        b.reason, b.at, b.until
    FROM users AS u
    LEFT JOIN roles AS r ON r.user_id = u.id
    LEFT JOIN profiles AS p ON p.user_id = u.id
    LEFT JOIN bans AS b ON b.user_id = u.id AND (b.until IS NULL OR b.until > $1)
    WHERE u.deleted_at IS NULL AND u.guest = 0 AND u.id > $2
    ORDER BY u.id LIMIT $3
"""
NEXT_BAN = "UPDATE ban_head SET number = number + 1 RETURNING number"
LAST_BAN = "SELECT number FROM ban_head"
BAN = """
    INSERT INTO bans (user_id, reason, at, until, number)
    VALUES ($1, $2, $3, $4, (SELECT number FROM ban_head))
    ON CONFLICT (user_id) DO UPDATE
    SET reason = excluded.reason, at = excluded.at, until = excluded.until,
        number = excluded.number
"""
UNBAN = "DELETE FROM bans WHERE user_id = $1 RETURNING user_id"
HOLDS = "SELECT user_id, reason, at, until FROM bans WHERE (until IS NULL OR until > $1)"
BANS = f"{HOLDS} AND number > $2"
BAN_OF = f"{HOLDS} AND user_id = $2"
DELETE_ENDED_BANS = """
    DELETE FROM bans WHERE user_id IN (SELECT user_id FROM bans WHERE until <= $1 LIMIT $2)
    RETURNING user_id
"""
MUTE = """
    INSERT INTO mutes (player, room, moderator, reason, at, until) VALUES ($1, $2, $3, $4, $5, $6)
    ON CONFLICT (player, room) DO UPDATE SET moderator = excluded.moderator,
        reason = excluded.reason, at = excluded.at, until = excluded.until
"""
UNMUTE = "DELETE FROM mutes WHERE player = $1 AND room = $2 RETURNING player"
SILENT = """
    SELECT player, room, moderator, reason, at, until FROM mutes
    WHERE (until IS NULL OR until > $1)
"""
MUTES = f"{SILENT} ORDER BY at DESC, player, room LIMIT $2"
MUTES_OF = f"{SILENT} AND player = $2 ORDER BY room"
DELETE_ENDED_MUTES = """
    DELETE FROM mutes WHERE (player, room) IN (
        SELECT player, room FROM mutes WHERE until <= $1 LIMIT $2
    )
    RETURNING player
"""
FORGET_MUTES = "DELETE FROM mutes WHERE player = $1"
REPORT_COLUMNS = """
    id, at, reporter, room, number, author, name, reason, context, outcome, moderator, closed_at
"""
WRITE_REPORT = f"""
    INSERT INTO reports ({REPORT_COLUMNS})
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
    ON CONFLICT DO NOTHING RETURNING id
"""
REPORTS = f"""
    SELECT {REPORT_COLUMNS} FROM reports
    WHERE (outcome IS NULL) = (CAST($1 AS BIGINT) = 1)
    ORDER BY at DESC, id DESC LIMIT $2
"""
CLOSE_REPORT = """
    UPDATE reports SET outcome = $2, moderator = $3, closed_at = $4
    WHERE id = $1 AND outcome IS NULL RETURNING id
"""
REPORTS_BY = f"SELECT {REPORT_COLUMNS} FROM reports WHERE reporter = $1 ORDER BY at, id"
DELETE_OLD_REPORTS = """
    DELETE FROM reports WHERE id IN (SELECT id FROM reports WHERE closed_at <= $1 LIMIT $2)
    RETURNING id
"""
FORGET_REPORTS = "DELETE FROM reports WHERE reporter = $1"
DISOWN_REPORTS = "UPDATE reports SET author = NULL, name = $1, context = $2 WHERE author = $3"
WRITE_AUDIT = """
    INSERT INTO audit (id, at, actor, action, subject, detail) VALUES ($1, $2, $3, $4, $5, $6)
    ON CONFLICT (id) DO NOTHING
"""
# Wrong passwords fill many rows, and after a while nobody needs them.
TIDY_AUDIT = """
    DELETE FROM audit WHERE id IN (
        SELECT id FROM audit
        WHERE at < $1 OR (at < $2 AND action IN ('wrong-password', 'locked-out'))
        LIMIT $3
    )
    RETURNING id
"""
AUDIT = """
    SELECT id, at, actor, action, subject, detail FROM audit ORDER BY at DESC, id DESC LIMIT $1
"""

"""The queries, in the SQL of `store.queries`."""

# ruff: noqa: S608 (what is put in by an f-string are the column lists below)

from store.queries import MATCH_COLUMNS

PERSON = "u.id, u.display_name, p.avatar"
PRIVACY = "p.presence_for, p.last_seen_for, p.contact_for"

PROFILE = f"""
    SELECT {PERSON}, u.guest, u.created_at, p.country, p.about, {PRIVACY}, p.seen_at, r.role
    FROM users AS u
    LEFT JOIN profiles AS p ON p.user_id = u.id
    LEFT JOIN roles AS r ON r.user_id = u.id
    WHERE u.id = $1 AND u.deleted_at IS NULL
"""
FORGET = (
    "DELETE FROM profiles WHERE user_id = $1",
    "DELETE FROM friendships WHERE one = $1",
    "DELETE FROM friendships WHERE two = $1",
    "DELETE FROM blocks WHERE user_id = $1",
    "DELETE FROM blocks WHERE other_id = $1",
    "DELETE FROM roles WHERE user_id = $1",
    "DELETE FROM one_time_links WHERE user_id = $1",
)
"""All that is kept of somebody who is deleted, but a ban."""
SAVE_ABOUT = """
    INSERT INTO profiles (user_id, country, about) VALUES ($1, $2, $3)
    ON CONFLICT (user_id) DO UPDATE SET country = excluded.country, about = excluded.about
"""
SAVE_PRIVACY = """
    INSERT INTO profiles (user_id, presence_for, last_seen_for, contact_for)
    VALUES ($1, $2, $3, $4)
    ON CONFLICT (user_id) DO UPDATE SET presence_for = excluded.presence_for,
        last_seen_for = excluded.last_seen_for, contact_for = excluded.contact_for
"""
SAVE_AVATAR = """
    INSERT INTO profiles (user_id, avatar) VALUES ($1, $2)
    ON CONFLICT (user_id) DO UPDATE SET avatar = excluded.avatar
"""
# Whose account is deleted is still seen to go, and nothing is kept of that.
SAW = """
    INSERT INTO profiles (user_id, seen_at)
    SELECT id, CAST($2 AS BIGINT) FROM users WHERE id = $1 AND deleted_at IS NULL
    ON CONFLICT (user_id) DO UPDATE SET seen_at = excluded.seen_at
    WHERE profiles.seen_at IS NULL OR profiles.seen_at < excluded.seen_at
"""
AVATARS = "SELECT DISTINCT avatar FROM profiles WHERE avatar IS NOT NULL"
AVATAR_USED = "SELECT 1 FROM profiles WHERE avatar = $1 LIMIT 1"
# A range of the index on the key, which guests have not; $2 comes after all that begins with $1.
FIND = f"""
    SELECT {PERSON} FROM users AS u LEFT JOIN profiles AS p ON p.user_id = u.id
    WHERE u.display_key >= $1 AND u.display_key < $2 AND u.deleted_at IS NULL AND u.id <> $4
        AND NOT EXISTS (
            SELECT 1 FROM blocks
            WHERE (user_id = u.id AND other_id = $4) OR (user_id = $4 AND other_id = u.id)
        )
    ORDER BY u.display_key LIMIT $3
"""

# The other half of a request makes it a friendship; what is one already stays. Nothing comes of
# it where either has blocked the other.
BEFRIEND = """
    INSERT INTO friendships (one, two, asked_by, asked_at)
    SELECT CAST($1 AS TEXT), CAST($2 AS TEXT), CAST($3 AS TEXT), CAST($4 AS BIGINT)
    WHERE NOT EXISTS (
        SELECT 1 FROM blocks
        WHERE (user_id = $1 AND other_id = $2) OR (user_id = $2 AND other_id = $1)
    )
    ON CONFLICT (one, two) DO UPDATE SET since = coalesce(
        friendships.since,
        CASE WHEN friendships.asked_by <> excluded.asked_by THEN excluded.asked_at END
    )
    RETURNING asked_by, since
"""
UNFRIEND = "DELETE FROM friendships WHERE one = $1 AND two = $2 RETURNING one"
FRIENDSHIPS = f"""
    SELECT {PERSON}, f.asked_by, f.asked_at, f.since, {PRIVACY}, p.seen_at
    FROM friendships AS f
    JOIN users AS u ON u.id = CASE WHEN f.one = $1 THEN f.two ELSE f.one END
    LEFT JOIN profiles AS p ON p.user_id = u.id
    WHERE f.one = $1 OR f.two = $1
    ORDER BY f.asked_at, u.id
"""
BLOCK = """
    INSERT INTO blocks (user_id, other_id, at, name)
    SELECT CAST($1 AS TEXT), CAST($2 AS TEXT), CAST($3 AS BIGINT), display_name FROM users
    WHERE id = $2
    ON CONFLICT (user_id, other_id) DO UPDATE SET at = blocks.at
    RETURNING user_id
"""
PART = "DELETE FROM friendships WHERE one = $1 AND two = $2"
UNBLOCK = "DELETE FROM blocks WHERE user_id = $1 AND other_id = $2"
# Not those who had blocked the user before and still do: for the user they are not there.
BLOCKS = """
    SELECT other_id, name, at FROM blocks AS b
    WHERE user_id = $1 AND NOT EXISTS (
        SELECT 1 FROM blocks WHERE user_id = b.other_id AND other_id = $1 AND at <= b.at
    )
    ORDER BY at, other_id
"""
TIE = """
    SELECT
        (SELECT asked_by FROM friendships WHERE one = $1 AND two = $2),
        (SELECT since FROM friendships WHERE one = $1 AND two = $2),
        (SELECT at FROM blocks WHERE user_id = $3 AND other_id = $4),
        (SELECT at FROM blocks WHERE user_id = $4 AND other_id = $3)
"""
CIRCLE = """
    SELECT 'friend', CASE WHEN one = $1 THEN two ELSE one END FROM friendships
    WHERE (one = $1 OR two = $1) AND since IS NOT NULL
    UNION ALL SELECT 'blocks', other_id FROM blocks WHERE user_id = $1
    UNION ALL SELECT 'blocked', user_id FROM blocks WHERE other_id = $1
    UNION ALL SELECT 'presence', presence_for FROM profiles WHERE user_id = $1
    UNION ALL SELECT 'last_seen', last_seen_for FROM profiles WHERE user_id = $1
    UNION ALL SELECT 'contact', contact_for FROM profiles WHERE user_id = $1
"""

# Finished matches alone. Each half walks its own index and ends at the limit.
HISTORY = f"""
    SELECT {MATCH_COLUMNS} FROM (
        SELECT * FROM (
            SELECT {MATCH_COLUMNS} FROM matches
            WHERE left_user_id = $1 AND finished_at IS NOT NULL AND (
                CAST($3 AS TEXT) IS NULL
                OR (created_at, id) < (
                    SELECT m.created_at, m.id FROM matches AS m
                    WHERE m.id = $3 AND (m.left_user_id = $1 OR m.right_user_id = $1)
                )
            )
            ORDER BY created_at DESC, id DESC LIMIT $2
        ) AS on_the_left
        UNION ALL
        SELECT * FROM (
            SELECT {MATCH_COLUMNS} FROM matches
            WHERE right_user_id = $1 AND finished_at IS NOT NULL AND (
                CAST($3 AS TEXT) IS NULL
                OR (created_at, id) < (
                    SELECT m.created_at, m.id FROM matches AS m
                    WHERE m.id = $3 AND (m.left_user_id = $1 OR m.right_user_id = $1)
                )
            )
            AND (left_user_id IS NULL OR left_user_id <> $1)
            ORDER BY created_at DESC, id DESC LIMIT $2
        ) AS on_the_right
    ) AS both_sides
    ORDER BY created_at DESC, id DESC LIMIT $2
"""
# `streak` is how many come before the newest one of the other outcome.
TALLY = """
    WITH decided AS (
        SELECT created_at, id, CASE WHEN winner = -1 THEN 1 ELSE 0 END AS won FROM matches
        WHERE left_user_id = $1 AND right_user_id <> $1 AND winner <> 0
        UNION ALL
        SELECT created_at, id, CASE WHEN winner = 1 THEN 1 ELSE 0 END FROM matches
        WHERE right_user_id = $1 AND left_user_id <> $1 AND winner <> 0
    ),
    numbered AS (
        SELECT won, row_number() OVER (ORDER BY created_at DESC, id DESC) AS n FROM decided
    ),
    newest AS (SELECT won FROM numbered WHERE n = 1)
    SELECT
        count(*),
        count(CASE WHEN won = 1 THEN 1 END),
        coalesce((SELECT won FROM newest), 0),
        coalesce(min(CASE WHEN won <> (SELECT won FROM newest) THEN n END) - 1, count(*))
    FROM numbered
"""

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
ADD_LINK = """
    INSERT INTO one_time_links (token_hash, user_id, expires_at) VALUES ($1, $2, $3)
    ON CONFLICT (token_hash) DO NOTHING
"""
LINK = "SELECT user_id FROM one_time_links WHERE token_hash = $1 AND expires_at > $2"
WRITE_AUDIT = """
    INSERT INTO audit (id, at, actor, action, subject, detail) VALUES ($1, $2, $3, $4, $5, $6)
    ON CONFLICT (id) DO NOTHING
"""
# Guesses at passwords are many, and say little after a while.
TIDY_AUDIT = """
    DELETE FROM audit WHERE at < $1 OR (at < $2 AND action IN ('wrong-password', 'locked-out'))
"""
AUDIT = """
    SELECT id, at, actor, action, subject, detail FROM audit ORDER BY at DESC, id DESC LIMIT $1
"""

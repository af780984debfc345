"""The queries of `Store.social`, in the SQL that both engines share; see `store.engine`."""

# ruff: noqa: S608 (what is put in by an f-string are lists of columns)

from store.people.queries import apart, household
from store.profiles.queries import PERSON, PRIVACY

# If the other has asked already, this accepts; a friendship stays as it is. No row is returned if
# either has blocked the other.
BEFRIEND = f"""
    INSERT INTO friendships (one, two, asked_by, asked_at)
    SELECT CAST($1 AS TEXT), CAST($2 AS TEXT), CAST($3 AS TEXT), CAST($4 AS BIGINT)
    WHERE NOT {apart("$1", "$2")}
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
# Without those who had blocked the user before and still do: the user does not get to see them.
BLOCKS = """
    SELECT other_id, name, at FROM blocks AS b
    WHERE user_id = $1 AND NOT EXISTS (
        SELECT 1 FROM blocks WHERE user_id = b.other_id AND other_id = $1 AND at <= b.at
    )
    ORDER BY at, other_id
"""
TIE = f"""
    SELECT
        (SELECT asked_by FROM friendships WHERE one = $1 AND two = $2),
        (SELECT since FROM friendships WHERE one = $1 AND two = $2),
        (SELECT min(at) FROM blocks
            WHERE user_id IN {household("$3")} AND other_id IN {household("$4")}),
        (SELECT min(at) FROM blocks
            WHERE user_id IN {household("$4")} AND other_id IN {household("$3")})
"""
BLOCKED = f"SELECT other_id FROM blocks WHERE user_id IN {household('$1')}"
BLOCKERS = f"SELECT user_id FROM blocks WHERE other_id IN {household('$1')}"
CIRCLE = f"""
    SELECT 'friend', CASE WHEN one = $1 THEN two ELSE one END FROM friendships
    WHERE (one = $1 OR two = $1) AND since IS NOT NULL
    UNION ALL SELECT 'blocks', b.other_id FROM ({BLOCKED}) AS b
    UNION ALL SELECT 'blocks', user_id FROM bots WHERE owner IN ({BLOCKED})
    UNION ALL SELECT 'blocked', b.user_id FROM ({BLOCKERS}) AS b
    UNION ALL SELECT 'blocked', user_id FROM bots WHERE owner IN ({BLOCKERS})
    UNION ALL SELECT 'presence', presence_for FROM profiles WHERE user_id = $1
    UNION ALL SELECT 'last_seen', last_seen_for FROM profiles WHERE user_id = $1
    UNION ALL SELECT 'contact', contact_for FROM profiles WHERE user_id = $1
"""
DELETE_TIES = (
    "DELETE FROM friendships WHERE one = $1",
    "DELETE FROM friendships WHERE two = $1",
    "DELETE FROM blocks WHERE user_id = $1",
    "DELETE FROM blocks WHERE other_id = $1",
)
"""They remove the friendships, requests and blocks of a user; each takes the user's id."""

"""The queries of `Store.programs`, in the SQL that both engines share; see `store.engine`."""

# ruff: noqa: S608 (what is put in by an f-string are lists of columns, and conditions of ours)

from store.people.queries import USER_COLUMNS, proven
from store.programs.records import MOST_BOTS, MOST_TOKENS, USED_EVERY_MS

TOKEN_COLUMNS = "t.id, t.user_id, t.name, t.scopes, t.made_at, t.used_at, t.ends_at"  # noqa: S105
MAKE_BOT = f"""
    INSERT INTO users (
        id, name, name_key, display_name, display_key, password_hash, guest, created_at, email
    )
    SELECT CAST($1 AS TEXT), CAST($2 AS TEXT), CAST($3 AS TEXT), CAST($4 AS TEXT),
        CAST($5 AS TEXT), CAST($6 AS TEXT), CAST($7 AS INTEGER), CAST($8 AS BIGINT),
        CAST($9 AS TEXT)
    WHERE EXISTS (
        SELECT 1 FROM users AS o WHERE o.id = $10 AND o.guest = 0 AND o.deleted_at IS NULL
    )
        AND NOT EXISTS (SELECT 1 FROM bots AS b WHERE b.user_id = $10)
        AND (SELECT count(*) FROM bots AS b WHERE b.owner = $10) < {MOST_BOTS}
    RETURNING id
"""
ADD_BOT = "INSERT INTO bots (user_id, owner) VALUES ($1, $2)"
SHOW_BOT = """
    INSERT INTO profiles (user_id, presence_for, last_seen_for, contact_for)
    VALUES ($1, 'everybody', 'everybody', 'nobody')
"""
BOTS_OF = """
    SELECT u.id, u.display_name, b.owner, u.created_at
    FROM bots AS b JOIN users AS u ON u.id = b.user_id
    WHERE b.owner = $1 ORDER BY u.created_at, u.id
"""
OWNER_OF = """
    SELECT u.id, u.display_name, p.avatar
    FROM bots AS b JOIN users AS u ON u.id = b.owner LEFT JOIN profiles AS p ON p.user_id = u.id
    WHERE b.user_id = $1 AND u.deleted_at IS NULL
"""
HOLD_OWNER = f"""
    UPDATE users SET guest = guest
    WHERE id = coalesce((SELECT b.owner FROM bots AS b WHERE b.user_id = $1), $1)
        AND guest = 0 AND deleted_at IS NULL AND {proven(3, 4)}
        AND EXISTS (SELECT 1 FROM users AS u WHERE u.id = $1 AND u.deleted_at IS NULL)
        AND (SELECT count(*) FROM api_tokens AS t
            WHERE t.user_id = $1 AND (t.ends_at IS NULL OR t.ends_at > $2)) < {MOST_TOKENS}
    RETURNING id
"""
"""Writes nothing new, but locks the row: what revokes all tokens waits for the one being made."""
MAKE_TOKEN = """
    INSERT INTO api_tokens (id, user_id, name, scopes, made_at, used_at, ends_at, hash)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
"""  # noqa: S105
OWNED = "(t.user_id = {owner} OR t.user_id IN (SELECT user_id FROM bots WHERE owner = {owner}))"
"""The condition that a token is of this person or of one of their bots."""
TOKENS_OF = f"""
    SELECT {TOKEN_COLUMNS} FROM api_tokens AS t
    WHERE {OWNED.format(owner="$1")} AND (t.ends_at IS NULL OR t.ends_at > $2)
    ORDER BY t.made_at, t.id
"""
REVOKE = f"""
    DELETE FROM api_tokens AS t WHERE t.id = $1 AND {OWNED.format(owner="$2")}
    RETURNING id, user_id, name, scopes, made_at, used_at, ends_at
"""
HOLDER = f"""
    SELECT {TOKEN_COLUMNS}, {USER_COLUMNS}
    FROM api_tokens AS t JOIN users AS u ON u.id = t.user_id
    LEFT JOIN bots AS b ON b.user_id = u.id
    LEFT JOIN users AS o ON o.id = b.owner
    WHERE t.hash = $1 AND (t.ends_at IS NULL OR t.ends_at > $2)
        AND u.deleted_at IS NULL AND o.deleted_at IS NULL
        AND NOT EXISTS (
            SELECT 1 FROM bans AS n
            WHERE n.user_id IN (u.id, b.owner) AND (n.until IS NULL OR n.until > $2)
        )
"""
USED = f"""
    UPDATE api_tokens SET used_at = $2
    WHERE id = $1 AND (used_at IS NULL OR used_at <= $2 - {USED_EVERY_MS})
"""
DELETE_ENDED = """
    DELETE FROM api_tokens WHERE id IN (SELECT id FROM api_tokens WHERE ends_at <= $1 LIMIT $2)
    RETURNING id
"""
REVOKE_ALL = (
    "DELETE FROM api_tokens WHERE user_id IN (SELECT user_id FROM bots WHERE owner = $1)",
    "DELETE FROM api_tokens WHERE user_id = $1",
)
"""They remove the tokens of a user and of their bots; each takes the user's id."""
FORGET_PROGRAMS = (
    *REVOKE_ALL,
    "DELETE FROM bots WHERE owner = $1",
    "DELETE FROM bots WHERE user_id = $1",
)
"""They remove what is kept of the programs of a user; each takes the user's id."""

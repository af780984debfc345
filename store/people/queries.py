"""The queries of `Store.people`, in the SQL that both engines share; see `store.engine`."""

# ruff: noqa: S608 (what is put in by an f-string are lists of columns)

USER_COLUMNS = (
    "u.id, u.name, u.display_name, u.password_hash, u.guest, u.created_at, u.email,"
    " u.deleted_at, u.email_confirmed, u.email_pending"
)
PROVEN = """
    (CAST({session} AS TEXT) IS NULL OR (coalesce(password_hash, '') = {hash} AND EXISTS (
        SELECT 1 FROM sessions AS s WHERE s.id = {session} AND s.user_id = users.id
    )))
"""
"""The condition that a proof holds for a row of users; see `store.people.records.Proof`."""


def proven(session: int, known: int) -> str:
    """Return PROVEN with the numbers of its values."""
    return PROVEN.format(session=f"${session}", hash=f"${known}")


def household(user: str) -> str:
    """Return a user and, of a bot, its owner, as a list; ``user`` is the id in SQL."""
    return f"({user}, (SELECT w.owner FROM bots AS w WHERE w.user_id = {user}))"


def apart(one: str, other: str) -> str:
    """Return the condition that a block stands between two users: that of a person holds for bots.

    See `actors.contact.apart`.
    """
    mine, theirs = household(one), household(other)
    return f"""EXISTS (
        SELECT 1 FROM blocks AS k
        WHERE (k.user_id IN {mine} AND k.other_id IN {theirs})
            OR (k.user_id IN {theirs} AND k.other_id IN {mine})
    )"""


def ways_in(user: str) -> str:
    """Return the number of what an account can be signed in to by; ``user`` is its id in SQL."""
    return f"""(
        (SELECT count(*) FROM users AS w WHERE w.id = {user} AND w.password_hash IS NOT NULL)
        + (SELECT count(*) FROM identities AS w WHERE w.user_id = {user})
        + (SELECT count(*) FROM passkeys AS w WHERE w.user_id = {user})
    )"""


CREATE_USER = """
    INSERT INTO users (
        id, name, name_key, display_name, display_key, password_hash, guest, created_at, email
    )
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
    RETURNING id
"""
USER = f"SELECT {USER_COLUMNS} FROM users AS u WHERE u.id = $1"
USER_BY_KEY = f"SELECT {USER_COLUMNS} FROM users AS u WHERE u.name_key = $1"
USER_BY_DISPLAY_KEY = f"SELECT {USER_COLUMNS} FROM users AS u WHERE u.display_key = $1"
USER_BY_EMAIL = f"SELECT {USER_COLUMNS} FROM users AS u WHERE u.email_key = $1"
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
SET_NAME = f"""
    UPDATE users SET name = $2, name_key = $3
    WHERE id = $1 AND guest = 0 AND deleted_at IS NULL AND {proven(4, 5)}
    RETURNING id
"""
SET_EMAIL = f"""
    UPDATE users SET email = $2, email_confirmed = 0, email_key = NULL, email_pending = NULL
    WHERE id = $1 AND guest = 0 AND deleted_at IS NULL AND {proven(3, 4)}
    RETURNING id
"""
ASK_EMAIL = f"""
    UPDATE users SET email_pending = $2
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
    WHERE id = $1 AND guest = 0 AND coalesce(password_hash, '') = $3 AND deleted_at IS NULL
    AND EXISTS (
        SELECT 1 FROM one_time_links AS l
        WHERE l.token_hash = $4 AND l.user_id = users.id AND l.expires_at > $5
    )
    RETURNING id
"""
HOLD_LINK = """
    UPDATE users SET guest = guest
    WHERE id = $1 AND coalesce(password_hash, '') = $2 AND deleted_at IS NULL AND EXISTS (
        SELECT 1 FROM one_time_links AS l
        WHERE l.token_hash = $3 AND l.user_id = users.id AND l.expires_at > $4
    )
    RETURNING id
"""
"""Writes nothing new, but checks a link and locks the row until the rest is written."""
HOLD_WITH_PASSWORD = f"""
    UPDATE users SET guest = guest
    WHERE id = $1 AND guest = 0 AND deleted_at IS NULL AND password_hash IS NOT NULL
        AND {proven(2, 3)}
    RETURNING id
"""
DELETE = """
    UPDATE users SET display_name = $1, password_hash = NULL, email = NULL, email_confirmed = 0,
        email_key = NULL, email_pending = NULL, deleted_at = $2
    WHERE id = $3 AND deleted_at IS NULL
"""
DELETE_USER = f"{DELETE} AND {proven(4, 5)} RETURNING id"
FREE_NAMES = """
    UPDATE users SET name = 'deleted ' || id, name_key = 'deleted ' || id, display_key = NULL
    WHERE id IN (
        SELECT id FROM users WHERE deleted_at <= $1 AND name <> ('deleted ' || id) LIMIT $2
    )
    RETURNING id
"""
ADD_LINK = """
    INSERT INTO one_time_links (token_hash, user_id, expires_at) VALUES ($1, $2, $3)
    ON CONFLICT (token_hash) DO NOTHING
"""
LINK = "SELECT user_id FROM one_time_links WHERE token_hash = $1 AND expires_at > $2"
DELETE_OLD_LINKS = """
    DELETE FROM one_time_links WHERE token_hash IN (
        SELECT token_hash FROM one_time_links WHERE expires_at <= $1 LIMIT $2
    )
    RETURNING token_hash
"""
GONE = "((u.guest = 1 AND u.created_at <= $1) OR u.deleted_at <= $2)"
"""Guests and deleted accounts that are old enough: nobody can begin a new session as them."""
UNNEEDED = """
    NOT EXISTS (SELECT 1 FROM sessions WHERE user_id = u.id)
    AND NOT EXISTS (SELECT 1 FROM bans WHERE user_id = u.id)
    AND NOT EXISTS (SELECT 1 FROM matches WHERE left_user_id = u.id)
    AND NOT EXISTS (SELECT 1 FROM matches WHERE right_user_id = u.id)
    AND NOT EXISTS (SELECT 1 FROM tournament_entries WHERE player = u.id)
    AND NOT EXISTS (SELECT 1 FROM tournaments WHERE owner = u.id)
    AND NOT EXISTS (SELECT 1 FROM friendships WHERE one = u.id)
    AND NOT EXISTS (SELECT 1 FROM friendships WHERE two = u.id)
    AND NOT EXISTS (SELECT 1 FROM blocks WHERE user_id = u.id)
    AND NOT EXISTS (SELECT 1 FROM blocks WHERE other_id = u.id)
"""
"""No row refers to them, apart from rows that are theirs alone and are deleted with them."""
# One page of them, needed or not: the limit bounds what the query looks at.
GONE_USERS = f"""
    SELECT u.id, CASE WHEN {UNNEEDED} THEN 1 ELSE 0 END FROM users AS u
    WHERE {GONE} AND u.id > $3 ORDER BY u.id LIMIT $4
"""
DELETE_UNNEEDED = f"""
    DELETE FROM users WHERE id = (SELECT u.id FROM users AS u WHERE u.id = $1 AND {UNNEEDED})
"""
DELETE_LINKS_OF = "DELETE FROM one_time_links WHERE user_id = $1"
EMAIL_LINK_COLUMNS = "token_hash, user_id, address, purpose, made_at, expires_at"
ADD_EMAIL_LINK = f"""
    INSERT INTO email_links ({EMAIL_LINK_COLUMNS}) VALUES ($1, $2, $3, $4, $5, $6)
    ON CONFLICT (token_hash) DO NOTHING
"""
EMAIL_LINK = f"""
    SELECT {EMAIL_LINK_COLUMNS} FROM email_links WHERE token_hash = $1 AND expires_at > $2
"""
CONFIRM_EMAIL = """
    UPDATE users SET email = $2, email_key = $3, email_confirmed = 1, email_pending = NULL
    WHERE id = $1 AND guest = 0 AND deleted_at IS NULL AND EXISTS (
        SELECT 1 FROM email_links AS l
        WHERE l.token_hash = $4 AND l.user_id = users.id AND l.expires_at > $5
            AND (l.purpose = 'take_back' OR $2 IN (users.email, users.email_pending))
    )
    RETURNING id
"""
# What is left are the links in mails to addresses that the account had before.
VOID_EMAIL_LINKS = """
    DELETE FROM email_links WHERE user_id = $1 AND (purpose = 'confirm' OR made_at >= $2)
"""
VOID_EMAIL_LINK = "DELETE FROM email_links WHERE token_hash = $1"
DELETE_EMAIL_LINKS_OF = "DELETE FROM email_links WHERE user_id = $1"
DELETE_OLD_EMAIL_LINKS = """
    DELETE FROM email_links WHERE token_hash IN (
        SELECT token_hash FROM email_links WHERE expires_at <= $1 LIMIT $2
    )
    RETURNING token_hash
"""

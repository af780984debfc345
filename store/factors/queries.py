"""The queries of `Store.factors`, in the SQL that both engines share; see `store.engine`."""

# ruff: noqa: S608 (what is put in by an f-string are columns and conditions of ours)

from store.people.queries import proven, ways_in

FACTORS = """
    SELECT t.secret, t.made_at, t.last_step, e.made_at,
        (SELECT count(*) FROM recovery_codes AS c WHERE c.user_id = u.id), g.guesses
    FROM users AS u
    LEFT JOIN totp AS t ON t.user_id = u.id
    LEFT JOIN email_factors AS e ON e.user_id = u.id
    LEFT JOIN code_guesses AS g ON g.user_id = u.id
    WHERE u.id = $1
"""
PASSKEY_COLUMNS = "id, user_id, host, public_key, sign_count, name, made_at, used_at"
PASSKEYS_OF = f"SELECT {PASSKEY_COLUMNS} FROM passkeys WHERE user_id = $1 ORDER BY made_at, id"
PASSKEY = f"SELECT {PASSKEY_COLUMNS} FROM passkeys WHERE id = $1"
HOLD = f"""
    UPDATE users SET guest = guest
    WHERE id = $1 AND guest = 0 AND deleted_at IS NULL AND {proven(2, 3)} AND {{more}}
    RETURNING id
"""
"""Writes nothing new, but checks the proof and locks the row until the rest is written."""


def hold(more: str = "1 = 1") -> str:
    """Return HOLD with one more condition."""
    return HOLD.format(more=more)


HAS_TOTP = "EXISTS (SELECT 1 FROM totp WHERE user_id = {user})"
HAS_EMAIL = "EXISTS (SELECT 1 FROM email_factors WHERE user_id = {user})"
HAS_PASSKEY = "EXISTS (SELECT 1 FROM passkeys WHERE user_id = {user})"
HAS_ANY = f"({HAS_TOTP} OR {HAS_EMAIL} OR {HAS_PASSKEY})"
HOLD_OWNER = hold()
HOLD_UNKNOWN = hold("NOT EXISTS (SELECT 1 FROM passkeys AS p WHERE p.id = $4)")
HOLD_ANY = hold(HAS_ANY.format(user="users.id"))
HOLD_TOTP = hold(HAS_TOTP.format(user="users.id"))
HOLD_EMAIL = hold(HAS_EMAIL.format(user="users.id"))
HOLD_PASSKEY = hold("EXISTS (SELECT 1 FROM passkeys AS p WHERE p.user_id = users.id AND p.id = $4)")
SET_TOTP = """
    INSERT INTO totp (user_id, secret, made_at, last_step) VALUES ($1, $2, $3, $4)
    ON CONFLICT (user_id) DO UPDATE
    SET secret = excluded.secret, made_at = excluded.made_at, last_step = excluded.last_step
"""
USE_TOTP = """
    UPDATE totp SET last_step = $2 WHERE user_id = $1 AND last_step < $2 RETURNING user_id
"""
RESEAL_TOTP = "UPDATE totp SET secret = $3 WHERE user_id = $1 AND secret = $2"
SET_EMAIL = """
    INSERT INTO email_factors (user_id, made_at) VALUES ($1, $2) ON CONFLICT (user_id) DO NOTHING
"""
KEEP_EMAIL_CODE = """
    INSERT INTO email_codes (id, user_id, code_hash, expires_at, tries) VALUES ($1, $2, $3, $4, 0)
    ON CONFLICT (id) DO UPDATE
    SET user_id = excluded.user_id, code_hash = excluded.code_hash,
        expires_at = excluded.expires_at, tries = 0
"""
TRY_EMAIL_CODE = """
    UPDATE email_codes SET tries = tries + 1
    WHERE id = $1 AND user_id = $2 AND expires_at > $3 AND tries < $4
    RETURNING id
"""
TAKE_EMAIL_CODE = """
    DELETE FROM email_codes WHERE id = $1 AND user_id = $2 AND code_hash = $3 RETURNING id
"""
ADD_PASSKEY = f"""
    INSERT INTO passkeys ({PASSKEY_COLUMNS}) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
    ON CONFLICT (id) DO NOTHING
"""
USE_PASSKEY = """
    UPDATE passkeys SET sign_count = $3, used_at = $4
    WHERE id = $1 AND sign_count = $2 RETURNING id
"""
RENAME_PASSKEY = "UPDATE passkeys SET name = $3 WHERE user_id = $1 AND id = $2 RETURNING id"
SPEND = """
    INSERT INTO spent_challenges (id, expires_at) VALUES ($1, $2)
    ON CONFLICT (id) DO NOTHING
    RETURNING id
"""
ADD_CODE = "INSERT INTO recovery_codes (user_id, code_hash) VALUES ($1, $2)"
DELETE_CODES = "DELETE FROM recovery_codes WHERE user_id = $1"
DELETE_LAST_CODES = f"""
    DELETE FROM recovery_codes
    WHERE user_id = $1 AND NOT {HAS_ANY.format(user="recovery_codes.user_id")}
"""
USE_CODE = "DELETE FROM recovery_codes WHERE user_id = $1 AND code_hash = $2 RETURNING user_id"
GUESS = """
    INSERT INTO code_guesses (user_id, guesses) VALUES ($1, 1)
    ON CONFLICT (user_id) DO UPDATE SET guesses = code_guesses.guesses + 1
    WHERE code_guesses.guesses < $2
    RETURNING guesses
"""
FORGET_GUESSES = "DELETE FROM code_guesses WHERE user_id = $1"

DELETE_TOTP = "DELETE FROM totp WHERE user_id = $1"
DELETE_EMAIL = "DELETE FROM email_factors WHERE user_id = $1"
DELETE_PASSKEY = f"DELETE FROM passkeys WHERE id = $1 AND {ways_in('passkeys.user_id')} > 1"
FORGET_PASSKEYS = ("DELETE FROM passkeys WHERE user_id = $1", DELETE_LAST_CODES)
"""They remove the passkeys of a user; each takes the user's id."""
FORGET_FACTORS = (
    *(DELETE_TOTP, DELETE_EMAIL, *FORGET_PASSKEYS),
    *(DELETE_CODES, FORGET_GUESSES, "DELETE FROM email_codes WHERE user_id = $1"),
)
"""They remove all factors of a user; each takes the user's id."""
DELETE_OLD_CODES = """
    DELETE FROM email_codes WHERE id IN (
        SELECT id FROM email_codes WHERE expires_at <= $1 LIMIT $2
    )
    RETURNING id
"""
DELETE_SPENT = """
    DELETE FROM spent_challenges WHERE id IN (
        SELECT id FROM spent_challenges WHERE expires_at <= $1 LIMIT $2
    )
    RETURNING id
"""

"""The queries of `Store.identities`, in the SQL that both engines share; see `store.engine`."""

# ruff: noqa: S105, S608 (no secret is in them, and what is put in by an f-string is of ours)

from store.people.queries import proven, ways_in

ATTEMPT_COLUMNS = (
    "state_hash, browser_hash, provider, intent, verifier, nonce, redirect, session_id,"
    " begun_at, expires_at"
)
ADD_ATTEMPT = f"""
    INSERT INTO provider_attempts ({ATTEMPT_COLUMNS})
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
    ON CONFLICT (state_hash) DO NOTHING
"""
TAKE_ATTEMPT = f"""
    DELETE FROM provider_attempts WHERE state_hash = $1 AND expires_at > $2
    RETURNING {ATTEMPT_COLUMNS}
"""
DELETE_OLD_ATTEMPTS = """
    DELETE FROM provider_attempts WHERE state_hash IN (
        SELECT state_hash FROM provider_attempts WHERE expires_at <= $1 LIMIT $2
    )
    RETURNING state_hash
"""
IDENTITY_COLUMNS = "id, issuer, subject, user_id, provider, label, linked_at, used_at"
ADD_IDENTITY = f"""
    INSERT INTO identities ({IDENTITY_COLUMNS}) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
"""
LINK_IDENTITY = f"{ADD_IDENTITY} ON CONFLICT (issuer, subject) DO NOTHING"
IDENTITY = f"SELECT {IDENTITY_COLUMNS} FROM identities WHERE issuer = $1 AND subject = $2"
IDENTITIES_OF = f"""
    SELECT {IDENTITY_COLUMNS} FROM identities WHERE user_id = $1 ORDER BY linked_at, id
"""
HOLD_PROVEN = f"""
    UPDATE users SET guest = guest
    WHERE id = $1 AND guest = 0 AND deleted_at IS NULL AND {proven(2, 3)}
    RETURNING id
"""
"""Writes nothing new, but locks the row: see `store.sessions.queries.HOLD_HASH`."""
HOLD_UNLINKED = HOLD_PROVEN.replace(
    "RETURNING",
    "AND NOT EXISTS (SELECT 1 FROM identities WHERE issuer = $4 AND subject = $5) RETURNING",
)
HOLD = "UPDATE users SET guest = guest WHERE id = $1 AND deleted_at IS NULL RETURNING id"
UNLINK = f"""
    DELETE FROM identities WHERE id = $1 AND user_id = $2 AND {ways_in("identities.user_id")} > 1
"""
IS_LINKED = "SELECT 1 FROM identities WHERE id = $1"
USE_IDENTITY = "UPDATE identities SET label = $2, used_at = $3 WHERE id = $1"
FORGET_IDENTITIES = "DELETE FROM identities WHERE user_id = $1"
SECRET_TAKEN = """
    INSERT INTO provider_secrets (provider, valid_until, refused_at)
    VALUES ($1, CAST($2 AS BIGINT), NULL)
    ON CONFLICT (provider) DO UPDATE SET valid_until = excluded.valid_until, refused_at = NULL
"""
SECRET_REFUSED = """
    INSERT INTO provider_secrets (provider, valid_until, refused_at) VALUES ($1, NULL, $2)
    ON CONFLICT (provider) DO UPDATE
    SET refused_at = coalesce(provider_secrets.refused_at, excluded.refused_at)
"""
SECRETS = "SELECT provider, valid_until, refused_at FROM provider_secrets ORDER BY provider"

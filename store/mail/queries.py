"""The queries of `Store.mail`, in the SQL that both engines share; see `store.engine`."""

# ruff: noqa: S608 (what is put in by an f-string are columns and parts of queries of ours)

from store.nodes.queries import LOST, up

MAIL_COLUMNS = (
    "id, user_id, address, kind, data, created_at, expires_at, due_at, state, attempts, doubts,"
    " detail, done_at"
)
QUEUED = "state IN ('waiting', 'sending')"
QUEUE = f"""
    INSERT INTO mails (
        id, user_id, address, kind, data, created_at, expires_at, due_at, address_key
    )
    WITH new (id, user_id, address, kind, data, created_at, expires_at, due_at, address_key) AS (
        VALUES (
            $1, CAST($2 AS TEXT), $3, $4, $5,
            CAST($6 AS BIGINT), CAST($7 AS BIGINT), CAST($8 AS BIGINT), $9
        )
    )
    SELECT id, user_id, address, kind, data, created_at, expires_at, due_at, address_key FROM new
    WHERE (SELECT count(*) FROM mails WHERE {QUEUED}) < $10
        AND (new.user_id IS NULL OR EXISTS (
            SELECT 1 FROM users WHERE id = new.user_id AND deleted_at IS NULL
        ))
    ON CONFLICT (id) DO NOTHING
"""
ADD_MAIL = f"{QUEUE} RETURNING id"
NEXT_DUE = f"""
    SELECT CASE WHEN EXISTS (SELECT 1 FROM mails WHERE {LOST}) THEN 0
        ELSE (SELECT min(due_at) FROM mails WHERE {QUEUED}) END
"""
# The conditions stand twice: on PostgreSQL another server may take the row meanwhile, and then
# only the outer one is looked at again.
CLAIM = f"""
    UPDATE mails
    SET state = 'sending', due_at = $3, attempts = attempts + 1, claimed_by = $1,
        doubts = doubts + CASE WHEN state = 'sending' THEN 1 ELSE 0 END
    WHERE {QUEUED} AND (due_at <= $2 OR {LOST}) AND id = (
        SELECT id FROM mails WHERE {QUEUED} AND (due_at <= $2 OR {LOST})
        ORDER BY due_at, id LIMIT 1
    ) AND {up("$1")}
    RETURNING {MAIL_COLUMNS}
"""
SETTLE = """
    UPDATE mails
    SET data = $3, due_at = $4, state = $5, doubts = $6, detail = $7, done_at = $8,
        claimed_by = NULL
    WHERE id = $1 AND state = 'sending' AND due_at = $2
    RETURNING id
"""
DROP = """
    DELETE FROM mails WHERE id = $1 AND state = 'sending' AND due_at = $2 RETURNING id
"""
LATELY = """
    SELECT count(*) FROM mails
    WHERE user_id = $1 AND kind = $2 AND created_at >= $3
"""
LATELY_TO = """
    SELECT count(*) FROM mails WHERE address_key = $1 AND kind = $2 AND created_at >= $3
"""
MAILS_OF = f"SELECT {MAIL_COLUMNS} FROM mails WHERE user_id = $1 ORDER BY created_at DESC, id"
UNSENT = f"""
    SELECT {MAIL_COLUMNS} FROM mails WHERE state <> 'sent' ORDER BY created_at DESC, id LIMIT $1
"""
DELETE_OLD = """
    DELETE FROM mails WHERE id IN (
        SELECT id FROM mails WHERE coalesce(done_at, expires_at) <= $1 LIMIT $2
    )
    RETURNING id
"""
FORGET_MAILS = "DELETE FROM mails WHERE user_id = $1"

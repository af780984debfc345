"""The queries of `Store.push`, in the SQL that both engines share; see `store.engine`."""

# ruff: noqa: S608 (what is put in by an f-string are columns and parts of queries of ours)

from store.nodes.queries import LOST, up

COLUMNS = (
    "s.id, s.user_id, s.session_id, s.endpoint, s.p256dh, s.auth, s.key_id, s.made_at, s.failures"
)
PUSH_COLUMNS = "p.subscription_id, p.note, p.due_at, p.expires_at, p.state, p.attempts, p.doubts"
HAS_SESSION = "SELECT id FROM sessions WHERE id = $1 AND user_id = $2"
RELEASE = "DELETE FROM push_subscriptions WHERE endpoint = $1 AND user_id <> $2"
SUBSCRIBE = """
    INSERT INTO push_subscriptions (
        id, user_id, session_id, endpoint, p256dh, auth, key_id, made_at
    )
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
    ON CONFLICT (endpoint) DO UPDATE
    SET session_id = excluded.session_id, p256dh = excluded.p256dh, auth = excluded.auth,
        key_id = excluded.key_id, made_at = excluded.made_at, failures = 0
"""
DELETE_TOO_MANY = """
    DELETE FROM push_subscriptions WHERE user_id = $1 AND id NOT IN (
        SELECT id FROM push_subscriptions WHERE user_id = $2
        ORDER BY made_at DESC, id LIMIT $3
    )
"""
ID_OF = "SELECT id FROM push_subscriptions WHERE endpoint = $1 AND user_id = $2"
UNSUBSCRIBE = "DELETE FROM push_subscriptions WHERE user_id = $1 AND id = $2 RETURNING id"
BROWSERS_OF = f"""
    SELECT {COLUMNS}, t.device
    FROM push_subscriptions AS s JOIN sessions AS t ON t.id = s.session_id
    WHERE s.user_id = $1 ORDER BY s.made_at, s.id
"""
QUEUE = """
    INSERT INTO pushes (subscription_id, note, due_at, expires_at)
    SELECT CAST($1 AS TEXT), CAST($2 AS TEXT), CAST($3 AS BIGINT), CAST($4 AS BIGINT)
    WHERE EXISTS (SELECT 1 FROM push_subscriptions WHERE id = $5)
    ON CONFLICT (subscription_id, note) DO NOTHING
"""
NEXT_DUE = f"""
    SELECT CASE WHEN EXISTS (SELECT 1 FROM pushes WHERE {LOST}) THEN 0
        ELSE (SELECT min(due_at) FROM pushes WHERE state <> 'over') END
"""
# The conditions stand twice: on PostgreSQL another server may take the row meanwhile, and then
# only the outer one is looked at again.
CLAIM = f"""
    UPDATE pushes
    SET state = 'sending', due_at = $3, attempts = attempts + 1, claimed_by = $1,
        doubts = doubts + CASE WHEN state = 'sending' THEN 1 ELSE 0 END
    WHERE state <> 'over' AND (due_at <= $2 OR {LOST}) AND (subscription_id, note) = (
        SELECT subscription_id, note FROM pushes
        WHERE state <> 'over' AND (due_at <= $2 OR {LOST})
        ORDER BY due_at, subscription_id, note LIMIT 1
    ) AND {up("$1")}
    RETURNING subscription_id, note
"""
CLAIMED = f"""
    SELECT {PUSH_COLUMNS}, {COLUMNS}
    FROM pushes AS p JOIN push_subscriptions AS s ON s.id = p.subscription_id
    WHERE p.subscription_id = $1 AND p.note = $2 AND p.state = 'sending' AND p.due_at = $3
"""
SETTLE = """
    UPDATE pushes SET due_at = $4, state = $5, doubts = $6, claimed_by = NULL
    WHERE subscription_id = $1 AND note = $2 AND state = 'sending' AND due_at = $3
    RETURNING note
"""
COUNT = """
    UPDATE push_subscriptions
    SET failures = CASE WHEN CAST($1 AS INTEGER) = 1 THEN 0 ELSE failures + 1 END
    WHERE id = $2
"""
DELETE_OLD = """
    DELETE FROM pushes WHERE (subscription_id, note) IN (
        SELECT subscription_id, note FROM pushes WHERE expires_at <= $1 LIMIT $2
    )
    RETURNING note
"""
FORGET_SUBSCRIPTIONS = "DELETE FROM push_subscriptions WHERE user_id = $1"

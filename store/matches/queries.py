"""The queries of `Store.matches`, in the SQL that both engines share; see `store.engine`."""

# ruff: noqa: S608 (what is put in by an f-string are lists of columns)

MATCH_COLUMNS = (
    "id, mode, settings, seed, rules, left_user_id, left_name, right_user_id, right_name,"
    " created_at, level, rated, cause, winner, score_left, score_right, seconds, finished_at,"
    " pauses"
)
CREATE_MATCH = """
    INSERT INTO matches (
        id, mode, settings, seed, rules,
        left_user_id, left_name, right_user_id, right_name, created_at, level, rated
    )
    VALUES (
        $1, $2, $3, $4, $5,
        (SELECT id FROM users WHERE id = $6), $7, (SELECT id FROM users WHERE id = $8), $9, $10,
        $11, $12
    )
    ON CONFLICT (id) DO NOTHING
"""
FINISH = """
    UPDATE matches
    SET
        cause = $1, winner = $2, score_left = $3, score_right = $4, seconds = $5,
        finished_at = $6, pauses = $7
    WHERE id = $8 AND finished_at IS NULL
"""
WRITE_RESULT = f"{FINISH} RETURNING id"
MATCH = f"SELECT {MATCH_COLUMNS} FROM matches WHERE id = $1"
# UNION, not OR: each half uses its own index, and a match against oneself is returned once.
MATCHES_OF = f"""
    SELECT {MATCH_COLUMNS} FROM matches
    WHERE id IN (
        SELECT id FROM matches WHERE left_user_id = $1
        UNION SELECT id FROM matches WHERE right_user_id = $1
    )
    AND (
        CAST($3 AS TEXT) IS NULL
        OR (created_at, id) < (SELECT m.created_at, m.id FROM matches AS m WHERE m.id = $3)
    )
    ORDER BY created_at DESC, id DESC
    LIMIT $2
"""
UNFINISHED = f"""
    SELECT {MATCH_COLUMNS} FROM matches WHERE finished_at IS NULL ORDER BY created_at, id
"""
# Only finished matches. Each half uses its own index and stops at the limit.
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
FORGET_LEFT = "UPDATE matches SET left_name = $1 WHERE left_user_id = $2"
FORGET_RIGHT = "UPDATE matches SET right_name = $1 WHERE right_user_id = $2"

"""The queries of `Store.ratings`, in the SQL that both engines share; see `store.engine`."""

# ruff: noqa: S608 (what is put in by an f-string are columns and parts of queries of ours)

from store.people.queries import apart
from store.profiles.queries import PERSON

ACCOUNT = "FROM users WHERE guest = 0 AND deleted_at IS NULL AND id"
SAVE_RATING = f"""
    INSERT INTO ratings (mode, mu, sigma, played, number, at, place, player)
    SELECT
        $1, CAST($2 AS DOUBLE PRECISION), CAST($3 AS DOUBLE PRECISION), CAST($4 AS BIGINT),
        CAST($5 AS BIGINT), CAST($6 AS BIGINT), CAST($7 AS DOUBLE PRECISION), id
    {ACCOUNT} = $8
    ON CONFLICT (player, mode) DO UPDATE SET mu = excluded.mu, sigma = excluded.sigma,
        played = excluded.played, number = excluded.number, at = excluded.at,
        place = excluded.place
"""
ADD_ENTRY = f"""
    INSERT INTO rating_entries (
        match_id, kind, mode, number, at, mu_before, sigma_before, mu, sigma, player
    )
    SELECT
        $1, $2, $3, CAST($4 AS BIGINT), CAST($5 AS BIGINT), CAST($6 AS DOUBLE PRECISION),
        CAST($7 AS DOUBLE PRECISION), CAST($8 AS DOUBLE PRECISION), CAST($9 AS DOUBLE PRECISION), id
    {ACCOUNT} = $10
    ON CONFLICT DO NOTHING
"""
RATING_COLUMNS = "r.mode, r.mu, r.sigma, r.played, r.number, r.at"
RATING = f"""
    SELECT u.id, {RATING_COLUMNS} FROM users AS u
    LEFT JOIN ratings AS r ON r.player = u.id AND r.mode = $2
    WHERE u.id = $1 AND u.guest = 0 AND u.deleted_at IS NULL
"""
RATINGS_OF = (
    f"SELECT r.player, {RATING_COLUMNS} FROM ratings AS r WHERE r.player = $1 ORDER BY mode"
)
ENTRY_COLUMNS = "match_id, player, kind, mode, number, at, mu_before, sigma_before, mu, sigma"
ENTRIES_OF_MATCH = f"SELECT {ENTRY_COLUMNS} FROM rating_entries WHERE match_id = $1"
ENTRIES_OF = f"""
    SELECT {ENTRY_COLUMNS} FROM rating_entries WHERE player = $1 AND mode = $2
    ORDER BY number DESC LIMIT $3
"""
ALL_ENTRIES_OF = f"""
    SELECT {ENTRY_COLUMNS} FROM rating_entries WHERE player = $1 ORDER BY mode, number
"""
ON_THE_BOARD = f"""
    FROM ratings AS r
    JOIN users AS u ON u.id = r.player
    LEFT JOIN profiles AS p ON p.user_id = u.id
    WHERE r.mode = $1 AND r.at >= $2 AND r.played > 0 AND u.deleted_at IS NULL
        AND NOT {apart("u.id", "$3")}
        AND (CAST($4 AS BIGINT) = 0 OR u.id = $3 OR EXISTS (
            SELECT 1 FROM friendships
            WHERE since IS NOT NULL
                AND ((one = u.id AND two = $3) OR (one = $3 AND two = u.id))
        ))
"""
LEADERS = f"""
    SELECT {PERSON}, {RATING_COLUMNS} {ON_THE_BOARD}
    ORDER BY r.place DESC, r.player LIMIT $5 OFFSET $6
"""
AHEAD = f"""
    SELECT count(*) {ON_THE_BOARD}
        AND (r.place > $5 OR (r.place = $5 AND r.player < $6))
"""
FORGET_RATINGS = "DELETE FROM ratings WHERE player = $1"
FORGET_ENTRIES = "DELETE FROM rating_entries WHERE player = $1"

"""The queries of `Store.tournaments`, in the SQL that both engines share; see `store.engine`."""

# ruff: noqa: S608 (what is put in by an f-string are lists of columns)

COLUMNS = (
    "t.id, t.name, t.format, t.entry, t.guests, t.rated, t.most, t.entrants, t.phase, t.starts_at,"
    " t.created_at, t.ended_at, t.owner"
)
PUT_TOURNAMENT = """
    INSERT INTO tournaments (
        id, name, format, entry, guests, rated, most, entrants, phase, starts_at, created_at,
        ended_at, owner
    )
    VALUES (
        $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, (SELECT id FROM users WHERE id = $13)
    )
    ON CONFLICT (id) DO UPDATE SET
        name = excluded.name, format = excluded.format, entry = excluded.entry,
        guests = excluded.guests, rated = excluded.rated, most = excluded.most,
        entrants = excluded.entrants, phase = excluded.phase, starts_at = excluded.starts_at,
        ended_at = excluded.ended_at, owner = excluded.owner
"""
# Nobody enters who is deleted by now.
PUT_ENTRY = """
    INSERT INTO tournament_entries (tournament, alias, place, player)
    SELECT CAST($1 AS TEXT), CAST($2 AS TEXT), CAST($3 AS BIGINT), id FROM users
    WHERE id = $4 AND deleted_at IS NULL
    ON CONFLICT (player, tournament) DO UPDATE SET alias = excluded.alias, place = excluded.place
"""
END_ENTRY = "DELETE FROM tournament_entries WHERE player = $1 AND tournament = $2"
TOURNAMENT = f"SELECT {COLUMNS} FROM tournaments AS t WHERE t.id = $1"
LISTED = f"""
    SELECT {COLUMNS} FROM tournaments AS t
    WHERE t.phase IN ($1, $2) AND t.entry <> 'invited'
    AND (CAST($4 AS TEXT) IS NULL OR t.format = $4)
    AND (
        CAST($5 AS TEXT) IS NULL
        OR (t.created_at, t.id) < (SELECT b.created_at, b.id FROM tournaments AS b WHERE b.id = $5)
    )
    ORDER BY t.created_at DESC, t.id DESC
    LIMIT $3
"""
OF_PLAYER = f"""
    SELECT {COLUMNS}, e.alias, e.place
    FROM tournament_entries AS e JOIN tournaments AS t ON t.id = e.tournament
    WHERE e.player = $1
    AND (
        CAST($3 AS TEXT) IS NULL
        OR (t.created_at, t.id) < (SELECT b.created_at, b.id FROM tournaments AS b WHERE b.id = $3)
    )
    ORDER BY t.created_at DESC, t.id DESC
    LIMIT $2
"""
OWNED = f"""
    SELECT {COLUMNS} FROM tournaments AS t
    WHERE t.owner = $1 AND t.ended_at IS NULL
    ORDER BY t.created_at DESC, t.id DESC
"""
OPEN_OF = "SELECT count(*) FROM tournaments WHERE owner = $1 AND ended_at IS NULL"
UNFINISHED = "SELECT id FROM tournaments WHERE phase = 'running' AND ended_at IS NULL ORDER BY id"
WITH_PLAYER = """
    SELECT tournament FROM tournament_entries WHERE player = $1
    UNION SELECT id FROM tournaments WHERE owner = $1
    ORDER BY 1
"""
FORGET_ENTRIES = "DELETE FROM tournament_entries WHERE player = $1"
DISOWN = "UPDATE tournaments SET owner = NULL WHERE owner = $1"

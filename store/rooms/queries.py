"""The queries of `Store.rooms`, in the SQL that both engines share; see `store.engine`."""

# ruff: noqa: S608 (what is put in by an f-string are lists of columns)

from collections.abc import Sequence

from store.engine import Dialect
from store.people.queries import apart

EVENT_COLUMNS = "room, number, kind, at, author, name, line, text, about, edited"
# An author who is not in the store (any more) is nobody.
ADD_EVENT = f"""
    INSERT INTO room_events ({EVENT_COLUMNS}, words)
    VALUES ($1, $2, $3, $4, (SELECT id FROM users WHERE id = $5), $6, $7, $8, $9, $10, $11)
    ON CONFLICT DO NOTHING
"""
EDIT_LINE = """
    WITH new (room, number, event, at, text, words) AS (
        VALUES ($1, CAST($2 AS BIGINT), CAST($3 AS BIGINT), CAST($4 AS BIGINT), $5, $6)
    )
    UPDATE room_events SET
        kind = CASE WHEN about = 0 THEN kind ELSE 'gone' END,
        text = CASE WHEN about = 0 THEN new.text ELSE '' END,
        words = CASE WHEN about = 0 THEN new.words ELSE '' END,
        edited = CASE WHEN about = 0 THEN new.at ELSE edited END
    FROM new WHERE room_events.room = new.room AND (
        room_events.number = new.number AND kind = 'line'
        OR about = new.number AND kind = 'edit' AND room_events.number < new.event
    )
"""
DELETE_LINE = """
    WITH line (room, number) AS (VALUES ($1, CAST($2 AS BIGINT)))
    UPDATE room_events SET kind = 'gone', text = '', words = '' FROM line
    WHERE room_events.room = line.room AND (
        room_events.number = line.number AND kind = 'line' OR about = line.number AND kind = 'edit'
    )
"""
ADD_MARK = """
    INSERT INTO room_marks (room, number, player)
    SELECT $1, CAST($2 AS BIGINT), id FROM users WHERE id = $3
    ON CONFLICT (player, room) DO UPDATE SET number = excluded.number
    WHERE excluded.number > room_marks.number
"""
ADD_MEMBER = """
    INSERT INTO room_members (room, role, since, player)
    SELECT $1, $2, CAST($3 AS BIGINT), id FROM users WHERE id = $4
    ON CONFLICT (player, room) DO UPDATE SET role = excluded.role
"""
REMOVE_MEMBER = "DELETE FROM room_members WHERE room = $1 AND player = $2"
MADE_COLUMNS = "id, name, topic, public, at"
SAVE_ROOM = f"""
    INSERT INTO rooms ({MADE_COLUMNS}, words) VALUES ($1, $2, $3, $4, $5, $6)
    ON CONFLICT (id) DO UPDATE SET name = excluded.name, topic = excluded.topic,
        public = excluded.public, words = excluded.words
"""
MADE_ROOM = f"SELECT {MADE_COLUMNS} FROM rooms WHERE id = $1"
MEMBERS = """
    SELECT player, room, role, since FROM room_members WHERE room = $1 ORDER BY since, player
"""
ROLE = "SELECT role FROM room_members WHERE player = $1 AND room = $2"
OWNED = "SELECT count(*) FROM room_members WHERE player = $1 AND role = 'owner'"
PUBLIC_ROOMS = f"""
    SELECT {MADE_COLUMNS}, (
        SELECT count(*) FROM room_members
        WHERE room_members.room = rooms.id AND role <> 'invited'
    ) AS members
    FROM rooms WHERE public = 1 AND (words LIKE $1 OR words LIKE $2)
    ORDER BY members DESC, at DESC, id LIMIT $3 OFFSET $4
"""
EVENT = f"SELECT {EVENT_COLUMNS} FROM room_events WHERE room = $1 AND number = $2"
EVENTS_AFTER = f"""
    SELECT {EVENT_COLUMNS} FROM room_events
    WHERE room = $1 AND number > $2 ORDER BY number LIMIT $3
"""
EVENTS_BEFORE = f"""
    SELECT {EVENT_COLUMNS} FROM (
        SELECT {EVENT_COLUMNS} FROM room_events
        WHERE room = $1 AND number < $2 ORDER BY number DESC LIMIT $3
    ) AS newest
    ORDER BY number
"""
LINE = f"""
    SELECT {EVENT_COLUMNS} FROM room_events WHERE room = $1 AND author = $2 AND line = $3
        AND line > 0
"""
LAST_LINE = """
    SELECT coalesce(max(line), 0) FROM room_events WHERE room = $1 AND author = $2 AND line > 0
"""
LINES_OF = f"""
    SELECT {EVENT_COLUMNS} FROM room_events
    WHERE author = $1 AND line > 0 AND kind = 'line' ORDER BY room, number
"""
FORGET_LINES = """
    UPDATE room_events SET
        kind = CASE WHEN kind IN ('line', 'edit') THEN 'gone' ELSE kind END,
        text = CASE WHEN kind IN ('line', 'edit') THEN '' ELSE text END,
        words = '', author = NULL, name = $1
    WHERE author = $2
"""
# Everything of a kind that people write, room by room, so that each portion is found by an index.
FADE = """
    UPDATE room_events SET kind = 'gone', text = '', words = '', author = NULL, name = ''
    WHERE (room, number) IN (
        SELECT room, number FROM room_events
        WHERE at < $1 AND kind IN ('line', 'edit') AND (room = $2 OR $3 = 1) LIMIT $4
    )
    RETURNING number
"""
FORGET_MARKS = "DELETE FROM room_marks WHERE player = $1"
FORGET_MEMBERS = "DELETE FROM room_members WHERE player = $1"
MARK = "SELECT number FROM room_marks WHERE player = $1 AND room = $2"
MARKS_OF = """
    SELECT mine.room, mark.number
    FROM (
        SELECT room FROM room_members WHERE player = $1
        UNION SELECT room FROM room_marks WHERE player = $1
    ) AS mine
    LEFT JOIN room_marks AS mark ON mark.room = mine.room AND mark.player = $1
    ORDER BY mine.room
"""
# Whom the player has blocked, or who has blocked the player, is neither counted nor found.
UNREAD = f"""
    SELECT count(*) FROM (
        SELECT 1 FROM room_events
        WHERE room = $1 AND number > $2 AND number < $3 AND kind = 'line'
            AND (author IS NULL OR author <> $4) AND NOT {apart("$4", "room_events.author")}
        LIMIT $5
    ) AS unread
"""
MATCHES: dict[Dialect, str] = {
    "sqlite": "room_events.id IN (SELECT rowid FROM room_search WHERE room_search MATCH $1)",
    "postgres": """
        words <> '' AND array_to_tsvector(string_to_array(words, ' '))
            @@ CAST(CAST($1 AS TEXT) AS tsquery)
    """,
}
"""How each engine finds lines by their words."""
SEARCH = """
    SELECT {columns} FROM room_events
    WHERE {matches} AND {seen} AND kind = 'line'
        AND (room = $3 OR room IN (SELECT room FROM room_members WHERE player = $2))
    ORDER BY at DESC, room, number DESC LIMIT $4 OFFSET $5
"""
OWN_ROOMS = """
    SELECT mine.room, newest.number, newest.at, mark.number, mine.role
    FROM (
        SELECT room, role FROM room_members WHERE player = $1
        UNION ALL SELECT CAST($2 AS TEXT), NULL
    ) AS mine
    JOIN room_events AS newest ON newest.room = mine.room AND newest.number = (
        SELECT max(number) FROM room_events WHERE room = mine.room
    )
    LEFT JOIN room_marks AS mark ON mark.room = mine.room AND mark.player = $1
    ORDER BY newest.at DESC, mine.room
    LIMIT $3
"""


def search(dialect: Dialect) -> str:
    """Return the query that finds lines in the rooms of a player."""
    seen = f"NOT {apart('$2', 'room_events.author')}"
    return SEARCH.format(columns=EVENT_COLUMNS, matches=MATCHES[dialect], seen=seen)


def pattern(dialect: Dialect, words: Sequence[str]) -> str:
    """Return what `search` compares with: all words, of which the last one may go on."""
    *whole, last = words
    if dialect == "sqlite":
        return " AND ".join([*(f'"{word}"' for word in whole), f'"{last}" *'])
    return " & ".join([*(f"'{word}'" for word in whole), f"'{last}':*"])

"""The queries of `Store.rooms`, in the SQL that both engines share; see `store.engine`."""

# ruff: noqa: S608 (what is put in by an f-string are lists of columns)

EVENT_COLUMNS = "room, number, kind, at, author, name, line, text"
# An author who is not in the store (any more) is nobody.
ADD_EVENT = f"""
    INSERT INTO room_events ({EVENT_COLUMNS})
    VALUES ($1, $2, $3, $4, (SELECT id FROM users WHERE id = $5), $6, $7, $8)
    ON CONFLICT DO NOTHING
"""
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
"""
LAST_LINE = "SELECT coalesce(max(line), 0) FROM room_events WHERE room = $1 AND author = $2"
LINES_OF = f"SELECT {EVENT_COLUMNS} FROM room_events WHERE author = $1 ORDER BY room, number"
FORGET_LINES = """
    UPDATE room_events SET kind = 'gone', author = NULL, name = $1, text = '' WHERE author = $2
"""

-- What was said and done in rooms: one row for each event, numbered from 1 in each room.

CREATE TABLE room_events (
    room TEXT NOT NULL,
    number INTEGER NOT NULL,
    kind TEXT NOT NULL, -- 'line', or 'gone' once the account of its author was deleted
    at INTEGER NOT NULL,
    author TEXT REFERENCES users (id) ON DELETE SET NULL,
    name TEXT NOT NULL, -- as the author was called then
    line INTEGER NOT NULL, -- which of the author's lines it is, by the author's own count
    text TEXT NOT NULL, -- as it was typed; see docs/security.md
    PRIMARY KEY (room, number)
) STRICT;

-- A line that is sent again is not told again, however late.
CREATE UNIQUE INDEX room_events_line ON room_events (author, room, line) WHERE author IS NOT NULL;

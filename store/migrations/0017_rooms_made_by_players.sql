-- Rooms that players have made, and who belongs to them.

CREATE TABLE rooms (
    id TEXT PRIMARY KEY,
    name TEXT NOT NULL,
    topic TEXT NOT NULL,
    public INTEGER NOT NULL, -- 1: everybody finds it and may join
    at INTEGER NOT NULL,
    words TEXT NOT NULL -- see store/words.py
) STRICT;
CREATE INDEX rooms_public ON rooms (at) WHERE public = 1;

ALTER TABLE room_members ADD COLUMN role TEXT NOT NULL DEFAULT 'member';
ALTER TABLE room_members ADD COLUMN since INTEGER NOT NULL DEFAULT 0;

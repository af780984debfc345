-- Lines are found by their words: see store/words.py, which fills this column.
ALTER TABLE room_events ADD COLUMN words TEXT NOT NULL DEFAULT '';
UPDATE room_events SET words = lower(text) WHERE kind = 'line';

-- ONLY sqlite
-- A number that VACUUM leaves alone, for the index.
CREATE TABLE numbered_events (
    id INTEGER PRIMARY KEY,
    room TEXT NOT NULL,
    number INTEGER NOT NULL,
    kind TEXT NOT NULL,
    at INTEGER NOT NULL,
    author TEXT REFERENCES users (id) ON DELETE SET NULL,
    name TEXT NOT NULL,
    line INTEGER NOT NULL,
    text TEXT NOT NULL,
    about INTEGER NOT NULL DEFAULT 0,
    edited INTEGER,
    words TEXT NOT NULL DEFAULT '',
    UNIQUE (room, number)
) STRICT;
INSERT INTO numbered_events (room, number, kind, at, author, name, line, text, about, edited, words)
SELECT room, number, kind, at, author, name, line, text, about, edited, words FROM room_events;
DROP TABLE room_events;
ALTER TABLE numbered_events RENAME TO room_events;
CREATE INDEX room_events_about ON room_events (room, about) WHERE about > 0;
CREATE UNIQUE INDEX room_events_line ON room_events (author, room, line) WHERE line > 0;
CREATE INDEX room_events_author ON room_events (author);

CREATE VIRTUAL TABLE room_search USING fts5 (
    words, content = 'room_events', content_rowid = 'id', tokenize = 'ascii'
);
INSERT INTO room_search (rowid, words) SELECT id, words FROM room_events WHERE words <> '';
CREATE TRIGGER room_events_found AFTER INSERT ON room_events WHEN new.words <> '' BEGIN
    INSERT INTO room_search (rowid, words) VALUES (new.id, new.words);
END;
CREATE TRIGGER room_events_changed AFTER UPDATE OF words ON room_events BEGIN
    INSERT INTO room_search (room_search, rowid, words)
    SELECT 'delete', old.id, old.words WHERE old.words <> '';
    INSERT INTO room_search (rowid, words) SELECT new.id, new.words WHERE new.words <> '';
END;
CREATE TRIGGER room_events_lost AFTER DELETE ON room_events WHEN old.words <> '' BEGIN
    INSERT INTO room_search (room_search, rowid, words) VALUES ('delete', old.id, old.words);
END;
-- END

-- ONLY postgres
CREATE INDEX room_events_words ON room_events
USING gin (array_to_tsvector(string_to_array(words, ' '))) WHERE words <> '';
-- END

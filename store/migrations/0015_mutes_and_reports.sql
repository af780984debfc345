-- Who may not speak, and what people have reported.

CREATE TABLE mutes (
    player TEXT NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    room TEXT NOT NULL, -- '' for everywhere
    moderator TEXT NOT NULL, -- the name of whoever has muted
    reason TEXT NOT NULL,
    at INTEGER NOT NULL,
    until INTEGER, -- no value: for good
    PRIMARY KEY (player, room)
) STRICT;

CREATE TABLE reports (
    id TEXT PRIMARY KEY,
    at INTEGER NOT NULL,
    reporter TEXT REFERENCES users (id) ON DELETE SET NULL,
    room TEXT NOT NULL,
    number INTEGER NOT NULL,
    author TEXT REFERENCES users (id) ON DELETE SET NULL,
    name TEXT NOT NULL, -- as the author was called then
    reason TEXT NOT NULL,
    context BLOB NOT NULL, -- JSON: the line and those around it, as they were then
    outcome TEXT, -- no value: open
    moderator TEXT, -- the name of whoever has closed it
    closed_at INTEGER
) STRICT;
CREATE UNIQUE INDEX reports_once ON reports (reporter, room, number);
CREATE INDEX reports_author ON reports (author);
CREATE INDEX reports_open ON reports (at) WHERE outcome IS NULL;

-- Users, sessions, matches, journal, snapshots. Times are integer milliseconds since the epoch.

CREATE TABLE users (
    id TEXT PRIMARY KEY,
    name TEXT NOT NULL,
    name_key TEXT NOT NULL UNIQUE, -- store.names.name_key(name)
    display_name TEXT NOT NULL,
    password_hash TEXT, -- NULL: a guest
    guest INTEGER NOT NULL CHECK (guest IN (0, 1)),
    created_at INTEGER NOT NULL
) STRICT;

CREATE TABLE sessions (
    token_hash BLOB PRIMARY KEY,
    user_id TEXT NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    created_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL
) STRICT;

CREATE INDEX sessions_user ON sessions (user_id);

-- The result lives in the row of its match, so that it can be written only once.
CREATE TABLE matches (
    id TEXT PRIMARY KEY,
    mode TEXT NOT NULL,
    settings BLOB NOT NULL, -- JSON
    seed INTEGER NOT NULL,
    rules INTEGER NOT NULL,
    left_user_id TEXT REFERENCES users (id), -- NULL: the AI, or a second hand at one keyboard
    left_name TEXT NOT NULL,
    right_user_id TEXT REFERENCES users (id),
    right_name TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    cause TEXT,
    winner INTEGER CHECK (winner IN (-1, 0, 1)),
    score_left INTEGER,
    score_right INTEGER,
    seconds REAL, -- match time
    finished_at INTEGER,
    CHECK (
        (finished_at IS NULL) = (cause IS NULL)
        AND (finished_at IS NULL) = (winner IS NULL)
        AND (finished_at IS NULL) = (score_left IS NULL)
        AND (finished_at IS NULL) = (score_right IS NULL)
        AND (finished_at IS NULL) = (seconds IS NULL)
    )
) STRICT;

CREATE INDEX matches_left ON matches (left_user_id, created_at, id);
CREATE INDEX matches_right ON matches (right_user_id, created_at, id);
CREATE INDEX matches_unfinished ON matches (created_at, id) WHERE finished_at IS NULL;

-- No reference to matches: a flush carries many matches, and one must not fail the others.
CREATE TABLE journal (
    match_id TEXT NOT NULL,
    seq INTEGER NOT NULL, -- of the first entry in data
    count INTEGER NOT NULL,
    data BLOB NOT NULL,
    PRIMARY KEY (match_id, seq)
) STRICT;

CREATE TABLE snapshots (
    match_id TEXT PRIMARY KEY,
    seq INTEGER NOT NULL,
    data BLOB NOT NULL,
    at INTEGER NOT NULL
) STRICT;

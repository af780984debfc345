-- What lists and profiles show of tournaments. A tournament itself is in the journal of its actor,
-- which writes these rows with the flush that changes what they say.

CREATE TABLE tournaments (
    id TEXT PRIMARY KEY,
    name TEXT NOT NULL,
    format TEXT NOT NULL,
    entry TEXT NOT NULL,
    guests INTEGER NOT NULL, -- 1: they may take part
    rated INTEGER NOT NULL, -- 1: its matches are rated
    most INTEGER NOT NULL,
    entrants INTEGER NOT NULL,
    phase TEXT NOT NULL,
    starts_at INTEGER,
    created_at INTEGER NOT NULL,
    ended_at INTEGER,
    owner TEXT REFERENCES users (id)
) STRICT;
CREATE INDEX tournaments_by_age ON tournaments (created_at, id);
CREATE INDEX tournaments_by_owner ON tournaments (owner);
CREATE INDEX tournaments_unfinished ON tournaments (phase) WHERE ended_at IS NULL;

CREATE TABLE tournament_entries (
    player TEXT NOT NULL REFERENCES users (id),
    tournament TEXT NOT NULL,
    alias TEXT NOT NULL,
    place INTEGER, -- NULL until the end
    PRIMARY KEY (player, tournament)
) STRICT;

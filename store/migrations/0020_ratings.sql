-- How strong players are, by the results of rated matches.

CREATE TABLE ratings (
    player TEXT NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    mode TEXT NOT NULL,
    mu REAL NOT NULL,
    sigma REAL NOT NULL,
    played INTEGER NOT NULL, -- matches that count
    number INTEGER NOT NULL, -- of the last entry
    at INTEGER NOT NULL, -- when the last match that counts had ended
    place REAL NOT NULL, -- sorts leaderboards: store.ratings.records.Rating.place
    PRIMARY KEY (player, mode)
) STRICT;
CREATE INDEX ratings_place ON ratings (mode, place, player);

-- What each match has changed. No reference to matches: it is written by another actor.
CREATE TABLE rating_entries (
    match_id TEXT NOT NULL,
    player TEXT NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    kind TEXT NOT NULL CHECK (kind IN ('result', 'reversal')),
    mode TEXT NOT NULL,
    number INTEGER NOT NULL, -- counts the entries of a player in a mode from 1
    at INTEGER NOT NULL,
    mu_before REAL NOT NULL,
    sigma_before REAL NOT NULL,
    mu REAL NOT NULL,
    sigma REAL NOT NULL,
    PRIMARY KEY (match_id, player, kind) -- a result counts once
) STRICT;
CREATE INDEX rating_entries_player ON rating_entries (player, mode, number);

ALTER TABLE matches ADD COLUMN rated INTEGER NOT NULL DEFAULT 0;

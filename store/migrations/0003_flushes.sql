-- A flush of the journal is one transaction: blobs, snapshots and segments, fenced by the epoch.
--
-- A blob is needed until its actor's next snapshot; `at` tells which rows are old. A segment is
-- what an actor recorded between two snapshots, kept for good: a match's segments are its replay.

CREATE TABLE journal_head (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    epoch INTEGER NOT NULL, -- of the process that may write
    at INTEGER NOT NULL -- when the last flush began
) STRICT;

INSERT INTO journal_head (id, epoch, at) SELECT 1, 0, coalesce(max(at), 0) FROM journal;

CREATE TABLE segments (
    actor INTEGER NOT NULL, -- store.journal.rows.actor_key(address)
    seq INTEGER NOT NULL, -- of the first entry in data
    count INTEGER NOT NULL,
    data BLOB NOT NULL,
    PRIMARY KEY (actor, seq)
) STRICT;

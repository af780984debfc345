-- The journal of every kind of actor, in order of arrival. Nothing has read the old tables yet.
--
-- No index on the journal, on purpose: it is written some thousand times a second and read when
-- a server restarts, then whole. An index, even on an integer, more than doubles the cost of a row.

DROP TABLE journal;
DROP TABLE snapshots;

CREATE TABLE journal (
    actor INTEGER NOT NULL, -- store.journal.rows.actor_key(address)
    seq INTEGER NOT NULL, -- of the first entry in data
    count INTEGER NOT NULL,
    data BLOB NOT NULL,
    at INTEGER NOT NULL -- when the flush began
) STRICT;

CREATE TABLE snapshots (
    actor INTEGER PRIMARY KEY,
    seq INTEGER NOT NULL,
    data BLOB NOT NULL,
    at INTEGER NOT NULL
) STRICT;

-- Every start of an actor reads its own journal, so that has to be found by a key.
--
-- `journal` still has no index and holds what this epoch's actors recorded lately. `tails` has what
-- actors recorded after their last snapshot that left the memory, or whose process ended: a new
-- epoch moves all of the journal here. `letters` are durable messages: wake-ups, and what one actor
-- sends another for certain.

-- Journals that were closed: who has one that is open has a snapshot, since the first schema.
DELETE FROM journal WHERE actor NOT IN (SELECT actor FROM snapshots);

CREATE TABLE tails (
    actor INTEGER NOT NULL, -- store.journal.rows.actor_key(address)
    seq INTEGER NOT NULL, -- of the first entry in data
    count INTEGER NOT NULL,
    data BLOB NOT NULL,
    PRIMARY KEY (actor, seq)
) STRICT;

CREATE TABLE letters (
    actor INTEGER NOT NULL, -- store.journal.rows.actor_key(address)
    key TEXT NOT NULL,
    at INTEGER NOT NULL, -- when it is due
    address TEXT NOT NULL,
    data BLOB NOT NULL,
    PRIMARY KEY (actor, key)
) STRICT;

CREATE INDEX letters_at ON letters (at);

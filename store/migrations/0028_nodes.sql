-- Several server processes may use one store: the nodes of a cluster. What each may write is a row.
--
-- A start of a node is an incarnation; its number is the epoch of what it writes. Every actor is in
-- one of 256 shards, the last 8 bits of its key, and the owner of the shard runs it.

CREATE TABLE nodes (
    epoch INTEGER PRIMARY KEY, -- the incarnation
    name TEXT NOT NULL, -- '': the only server
    place TEXT NOT NULL, -- where other nodes reach it, host:port
    sessions TEXT NOT NULL, -- what its connections to the database call themselves
    state TEXT NOT NULL CHECK (state IN ('up', 'gone')),
    at INTEGER NOT NULL, -- when its last flush began
    flush INTEGER NOT NULL DEFAULT 0, -- the number of that
    beat INTEGER NOT NULL -- when it last said that it lives, by the clock of the store
) STRICT;

CREATE TABLE shards (
    id INTEGER PRIMARY KEY,
    owner INTEGER NOT NULL, -- the epoch of a node; 0: none has it
    epoch INTEGER NOT NULL, -- rises whenever the owner changes
    at INTEGER NOT NULL -- the last flush of the owner before
) STRICT;

INSERT INTO nodes (epoch, name, place, sessions, state, at, beat)
SELECT epoch, '', '', '', 'up', at, 0 FROM journal_head;

INSERT INTO shards (id, owner, epoch, at)
WITH RECURSIVE every (id) AS (SELECT 0 UNION ALL SELECT id + 1 FROM every WHERE id < 255)
SELECT every.id, h.epoch, h.epoch, h.at FROM every, journal_head AS h;

-- What this installation calls itself in Redis, which may serve several.
CREATE TABLE installation (id TEXT NOT NULL) STRICT;
-- ONLY sqlite
INSERT INTO installation (id) SELECT lower(hex(randomblob(8)));
-- END
-- ONLY postgres
INSERT INTO installation (id) SELECT substr(md5(random()::text || clock_timestamp()::text), 1, 16);
-- END

ALTER TABLE journal ADD COLUMN epoch INTEGER NOT NULL DEFAULT 0; -- of the node that wrote it
UPDATE journal SET epoch = (SELECT epoch FROM journal_head);
DROP TABLE journal_head;

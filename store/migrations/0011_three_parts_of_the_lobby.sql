-- The lobby has become three actors: who plays where, who waits, and which games are offered.
--
-- Each gets the whole of what the lobby kept, and reads of it what is its own. What matches send
-- the one that made them is now the seats'. The numbers are store.journal.rows.actor_key of
-- `lobby` (-6782134593665428938), `seats`, `queue` and `games`.

INSERT INTO snapshots (actor, seq, data, at)
SELECT -7728857624698564722, seq, data, at FROM snapshots WHERE actor = -6782134593665428938;

INSERT INTO snapshots (actor, seq, data, at)
SELECT 8058699830876180943, seq, data, at FROM snapshots WHERE actor = -6782134593665428938;

INSERT INTO snapshots (actor, seq, data, at)
SELECT 87302854293515349, seq, data, at FROM snapshots WHERE actor = -6782134593665428938;

DELETE FROM snapshots WHERE actor = -6782134593665428938;

UPDATE letters SET actor = -7728857624698564722, address = 'seats'
WHERE actor = -6782134593665428938;

-- The pauses of a match, with its result: who was away, when, why and for how long.

ALTER TABLE matches ADD COLUMN pauses BLOB; -- JSON; NULL until it has finished, and where nobody noted them

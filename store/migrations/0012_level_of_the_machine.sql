-- At which level the machine played, so that a match against it can be played again the same way.

ALTER TABLE matches ADD COLUMN level TEXT; -- NULL without a machine, and in matches before this

-- Whom one has blocked is listed as they were called then: a list that followed them would tell
-- whether they have blocked one in turn.

ALTER TABLE blocks ADD COLUMN name TEXT NOT NULL DEFAULT '';

UPDATE blocks SET name = (SELECT display_name FROM users WHERE id = blocks.other_id);

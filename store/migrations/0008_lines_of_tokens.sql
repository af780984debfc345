-- A session keeps its line of tokens (gateway/auth/line.py): the newest in columns, the rest in one.

ALTER TABLE sessions ADD COLUMN line BLOB; -- NULL: from before there were any
ALTER TABLE sessions ADD COLUMN revision INTEGER NOT NULL DEFAULT 0; -- of the line
ALTER TABLE sessions ADD COLUMN active INTEGER NOT NULL DEFAULT 0; -- ms of signs of life

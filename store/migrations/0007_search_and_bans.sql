-- Names are compared by their characters' numbers whatever the locale of the database, so that one
-- index finds a name and its beginnings.

ALTER TABLE users ADD COLUMN key TEXT COLLATE BINARY; -- store.names.name_key(display_name)

UPDATE users SET key = display_key;

DROP INDEX users_display;

ALTER TABLE users DROP COLUMN display_key;

ALTER TABLE users RENAME COLUMN key TO display_key;

CREATE UNIQUE INDEX users_display ON users (display_key);

-- Bans are numbered, so that a server asks for those it has not seen. The number is drawn in the
-- transaction that makes the ban, one after the other: none becomes visible after a higher one.

CREATE TABLE ban_head (number INTEGER NOT NULL) STRICT;

INSERT INTO ban_head (number) VALUES (1); -- those there are

ALTER TABLE bans ADD COLUMN number INTEGER NOT NULL DEFAULT 1;

CREATE INDEX bans_number ON bans (number);

-- Accounts with an e-mail address and a display name of their own; sessions whose token changes.
--
-- Until now the display name of an account was its log-in name. Sessions of the old kind end.

ALTER TABLE users ADD COLUMN display_key TEXT; -- store.names.name_key(display_name); NULL: a guest
ALTER TABLE users ADD COLUMN email TEXT; -- not unique while nobody has shown that it is theirs
ALTER TABLE users ADD COLUMN deleted_at INTEGER;

UPDATE users SET display_key = name_key WHERE guest = 0;

CREATE UNIQUE INDEX users_display ON users (display_key);
CREATE INDEX users_deleted ON users (deleted_at) WHERE deleted_at IS NOT NULL;

DROP TABLE sessions;

CREATE TABLE sessions (
    id TEXT PRIMARY KEY,
    user_id TEXT NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    token_hash BLOB NOT NULL, -- of the refresh token that counts now
    previous_hash BLOB, -- of the one before,
    attempt_hash BLOB, -- and of the name of the attempt that exchanged it
    device TEXT NOT NULL,
    address TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    seen_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL
) STRICT;

CREATE INDEX sessions_user ON sessions (user_id);
CREATE INDEX sessions_expiry ON sessions (expires_at);

-- When the owner of a session last proved who they are, beyond having the session.

ALTER TABLE sessions ADD COLUMN proven_at INTEGER NOT NULL DEFAULT 0; -- ms; 0: only by signing in

-- What is told outside the page: to browsers (Web Push, RFC 8030), and by mail.

ALTER TABLE notifications ADD COLUMN step TEXT CHECK (step IN ('decide', 'mail')); -- NULL: none
ALTER TABLE notifications ADD COLUMN step_at INTEGER;
ALTER TABLE notifications ADD COLUMN step_tries INTEGER NOT NULL DEFAULT 0;
CREATE INDEX notifications_step ON notifications (step_at) WHERE step_at IS NOT NULL;

CREATE TABLE ways (
    user_id TEXT PRIMARY KEY REFERENCES users (id) ON DELETE CASCADE,
    push TEXT NOT NULL, -- subjects, with spaces between
    mail TEXT NOT NULL,
    quiet_from INTEGER, -- minutes of the day in the zone; NULL: no quiet hours
    quiet_to INTEGER,
    zone TEXT NOT NULL,
    quiet_until INTEGER,
    calls INTEGER NOT NULL -- 1: calls to a match come through
) STRICT;

CREATE TABLE push_subscriptions (
    id TEXT PRIMARY KEY,
    user_id TEXT NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    session_id TEXT NOT NULL REFERENCES sessions (id) ON DELETE CASCADE,
    endpoint TEXT NOT NULL UNIQUE,
    p256dh BLOB NOT NULL, -- the public key of the browser
    auth BLOB NOT NULL,
    key_id TEXT NOT NULL, -- of our key that the browser knows
    made_at INTEGER NOT NULL,
    failures INTEGER NOT NULL DEFAULT 0 -- since the last push that arrived
) STRICT;
CREATE INDEX push_subscriptions_user ON push_subscriptions (user_id);
CREATE INDEX push_subscriptions_session ON push_subscriptions (session_id);

CREATE TABLE pushes (
    subscription_id TEXT NOT NULL REFERENCES push_subscriptions (id) ON DELETE CASCADE,
    note TEXT NOT NULL, -- of the player whose subscription it is
    due_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL,
    state TEXT NOT NULL DEFAULT 'waiting' CHECK (state IN ('waiting', 'sending', 'over')),
    attempts INTEGER NOT NULL DEFAULT 0,
    doubts INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (subscription_id, note)
) STRICT;
CREATE INDEX pushes_due ON pushes (due_at) WHERE state <> 'over';
CREATE INDEX pushes_end ON pushes (expires_at);

-- Mails that are to be sent, addresses that are shown to be somebody's, and browsers that are known.

CREATE TABLE mails (
    id TEXT PRIMARY KEY, -- its Message-ID begins with it
    user_id TEXT REFERENCES users (id) ON DELETE CASCADE, -- NULL: of whoever has the address
    address TEXT NOT NULL,
    kind TEXT NOT NULL,
    data TEXT NOT NULL, -- JSON; empty when it is over
    created_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL, -- it is not sent after this
    due_at INTEGER NOT NULL, -- while it is being sent: until then one server has it
    state TEXT NOT NULL DEFAULT 'waiting'
        CHECK (state IN ('waiting', 'sending', 'sent', 'given_up')),
    attempts INTEGER NOT NULL DEFAULT 0,
    doubts INTEGER NOT NULL DEFAULT 0, -- after how many of them nobody knows whether it arrived
    detail TEXT NOT NULL DEFAULT '',
    done_at INTEGER
) STRICT;
CREATE INDEX mails_due ON mails (due_at) WHERE state IN ('waiting', 'sending');
CREATE INDEX mails_user ON mails (user_id, created_at);
CREATE INDEX mails_unsent ON mails (created_at) WHERE state <> 'sent';

ALTER TABLE users ADD COLUMN email_confirmed INTEGER NOT NULL DEFAULT 0;
ALTER TABLE users ADD COLUMN email_key TEXT; -- store.names.email_key(email); NULL: not confirmed
ALTER TABLE users ADD COLUMN email_pending TEXT; -- becomes the address when it is confirmed
CREATE UNIQUE INDEX users_email ON users (email_key);

CREATE TABLE email_links (
    token_hash BLOB PRIMARY KEY,
    user_id TEXT NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    address TEXT NOT NULL,
    purpose TEXT NOT NULL CHECK (purpose IN ('confirm', 'take_back')),
    made_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL
) STRICT;
CREATE INDEX email_links_user ON email_links (user_id, made_at);
CREATE INDEX email_links_expiry ON email_links (expires_at);

CREATE TABLE known_devices (
    user_id TEXT NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    device_hash BLOB NOT NULL, -- of the user's id and the browser's cookie
    device TEXT NOT NULL,
    first_at INTEGER NOT NULL,
    seen_at INTEGER NOT NULL,
    PRIMARY KEY (user_id, device_hash)
) STRICT;
CREATE INDEX known_devices_seen ON known_devices (seen_at);

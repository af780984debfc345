-- Bots, which are accounts that belong to people, and API tokens of both.

CREATE TABLE bots (
    user_id TEXT PRIMARY KEY REFERENCES users (id) ON DELETE CASCADE,
    owner TEXT NOT NULL REFERENCES users (id) ON DELETE CASCADE
) STRICT;
CREATE INDEX bots_owner ON bots (owner);

CREATE TABLE api_tokens (
    id TEXT PRIMARY KEY,
    user_id TEXT NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    hash BLOB NOT NULL UNIQUE,
    name TEXT NOT NULL,
    scopes TEXT NOT NULL, -- with blanks between them
    made_at INTEGER NOT NULL,
    used_at INTEGER, -- exact to a minute
    ends_at INTEGER -- NULL: not by itself
) STRICT;
CREATE INDEX api_tokens_user ON api_tokens (user_id);
CREATE INDEX api_tokens_end ON api_tokens (ends_at) WHERE ends_at IS NOT NULL;

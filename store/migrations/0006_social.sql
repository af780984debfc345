-- Profiles, friendships, blocks, roles, bans and what was done by whom.

CREATE TABLE profiles (
    user_id TEXT PRIMARY KEY REFERENCES users (id) ON DELETE CASCADE,
    country TEXT, -- ISO 3166 alpha-2
    about TEXT NOT NULL DEFAULT '',
    avatar TEXT, -- names the files; NULL: the one drawn from the id
    presence_for TEXT NOT NULL DEFAULT 'friends'
        CHECK (presence_for IN ('everybody', 'friends', 'nobody')),
    last_seen_for TEXT NOT NULL DEFAULT 'friends'
        CHECK (last_seen_for IN ('everybody', 'friends', 'nobody')),
    contact_for TEXT NOT NULL DEFAULT 'everybody'
        CHECK (contact_for IN ('everybody', 'friends', 'nobody')),
    seen_at INTEGER -- when others saw this user last; not touched while invisible
) STRICT;

CREATE INDEX profiles_avatar ON profiles (avatar) WHERE avatar IS NOT NULL;

-- One row a pair, so that a request and its acceptance are one statement each, whoever comes first.
CREATE TABLE friendships (
    one TEXT NOT NULL REFERENCES users (id) ON DELETE CASCADE, -- the smaller id, as bytes
    two TEXT NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    asked_by TEXT NOT NULL,
    asked_at INTEGER NOT NULL,
    since INTEGER, -- NULL: a request
    PRIMARY KEY (one, two),
    CHECK (asked_by IN (one, two) AND one <> two)
) STRICT;

CREATE INDEX friendships_two ON friendships (two);

CREATE TABLE blocks (
    user_id TEXT NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    other_id TEXT NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    at INTEGER NOT NULL,
    PRIMARY KEY (user_id, other_id),
    CHECK (user_id <> other_id)
) STRICT;

CREATE INDEX blocks_other ON blocks (other_id);

-- No row: a player.
CREATE TABLE roles (
    user_id TEXT PRIMARY KEY REFERENCES users (id) ON DELETE CASCADE,
    role TEXT NOT NULL CHECK (role IN ('moderator', 'admin'))
) STRICT;

CREATE TABLE bans (
    user_id TEXT PRIMARY KEY REFERENCES users (id) ON DELETE CASCADE,
    reason TEXT NOT NULL,
    at INTEGER NOT NULL,
    until INTEGER -- NULL: for good
) STRICT;

-- A link that lets whoever has it set a new password, once.
CREATE TABLE one_time_links (
    token_hash BLOB PRIMARY KEY,
    user_id TEXT NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    expires_at INTEGER NOT NULL
) STRICT;

-- Outlives the users it speaks of.
CREATE TABLE audit (
    id TEXT PRIMARY KEY,
    at INTEGER NOT NULL,
    actor TEXT NOT NULL,
    action TEXT NOT NULL,
    subject TEXT NOT NULL,
    detail TEXT NOT NULL
) STRICT;

CREATE INDEX audit_at ON audit (at, id);

-- Signing in with an account elsewhere: who somebody is there, and attempts that are under way.

CREATE TABLE identities (
    id TEXT PRIMARY KEY,
    issuer TEXT NOT NULL,
    subject TEXT NOT NULL, -- who it is, for the issuer; never an address
    user_id TEXT NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    provider TEXT NOT NULL, -- the id in the file of providers
    label TEXT NOT NULL, -- what the provider calls the person, shown to them alone
    linked_at INTEGER NOT NULL,
    used_at INTEGER NOT NULL,
    UNIQUE (issuer, subject)
) STRICT;
CREATE INDEX identities_user ON identities (user_id);

CREATE TABLE provider_attempts (
    state_hash BLOB PRIMARY KEY,
    browser_hash BLOB NOT NULL, -- of the secret in the cookie of the browser that began it
    provider TEXT NOT NULL,
    intent TEXT NOT NULL,
    verifier TEXT NOT NULL,
    nonce TEXT NOT NULL,
    redirect TEXT NOT NULL,
    session_id TEXT, -- whose account is linked, or who proves that it is them
    begun_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL
) STRICT;
CREATE INDEX provider_attempts_end ON provider_attempts (expires_at);

CREATE TABLE provider_secrets (
    provider TEXT PRIMARY KEY,
    valid_until INTEGER, -- NULL: the provider does not say
    refused_at INTEGER -- NULL: it took our secret the last time
) STRICT;

-- Second factors of accounts: an app, codes by mail, passkeys; and codes for when they are lost.

CREATE TABLE totp (
    user_id TEXT PRIMARY KEY REFERENCES users (id) ON DELETE CASCADE,
    secret BLOB NOT NULL, -- sealed: gateway.auth.sealer
    made_at INTEGER NOT NULL,
    last_step INTEGER NOT NULL -- the time step of the last code that was used
) STRICT;

CREATE TABLE email_factors (
    user_id TEXT PRIMARY KEY REFERENCES users (id) ON DELETE CASCADE,
    made_at INTEGER NOT NULL
) STRICT;

CREATE TABLE passkeys (
    id TEXT PRIMARY KEY, -- the credential id, in base64url
    user_id TEXT NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    host TEXT NOT NULL, -- the name of the site for which it was made, and works
    public_key BLOB NOT NULL, -- COSE
    sign_count INTEGER NOT NULL,
    name TEXT NOT NULL,
    made_at INTEGER NOT NULL,
    used_at INTEGER
) STRICT;
CREATE INDEX passkeys_user ON passkeys (user_id);

CREATE TABLE recovery_codes (
    user_id TEXT NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    code_hash BLOB NOT NULL,
    PRIMARY KEY (user_id, code_hash)
) STRICT;

-- Guesses at six digits since the last right code.
CREATE TABLE code_guesses (
    user_id TEXT PRIMARY KEY REFERENCES users (id) ON DELETE CASCADE,
    guesses INTEGER NOT NULL
) STRICT;

CREATE TABLE email_codes (
    id BLOB PRIMARY KEY, -- the hash of what the code was asked for with
    user_id TEXT NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    code_hash BLOB NOT NULL,
    expires_at INTEGER NOT NULL,
    tries INTEGER NOT NULL
) STRICT;
CREATE INDEX email_codes_user ON email_codes (user_id);
CREATE INDEX email_codes_expiry ON email_codes (expires_at);

-- Challenges to passkeys that have been answered, until they end: each counts once.
CREATE TABLE spent_challenges (
    id BLOB PRIMARY KEY,
    expires_at INTEGER NOT NULL
) STRICT;
CREATE INDEX spent_challenges_expiry ON spent_challenges (expires_at);

-- What players are told, kept until they have read it and for a while after that.

CREATE TABLE notifications (
    player TEXT NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    id TEXT NOT NULL, -- chosen by the sender: a note that is written twice is one
    kind TEXT NOT NULL,
    data TEXT NOT NULL, -- JSON
    at INTEGER NOT NULL,
    about TEXT REFERENCES users (id) ON DELETE CASCADE, -- hidden if a block parts the two
    read INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (player, id)
) STRICT;
CREATE INDEX notifications_newest ON notifications (player, at, id);
CREATE INDEX notifications_about ON notifications (about) WHERE about IS NOT NULL;
CREATE INDEX notifications_at ON notifications (at);

-- Images of people were files in the data folder; gateway/avatars/moving.py brings those here.

CREATE TABLE avatars (
    user_id TEXT PRIMARY KEY REFERENCES users (id) ON DELETE CASCADE,
    name TEXT NOT NULL, -- of the content; who has the same image has it, too
    small BLOB NOT NULL, -- WebP
    large BLOB NOT NULL
) STRICT;
CREATE INDEX avatars_name ON avatars (name);

DROP INDEX profiles_avatar; -- it told whether a file was in use

-- Which incarnation of a node has claimed what is to be done once. When that is gone, others claim
-- it at once; NULL: nobody, or a server of before, of which only the time says so.
ALTER TABLE mails ADD COLUMN claimed_by INTEGER;
ALTER TABLE pushes ADD COLUMN claimed_by INTEGER;
ALTER TABLE notifications ADD COLUMN claimed_by INTEGER;
CREATE INDEX mails_claimed ON mails (claimed_by) WHERE claimed_by IS NOT NULL;
CREATE INDEX pushes_claimed ON pushes (claimed_by) WHERE claimed_by IS NOT NULL;
CREATE INDEX notifications_claimed ON notifications (claimed_by) WHERE claimed_by IS NOT NULL;

-- What one server of several does from time to time, and when next.
CREATE TABLE chores (
    name TEXT PRIMARY KEY,
    due_at INTEGER NOT NULL
) STRICT;

-- Lines are changed and deleted, and people have read so far.

-- 'line', 'edit', 'delete', 'system' or 'mode'; 'gone' once there is nothing left of it.
ALTER TABLE room_events ADD COLUMN about INTEGER NOT NULL DEFAULT 0; -- the line that an edit or a delete is about
ALTER TABLE room_events ADD COLUMN edited INTEGER; -- when the text of a line was changed last (ms)
CREATE INDEX room_events_about ON room_events (room, about) WHERE about > 0;
DROP INDEX room_events_line;
CREATE UNIQUE INDEX room_events_line ON room_events (author, room, line) WHERE line > 0;
CREATE INDEX room_events_author ON room_events (author);

CREATE TABLE room_marks (
    player TEXT NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    room TEXT NOT NULL,
    number INTEGER NOT NULL, -- the last event that the player has read
    PRIMARY KEY (player, room)
) STRICT;

-- The two of a direct room, once something was said in it.
CREATE TABLE room_members (
    player TEXT NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    room TEXT NOT NULL,
    PRIMARY KEY (player, room)
) STRICT;
CREATE INDEX room_members_room ON room_members (room);
INSERT INTO room_members (player, room)
SELECT users.id, direct.room
FROM (SELECT DISTINCT room FROM room_events WHERE room LIKE 'd.%') AS direct
JOIN users ON direct.room LIKE 'd.' || users.id || '.%' OR direct.room LIKE 'd.%.' || users.id;

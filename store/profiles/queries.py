"""The queries of `Store.profiles`, in the SQL that both engines share; see `store.engine`."""

# ruff: noqa: S608 (what is put in by an f-string are lists of columns)

from store.people.queries import apart

PERSON = "u.id, u.display_name, p.avatar"
PRIVACY = "p.presence_for, p.last_seen_for, p.contact_for"
PROFILE = f"""
    SELECT {PERSON}, u.guest, u.created_at, p.country, p.about, {PRIVACY}, p.seen_at, r.role
    FROM users AS u
    LEFT JOIN profiles AS p ON p.user_id = u.id
    LEFT JOIN roles AS r ON r.user_id = u.id
    WHERE u.id = $1 AND u.deleted_at IS NULL
"""
SAVE_ABOUT = """
    INSERT INTO profiles (user_id, country, about) VALUES ($1, $2, $3)
    ON CONFLICT (user_id) DO UPDATE SET country = excluded.country, about = excluded.about
"""
SAVE_PRIVACY = """
    INSERT INTO profiles (user_id, presence_for, last_seen_for, contact_for)
    VALUES ($1, $2, $3, $4)
    ON CONFLICT (user_id) DO UPDATE SET presence_for = excluded.presence_for,
        last_seen_for = excluded.last_seen_for, contact_for = excluded.contact_for
"""
SAVE_AVATAR = """
    INSERT INTO profiles (user_id, avatar)
    SELECT id, CAST($2 AS TEXT) FROM users WHERE id = $1 AND deleted_at IS NULL
    ON CONFLICT (user_id) DO UPDATE SET avatar = excluded.avatar
    RETURNING user_id
"""
SAVE_IMAGE = """
    INSERT INTO avatars (user_id, name, small, large) VALUES ($1, $2, $3, $4)
    ON CONFLICT (user_id) DO UPDATE
    SET name = excluded.name, small = excluded.small, large = excluded.large
"""
DELETE_IMAGE = "DELETE FROM avatars WHERE user_id = $1"
IMAGE = "SELECT name, small, large FROM avatars WHERE name = $1 LIMIT 1"
WITHOUT_IMAGE = """
    SELECT p.user_id, p.avatar FROM profiles AS p LEFT JOIN avatars AS a
        ON a.user_id = p.user_id AND a.name = p.avatar
    WHERE p.avatar IS NOT NULL AND a.user_id IS NULL ORDER BY p.user_id
"""
# It changes nothing, but nobody changes the avatar meanwhile.
HOLD_AVATAR = """
    UPDATE profiles SET avatar = avatar WHERE user_id = $1 AND avatar = $2 RETURNING user_id
"""
# Nothing is noted of a deleted account: its owner is seen to leave once more after the deletion.
SAW = """
    INSERT INTO profiles (user_id, seen_at)
    SELECT id, CAST($2 AS BIGINT) FROM users WHERE id = $1 AND deleted_at IS NULL
    ON CONFLICT (user_id) DO UPDATE SET seen_at = excluded.seen_at
    WHERE profiles.seen_at IS NULL OR profiles.seen_at < excluded.seen_at
"""
# A range of the index on display_key, which is NULL for guests. $2 is above all keys that begin
# with $1.
FIND = f"""
    SELECT {PERSON} FROM users AS u LEFT JOIN profiles AS p ON p.user_id = u.id
    WHERE u.display_key >= $1 AND u.display_key < $2 AND u.deleted_at IS NULL AND u.id <> $4
        AND NOT {apart("u.id", "$4")}
    ORDER BY u.display_key LIMIT $3
"""
DELETE_PROFILE = "DELETE FROM profiles WHERE user_id = $1"
FORGET_PROFILE = (DELETE_IMAGE, DELETE_PROFILE)

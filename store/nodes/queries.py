"""The queries of `Store.nodes`, in the SQL that both engines share; see `store.engine`."""

# ruff: noqa: S608 (what is put in by an f-string are parts of queries of ours)

from store.engine import Dialect

NOW: dict[Dialect, str] = {
    "sqlite": "CAST((julianday('now') - 2440587.5) * 86400000.0 AS INTEGER)",
    "postgres": "CAST(extract(epoch FROM clock_timestamp()) * 1000.0 AS BIGINT)",
}
"""The clock of the store, in ms since the epoch."""

LOCK: dict[Dialect, str] = {"sqlite": "", "postgres": " FOR SHARE"}
"""Keeps a node from being buried until the statement is committed; SQLite has one writer."""

LOST = "(claimed_by IS NOT NULL AND claimed_by NOT IN (SELECT epoch FROM nodes WHERE state = 'up'))"
"""The condition on a row that whoever has claimed it is gone."""


def up(epoch: str) -> str:
    """Return the condition that an incarnation is up, to be formatted with a ``lock``."""
    return f"EXISTS (SELECT 1 FROM nodes WHERE epoch = {epoch} AND state = 'up'{{lock}})"


INSTALLATION = "SELECT id FROM installation"
OF_NAME = "SELECT epoch FROM nodes WHERE name = $1 AND state = 'up' ORDER BY epoch"
SESSIONS_OF = "SELECT sessions FROM nodes WHERE epoch = $1"
JOIN = """
    INSERT INTO nodes (epoch, name, place, sessions, state, at, beat)
    SELECT coalesce(max(epoch), 0) + 1, $1, $2, $3, 'up', coalesce(max(at), 0), {now} FROM nodes
    RETURNING epoch
"""
BEAT = "UPDATE nodes SET beat = {now} WHERE epoch = $1 AND state = 'up' RETURNING beat"
NODES = """
    SELECT epoch, name, place, sessions, {now} - beat, (SELECT max(epoch) FROM nodes)
    FROM nodes WHERE state = 'up' ORDER BY epoch
"""
SHARDS = "SELECT id, owner, epoch, at FROM shards ORDER BY id"
BURY = """
    UPDATE nodes SET state = 'gone'
    WHERE epoch = $1 AND state = 'up' AND beat <= {now} - $2
    RETURNING epoch
"""
FREE_ALL = """
    UPDATE shards SET owner = 0, epoch = shards.epoch + 1, at = n.at
    FROM nodes AS n WHERE n.epoch = $1 AND shards.owner = n.epoch
"""
CLAIM = """
    UPDATE shards SET owner = n.epoch, epoch = shards.epoch + 1
    FROM nodes AS n WHERE n.epoch = $1 AND shards.id = $2 AND shards.owner = 0
"""
RELEASE = """
    UPDATE shards SET owner = 0, epoch = shards.epoch + 1, at = n.at
    FROM nodes AS n WHERE n.epoch = $1 AND shards.id = $2 AND shards.owner = n.epoch
"""
TAKE_CHORE = f"""
    INSERT INTO chores (name, due_at)
    SELECT CAST($2 AS TEXT), CAST($4 AS BIGINT) WHERE {up("$1")}
    ON CONFLICT (name) DO UPDATE SET due_at = excluded.due_at WHERE chores.due_at <= $3
    RETURNING name
"""

"""Turns rows into records, in the column order of `store.nodes.queries`."""

from collections.abc import Iterable

from store.engine import Row
from store.nodes.records import Node, Picture, Shard


def read_picture(nodes: Iterable[Row], shards: Iterable[Row]) -> Picture:
    """Read NODES and SHARDS."""
    up = [*nodes]
    newest = up[0][-1] if up else 0  # the same in every row
    all_up = tuple(Node(*row[:-1]) for row in up)
    return Picture(all_up, tuple(Shard(*row) for row in shards), newest)

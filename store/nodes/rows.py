"""Turns rows into records, in the column order of `store.nodes.queries`."""

from collections.abc import Iterable

from store.engine import Row
from store.nodes.records import Node, Picture, Shard


def read_picture(nodes: Iterable[Row], shards: Iterable[Row]) -> Picture:
    """Read NODES and SHARDS."""
    return Picture(tuple(Node(*row) for row in nodes), tuple(Shard(*row) for row in shards))

"""What the store knows of the nodes of a cluster. Times are ms since the epoch."""

from msgspec import Struct

NOBODY = 0
"""The owner of a shard that no node has."""


class Node(Struct, frozen=True):
    """One start of a node (an incarnation); ``epoch`` is its number, under which it writes.

    ``place`` is where other nodes reach it (host:port). ``sessions`` is what its connections to the
    database call themselves. ``silent`` is how long ago it last said that it lives.
    """

    epoch: int
    name: str
    place: str
    sessions: str
    silent: int


class Shard(Struct, frozen=True):
    """A shard of the actors, the epoch of its ``owner``, and how often that has changed.

    ``at`` is when the owner before wrote for the last time.
    """

    id: int
    owner: int
    epoch: int
    at: int


class Picture(Struct, frozen=True):
    """All nodes that are up, by epoch, and all shards, by number.

    ``newest`` is the highest epoch of all nodes, also of those that are gone.
    """

    nodes: tuple[Node, ...]
    shards: tuple[Shard, ...]
    newest: int

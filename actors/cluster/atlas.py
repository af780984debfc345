"""Who owns which shard, as one node knows it. Pure."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from hashlib import blake2b
from typing import NamedTuple

from actors.core.shards import SHARDS

NOBODY = 0


class Owned(NamedTuple):
    """The owner of a shard, and how often it had changed then: the higher number is the truth."""

    owner: int
    epoch: int


class Atlas:
    """The newest that is known of each shard. Shards count from 0; owners are epochs of nodes."""

    def __init__(self) -> None:
        self._owned = [Owned(NOBODY, -1)] * SHARDS

    def owner(self, shard: int) -> int:
        """Return the epoch of the node that has a shard; `NOBODY` while none has."""
        return self._owned[shard].owner

    def epoch(self, shard: int) -> int:
        """Return how often a shard has changed its owner, as far as is known here."""
        return self._owned[shard].epoch

    def of(self, owner: int) -> list[int]:
        """Return the shards that a node has."""
        return [shard for shard, owned in enumerate(self._owned) if owned.owner == owner]

    def has_any(self, owner: int) -> bool:
        """Tell whether a node has a shard at all."""
        return any(owned.owner == owner for owned in self._owned)

    def learn(self, news: Iterable[tuple[int, int, int]]) -> set[int]:
        """Take news (shard, owner, epoch); return the shards that have got another owner."""
        changed = set[int]()
        for shard, owner, epoch in news:
            if epoch > self._owned[shard].epoch:
                self._owned[shard] = Owned(owner, epoch)
                changed.add(shard)
        return changed

    def told(self, shards: Collection[int]) -> tuple[tuple[int, int, int], ...]:
        """Return what is known of these shards, in the form of `learn`."""
        known = ((shard, self._owned[shard]) for shard in sorted(shards))
        return tuple((shard, owned.owner, owned.epoch) for shard, owned in known)


def wanted(nodes: Collection[str]) -> list[str]:
    """Return for each shard the node that should have it, by rendezvous hashing over their names.

    When a node comes or goes, only its own shards change (Thaler and Ravishankar, 1998). A node
    that starts again under its name wants what it had before.
    """
    return [max(nodes, key=lambda name: (_weight(name, shard), name)) for shard in range(SHARDS)]


def _weight(name: str, shard: int) -> bytes:
    return blake2b(f"{shard} {name}".encode(), digest_size=8).digest()

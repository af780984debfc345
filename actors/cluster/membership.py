"""What a node decides at each beat, from what the store says of all nodes and shards. Pure.

``picture`` is what `store.nodes` has just said, ``epoch`` the node's own; ``has`` tells whether its
kernel runs the actors of a shard.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from typing import Final, Literal

from actors.cluster.atlas import wanted
from store.nodes.records import NOBODY, Node, Picture, Shard

BEAT: Final = 0.5
"""Seconds between two beats."""
GATHER: Final = 0.2
"""Seconds for which losses gather before all actors begin again."""
DOUBT: Final = 1.5
"""Seconds without an answer of the store after which the peers are asked whether they have one."""
LASTS: Final = 2.4
"""Seconds for which a node may act on what it owns; less than `DEAD`, as clocks and tasks lag."""
DEAD: Final = 3.0
"""Seconds of silence after which other nodes may declare a node gone."""
HANGS: Final = 3.5
"""Seconds without an answer after which the store does not answer, although no call has failed."""
BUSY: Final = ("match",)
"""Kinds of actors that keep their shard where it is while they are in memory."""

Has = Callable[[int], bool]
Verdict = Literal["on", "wait", "stop"]


def peers(picture: Picture, epoch: int) -> list[Node]:
    """Return the other nodes that are up."""
    return [node for node in picture.nodes if node.epoch != epoch]


def silent(picture: Picture, epoch: int, steady: float) -> list[Node]:
    """Return the peers that may be declared gone, if they do not answer a probe either.

    ``steady`` are the seconds for which the store has answered this node at every beat. Only these
    count: where the store was away, all were silent, and the first that it answers again must not
    bury the others.
    """
    return [peer for peer in peers(picture, epoch) if _silence(peer, steady) >= DEAD]


def _silence(peer: Node, steady: float) -> float:
    return min(peer.silent / 1000.0, steady)


def may_bury(peer: Node, served: int | None, steady: float) -> bool:
    """Tell whether a silent peer is gone.

    ``served`` is the epoch of whoever is at its place and says that the store answers it; None:
    nobody. The peer itself is given as long again, as its beats are only late. One that the store
    does not answer is not waited for: by now it acts no more.
    """
    return served != peer.epoch or _silence(peer, steady) >= 2.0 * DEAD


def owners(picture: Picture, name: str, epoch: int) -> list[str]:
    """Return for each shard the name of the node that should have it."""
    others = peers(picture, epoch)
    alive = {peer.name for peer in others if peer.place and peer.silent < DEAD * 1000.0}
    return wanted({name, *alive})


def to_claim(picture: Picture, name: str, epoch: int) -> list[int]:
    """Return the shards that nobody has and this node should have."""
    free = [shard.id for shard in picture.shards if shard.owner == NOBODY]
    names = owners(picture, name, epoch) if free else []
    return [shard for shard in free if names[shard] == name]


def to_take(picture: Picture, epoch: int, has: Has) -> list[Shard]:
    """Return the shards that this node owns and whose actors it does not run yet."""
    return [shard for shard in picture.shards if shard.owner == epoch and not has(shard.id)]


def to_leave(picture: Picture, name: str, epoch: int, has: Has, busy: Collection[int]) -> set[int]:
    """Return the shards to give to nodes that should have them, but for the ``busy`` ones."""
    names = owners(picture, name, epoch)
    mine = (shard.id for shard in picture.shards if shard.owner == epoch)
    return {shard for shard in mine if names[shard] != name and has(shard)} - {*busy}


def is_settled(picture: Picture, epoch: int, has: Has) -> bool:
    """Tell whether every shard has an owner, and this node runs the actors of its own."""
    owned = all(shard.owner != NOBODY for shard in picture.shards)
    return owned and not to_take(picture, epoch, has)


def doubt(age: float, answers: Collection[bool | None], *, leased: bool) -> Verdict:
    """Decide whether a node goes on that the store has not answered for ``age`` seconds.

    ``answers`` are those of its peers, but for peers that have certainly ended: whether the store
    has answered them lately (one that goes on without it says no); None: no answer at all, as
    from one that stands still or is out of reach. If it answers nobody, all go ``on`` and write
    later, but for a node whose lease is over (not ``leased``): it stood still, others may have
    taken over meanwhile, and only the store can say. If it answers others, they will take over:
    the node has to ``stop`` in time, and so has one that reaches nobody. Until then it may
    ``wait``.
    """
    heard = [answer for answer in answers if answer is not None]
    if not answers or (heard and not any(heard)):
        return "on" if leased else "wait"
    return "stop" if age > DEAD else "wait"

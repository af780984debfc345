"""What nodes send each other on the bus. All of it may be lost; nothing comes twice.

What one node sends another in a slice of its kernel is a batch. Batches are numbered, so the
receiver notices a loss.
"""

from __future__ import annotations

import msgspec
from msgspec import Raw, Struct

from actors.cluster.codec import Failed


class Item(Struct, frozen=True, tag=True, array_like=True, gc=False):
    """Base of everything in a batch."""


class Page(Struct, frozen=True, array_like=True, gc=False):
    """A connection and the epoch of the node that has its socket."""

    home: int
    connection: str


class Told(Item, frozen=True):
    """A message for an actor (`actors.cluster.codec`), and the page that it comes from.

    ``ask``: its sender waits for an `Answered` of this number.
    """

    address: str
    message: bytes
    page: Page | None = None
    ask: int = 0


class Answered(Item, frozen=True):
    """The answer to an ask, or why there is none."""

    ask: int
    value: bytes = b""
    failed: Failed | None = None


class Moved(Item, frozen=True):
    """Shards (number, owner, epoch) as the sender knows them: it has taken them, or lacks them."""

    shards: tuple[tuple[int, int, int], ...]


class Rang(Item, frozen=True):
    """The sender has written a letter of this key to an actor of the receiver."""

    address: str
    key: str
    message: bytes


class Watched(Item, frozen=True):
    """Say by `Fell` when that actor ends; ``on`` False: say it no longer.

    ``epoch`` is how often its shard had changed its owner when it got to the receiver.
    """

    address: str
    on: bool
    epoch: int


class Fell(Item, frozen=True):
    """The actor has ended for good."""

    address: str
    reason: str


class Reads(Item, frozen=True):
    """The sender writes to this connection of the receiver: say by `Closed` when it has ended."""

    connection: str


class Closed(Item, frozen=True):
    """A connection of the sender has ended."""

    connection: str


class Put(Item, frozen=True):
    """`Sink.put` for connections of the receiver."""

    connections: tuple[str, ...]
    key: str
    frame: bytes


class Streamed(Item, frozen=True):
    """`Sink.stream` for connections of the receiver; ``number`` names it in `Refused`."""

    connections: tuple[str, ...]
    frame: bytes
    number: int


class Refused(Item, frozen=True):
    """There was no room on that connection for what was streamed under this number."""

    connection: str
    number: int


class Ended(Item, frozen=True):
    """A session or an account of this id has ended: close its sockets with this code."""

    name: str
    code: int
    reason: str


class Gap(Item, frozen=True):
    """The sender has missed something that the receiver sent."""


AnyItem = (
    Told
    | Answered
    | Moved
    | Rang
    | Watched
    | Fell
    | Reads
    | Closed
    | Put
    | Streamed
    | Refused
    | Ended
    | Gap
)


class Batch(Struct, frozen=True, array_like=True):
    """``sender`` is an epoch; ``number`` counts what it has sent to this receiver, from 1 on."""

    sender: int
    number: int
    items: tuple[Raw, ...] = ()


encode_item = msgspec.msgpack.Encoder().encode
encode_batch = msgspec.msgpack.Encoder().encode
decode_batch = msgspec.msgpack.Decoder(Batch).decode
decode_item = msgspec.msgpack.Decoder(AnyItem).decode

"""The base of all frames, and the messages that carry them.

A frame from a page decodes straight into a message of the actor it names; ``From`` adds who sent
it. A frame to pages is encoded once for all of them; each session's number is spliced in.

There are many of these values, they live for a short time and never form a cycle, so the garbage
collector need not track them (``gc=False``, here and in the rules).
"""

from typing import Annotated, Generic, TypeVar

import msgspec
from msgspec import Meta, Struct

F = TypeVar("F")

RequestId = Annotated[str, Meta(min_length=1, max_length=36)]
Id = Annotated[str, Meta(min_length=1, max_length=64)]
Milliseconds = Annotated[int, Meta(ge=0, le=2**53)]

encode = msgspec.json.Encoder().encode


class ClientFrame(Struct, frozen=True, forbid_unknown_fields=True, tag_field="t", gc=False):
    """Base of what a page or a bot may send."""


class ServerFrame(Struct, frozen=True, tag_field="t", gc=False):
    """Base of what the server sends."""


class Origin(Struct, frozen=True, gc=False):
    """The sender of a frame: the signed-in player, the connection, and the household it came from.

    A household is an IP address (for IPv6 its first half): players who share one may be one person.
    Who has no ``account`` is a guest.
    """

    player: str
    name: str
    connection: str
    home: str = ""
    account: bool = False


class From(Struct, Generic[F], frozen=True, tag=True, gc=False):
    """A frame on its way to the actor it names."""

    origin: Origin
    frame: F


class Ok(ServerFrame, frozen=True, tag="ok", omit_defaults=True):
    """A request was carried out; it made the open ``game``, or the ``invitation``, if any."""

    id: str
    game: str | None = None
    invitation: str | None = None


class Error(ServerFrame, frozen=True, tag="error", omit_defaults=True):
    """A frame was refused and changed nothing; ``id`` is that of the request, if it had one.

    ``until``: it would be refused until then (ms since the epoch).
    """

    code: str
    detail: str
    id: str | None = None
    until: int | None = None


def numbered(frame: bytes, seq: int) -> bytes:
    """Return an encoded frame with its session's number: the same bytes, ``seq`` at the end."""
    return b'%b,"seq":%d}' % (frame[:-1], seq)

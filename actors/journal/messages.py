"""Messages of the journal actor."""

from collections.abc import Sequence

from msgspec import Struct

from store.records import Snapshot


class Append(Struct, frozen=True, gc=False):
    """Entries of a match from number ``first`` (from 1) on, tagged Structs in order of effect."""

    match: str
    first: int
    entries: Sequence[Struct]


class Save(Struct, frozen=True):
    """A snapshot: what came before it need not be replayed."""

    snapshot: Snapshot


class Flush(Struct, frozen=True):
    """Timer: write what has gathered."""


class Written(Struct, frozen=True):
    """The group is in the store."""


class Failed(Struct, frozen=True):
    """The store did not take the group; it is offered again."""

    error: str


Message = Append | Save | Flush | Written | Failed

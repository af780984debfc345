"""What a part of the lobby reads of its journal."""

import logging
from typing import TypeVar

import msgspec
from msgspec import Struct

from actors.core.journal.book import Recovered

L = TypeVar("L", bound=Struct)

log = logging.getLogger("actors.lobby")


def read(recovered: Recovered, kind: type[L]) -> L:
    """Return what was journaled; begin anew if that is unreadable, or every start would fail.

    The matches go on and say who plays in them; those who waited ask again.
    """
    if recovered.state is not None:
        try:
            return msgspec.json.decode(recovered.state, type=kind)
        except msgspec.DecodeError:
            log.exception("%s cannot be read and begins anew", kind.__module__)
    return kind()

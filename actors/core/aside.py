"""Letters that nobody here can understand: set aside, and tried again at the next starts.

Another version of the program may have sent them: it may come back, or a later one may read them.
So their rows stay, but at a date beyond all others, where no read of what is due finds them. They
are dropped after `KEPT` days.
"""

from collections.abc import Sequence
from typing import Final

from msgspec.structs import replace

from actors.core.journal.records import Letter

ASIDE: Final = 1 << 61
"""The ``at`` of a letter that is set aside is this and the date of that, in milliseconds."""
NEVER: Final = (1 << 63) - 1
KEPT: Final = 30
"""Days for which a letter stays set aside."""
MOST_ASIDE: Final = 10_000
"""Letters set aside that a start tries, the oldest first."""
NAMED: Final = 10
"""Letters that the log names one by one; of the others it has the number."""


def aside(letters: Sequence[Letter], date: float) -> list[Letter]:
    """Return the rows of letters that are set aside now, in the order in which they were due."""
    at = ASIDE + int(date * 1000.0)
    return [replace(letter, at=at + place) for place, letter in enumerate(letters)]


def is_over(letter: Letter, date: float) -> bool:
    """Tell whether a letter has been set aside for so long that nobody will read it."""
    return (letter.at - ASIDE) / 1000.0 < date - KEPT * 86400.0

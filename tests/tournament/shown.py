"""Tournaments as pages are shown them: what `tests/webui` draws from. See `main`."""

import sys
from pathlib import Path
from random import Random

import msgspec

from actors.tournament import director, view
from actors.tournament.apply import apply_all, begun
from actors.tournament.events import Created, Decided, Entered, Event, Person
from actors.tournament.formats.draw import Outcome
from actors.tournament.formats.format import Format
from actors.tournament.plan import Plan
from actors.tournament.shown import TournamentView
from actors.tournament.state import State

FILE = Path(__file__).parents[1] / "webui" / "tournaments.json"
AT = 1_700_000_000.0
SHOWN: tuple[tuple[Format, int, int], ...] = (
    ("single", 2, 0),
    ("single", 13, 0),
    ("single", 13, 4),
    ("single", 13, 99),
    ("double", 11, 0),
    ("double", 11, 9),
    ("double", 11, 99),
    ("robin", 5, 3),
)
"""Formats, entrants, and how many pairings are over, the first side of each having won."""


def shown(format_: Format, entrants: int, over: int) -> TournamentView:
    """Return a tournament; its seeds are in the order of entry, so that it is always the same."""
    plan = Plan("Cup", format=format_, most=max(entrants, 2), seeding="entry")
    state = begun(Created(Person("p0", "Ada"), plan, AT, "word"))
    for number in range(1, entrants + 1):
        _happen(state, Entered(number, f"p{number}", f"Player {number}", AT))
    _happen(state, *director.start(state, AT, Random(1)))
    for _ in range(over):
        key = next(iter(state.open_fights()), ("",))[0]
        if key:
            _happen(state, Decided(key, Outcome(0, "set"), AT))
    parts = view.head(state), view.entrants(state), view.pairings(state, None, {})
    return TournamentView("t.cup", 0, *parts, view.table(state))


def _happen(state: State, *events: Event) -> None:
    apply_all(state, [*events])
    director.proceed(state, AT, Random(1))


def text() -> bytes:
    """Return all of them by name, as the file has them."""
    found = {f"{f}-{n}-{over}": shown(f, n, over) for f, n, over in SHOWN}
    return msgspec.json.format(msgspec.json.encode(found), indent=0) + b"\n"


def main() -> int:
    """Write the file."""
    FILE.write_bytes(text())
    return 0


if __name__ == "__main__":
    sys.exit(main())

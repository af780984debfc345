"""What an organiser decides about a tournament, and what of that can be played at all. Pure."""

import re
from typing import Annotated, Literal

from msgspec import Meta, Struct, field

from actors.pong.settings import Settings
from actors.ratings.modes import SETTINGS, mode_of
from actors.tournament.formats.format import Format, Shape, limits

Makers = Literal["everybody", "accounts", "moderators"]
"""Who may make tournaments on a server."""
LONGEST_NAME, LONGEST_DESCRIPTION = 60, 1000
Title = Annotated[str, Meta(min_length=1, max_length=LONGEST_NAME)]
Description = Annotated[str, Meta(max_length=LONGEST_DESCRIPTION)]
Word = Annotated[str, Meta(max_length=40)]
Minutes = Annotated[int, Meta(ge=0, le=120)]
LEAST = 2
"""The smallest field of every format."""
LATEST = 366 * 86400.0
"""A start is so many seconds ahead at most."""


class Plan(Struct, frozen=True, forbid_unknown_fields=True):
    """All that is chosen before the start.

    ``third`` (single elimination) adds a match for the third place, ``reset`` (double) a second
    final if the first is won from the losers' side; ``rounds`` (Swiss) is None for as many as the
    field needs. A pairing is the best of ``best_of`` matches by ``settings``. Who enters: anybody
    (``open``), who is ``invited``, or who knows the ``word``; guests only with ``guests``, bots
    only with ``bots``.

    It starts by ``hand``, when it is ``full``, or at ``starts_at`` (ms since the epoch); for
    ``check_in`` minutes before that, entrants confirm that they are there. Who is called has
    ``call`` seconds to come. With ``late`` one may enter a Swiss tournament until half of its
    rounds are drawn, without points for those.
    """

    name: Title
    description: Description = ""
    format: Format = "single"
    third: bool = True
    reset: bool = True
    rounds: Annotated[int, Meta(ge=1, le=16)] | None = None
    best_of: Literal[1, 3, 5] = 1
    settings: Settings = field(default_factory=Settings)
    most: Annotated[int, Meta(ge=2, le=256)] = 16
    entry: Literal["open", "invited", "word"] = "open"
    word: Word = ""
    guests: bool = True
    bots: bool = False
    rated: bool = False
    seeding: Literal["rating", "drawn", "entry"] = "drawn"
    start: Literal["hand", "full", "time"] = "hand"
    starts_at: Annotated[int, Meta(ge=0, le=2**53)] | None = None
    check_in: Minutes = 0
    call: Annotated[int, Meta(ge=10, le=3600)] = 120
    late: bool = False

    @property
    def shape(self) -> Shape:
        """What its format is to draw."""
        return Shape(self.format, self.third, self.reset, self.rounds, self.best_of)


_ID = re.compile(r"t\.[A-Za-z0-9_-]{1,40}")


def is_id(name: str) -> bool:
    """Tell whether a tournament may have this id."""
    return _ID.fullmatch(name) is not None


def fault(plan: Plan, now: float) -> str | None:
    """Return what is wrong with a plan, naming the field, the rule and what to do; None: nothing.

    ``now`` is in seconds since the epoch.
    """
    _, most = limits(plan.format)
    if plan.most > most:
        return f"most: this format takes at most {most} entrants; choose fewer."
    if plan.entry == "word" and not plan.word:
        return "word: entry is by a word, so say which one."
    if plan.late and plan.format != "swiss":
        return "late: only a Swiss tournament takes entrants after the start; leave it out."
    if plan.rated and (wrong := _fault_of_rating(plan)) is not None:
        return wrong
    return _fault_of_start(plan, now) if plan.start == "time" else None


def _fault_of_rating(plan: Plan) -> str | None:
    if plan.guests:
        return "guests: rated matches are between accounts; leave out guests, or the rating."
    if plan.bots:
        return "bots: rated matches are between people; leave out bots, or the rating."
    if mode_of(plan.settings) is None:
        points = " or ".join(str(settings.points) for settings in SETTINGS.values())
        return f"settings: matches to {points} points can be rated; choose one, or no rating."
    return None


def _fault_of_start(plan: Plan, now: float) -> str | None:
    if plan.starts_at is None:
        return "starts_at: the start is at a time, so say when."
    if not 0.0 <= plan.starts_at / 1000.0 - now <= LATEST:
        return "starts_at: the start is in the future, within a year; choose another time."
    return None

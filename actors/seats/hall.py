"""The hall: where those ask who cannot say which part of the seats they mean, and a few numbers.

It tells all parts of matches that nobody can read any more, and of directors who are given up, and
adds up how many matches go on. So it has little to do however many play.

Before there were parts, one actor at this address knew everybody. The first start since then finds
what it has journaled, and hands it to the parts. Others may still send it what was meant for that
one: matches made by it, and in a cluster nodes of the last release.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable
from typing import Any

from msgspec import Struct, field

from actors.core.actor import Actor
from actors.core.address import Address
from actors.core.context import Context
from actors.frames import From, encode
from actors.match.owner import Again, Ended, Resumed, Served
from actors.seats.households import InheritedHomes, household_of
from actors.seats.lasting import read
from actors.seats.messages import Count, Inherited, Message, TellTotal, Total
from actors.seats.no_shows import NoShows
from actors.seats.orders import players_of
from actors.seats.parts import EVERY, by_part, first_of, seats_of
from actors.seats.seating import Abandoned, Propose, Released, Reserve, Sync
from actors.seats.state import Lasting

GATHER = 0.2
"""Seconds for which changes of the number of matches gather."""


class Known(Struct):
    """The no-shows that the one actor knew."""

    players: NoShows = {}
    homes: NoShows = {}


class Before(Struct):
    """What the one actor journaled; see `actors.seats.state.Lasting`."""

    playing: dict[str, str] = {}
    homes: dict[str, dict[str, str]] = {}
    no_shows: Known = field(default_factory=Known)
    reliable: dict[str, None] = {}
    practice: dict[str, None] = {}
    reserved: dict[str, Address] = {}


class Hall(Actor[Message]):
    """Has no players; passes on."""

    def __init__(self, context: Context[Message]) -> None:
        super().__init__(context)
        handed = None if context.recovered is None else context.recovered.handed
        self.counts: dict[str, int] = handed if isinstance(handed, dict) else {}
        self._gathering = False
        self.told: dict[type, Callable[[Any], None]] = {
            Count: self._counted,
            TellTotal: lambda _: self._tell_total(),
            From: lambda asked: self.context.tell(seats_of(asked.origin.player), asked),
            Propose: lambda made: self.context.tell(first_of(players_of(made)), made),
            Reserve: lambda asked: self.context.tell(first_of(asked.players), asked),
            Sync: self._sync,
            Again: self._again,
            Resumed: lambda resumed: self._tell(by_part(resumed.players), resumed),
            Served: lambda served: self._tell(EVERY, served),
            Ended: self._ended,
            Released: lambda released: self._send(EVERY, released),
            Abandoned: lambda abandoned: self._send(EVERY, abandoned),
        }

    def started(self) -> None:
        """Hand over what the one actor knew, and add up anew."""
        context, fatal = self.context, self.context.fatal
        context.hand_over(self.counts)
        self._hand_down()
        self._tell_total()
        match fatal:
            case Ended() | Released() | Abandoned():  # nobody says it again
                self.receive(fatal)
            case _:
                pass

    def receive(self, message: Message) -> None:
        """Handle one message."""
        self.told[type(message)](message)

    def _hand_down(self) -> None:
        """Hand what was journaled to the parts, once: all of it in one write."""
        recovered = self.context.recovered
        before = None if recovered is None else read(recovered, Before)
        if before is None or before == Before():
            return
        for part, share in shares(before).items():
            self.context.send(part, Inherited(share), away="tell")
        homes = defaultdict[Address, NoShows](dict)
        for home, one in before.no_shows.homes.items():
            homes[household_of(home)][home] = one
        for part, known in homes.items():
            self.context.send(part, InheritedHomes(known), away="tell")
        self.context.snapshot(encode(Before()))

    # What is passed on.

    def _tell(self, parts: Iterable[Address], message: object) -> None:
        for part in parts:
            self.context.tell(part, message)

    def _send(self, parts: Iterable[Address], letter: Struct) -> None:
        for part in parts:
            self.context.send(part, letter, away="tell")

    def _sync(self, sync: Sync) -> None:
        for part, players in by_part(sync.players).items():
            self.context.tell(part, Sync(sync.by, players))

    def _again(self, again: Again) -> None:
        players = [seat.player for seat in again.seats if seat.player is not None]
        self.context.tell(first_of(players), again)

    def _ended(self, ended: Ended) -> None:
        self._send(by_part(ended.players) or EVERY, ended)

    # Numbers.

    def _counted(self, counted: Count) -> None:
        self.counts[counted.part] = counted.matches
        if not self._gathering:
            self._gathering = True
            self.context.timer("total", self.context.now() + GATHER, TellTotal())

    def _tell_total(self) -> None:
        self._gathering = False
        self._tell(EVERY, Total(sum(self.counts.values())))


def shares(before: Before) -> dict[Address, Lasting]:
    """Divide what the one actor knew among the parts. Pure."""
    found = defaultdict[Address, Lasting](Lasting)
    matches = defaultdict[str, list[str]](list)
    for player, match in before.playing.items():
        matches[match].append(player)
    for match, players in matches.items():
        _share(found, before, match, players)
    for player, one in before.no_shows.players.items():
        found[seats_of(player)].no_shows[player] = one
    for player in before.reliable:
        found[seats_of(player)].reliable[player] = None
    return found


def _share(
    found: dict[Address, Lasting], before: Before, match: str, players: Iterable[str]
) -> None:
    parts = by_part(players)
    first, *others = parts
    if others:
        found[first].others[match] = tuple(p for part in others for p in parts[part])
    if match in before.practice:
        found[first].practice[match] = None
    if match in before.reserved:
        found[first].reserved[match] = before.reserved[match]
    for part, own in parts.items():
        found[part].playing.update(dict.fromkeys(own, match))
        if match in before.homes:
            found[part].homes[match] = before.homes[match]
        if part != first:
            found[part].reserved[match] = first

"""The households: in which of them somebody did not come to a match, so that others of it wait.

Requests to meet strangers pass through here on their way from the seats, so they come to the queue
and the games in the order in which their players sent them.
"""

from collections.abc import Callable
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from actors.core.actor import Actor
from actors.core.address import Address
from actors.core.context import Context
from actors.frames import encode
from actors.games import messages as games
from actors.matchmaker import messages as queue
from actors.parts import part_of
from actors.player.pages import Pages
from actors.seats.lasting import read
from actors.seats.no_shows import LONGEST_AT_HOME, NoShows, note, recent, until
from actors.seats.refused import server_fault
from actors.seats.seating import Absent, Asked, HomeBarred, LetDown, Missed

PARTS = 32
QUEUE, GAMES = Address("queue"), Address("games")


class InheritedHomes(Struct, frozen=True, tag=True):
    """Letter from the hall: what the seats knew of households before these had actors."""

    homes: NoShows


Letters = Absent | LetDown | InheritedHomes
Message = Asked[queue.Request | games.Request] | Letters


def household_of(home: str) -> Address:
    """Return the actor that knows a household; one of them passes on what comes from none."""
    return Address("households", part_of(home, PARTS))


class Lasting(Struct):
    """What outlives crash and kill: the no-shows by household."""

    homes: NoShows = {}


class HouseholdsActor(Actor[Message]):
    """One part of all households."""

    def __init__(self, context: Context[Message]) -> None:
        super().__init__(context)
        recovered = context.recovered
        kept = Lasting() if recovered is None else read(recovered, Lasting)
        self.homes = recent(kept.homes, context.now())
        self.told: dict[type, Callable[[Any], None]] = {
            Asked: self._asked,
            Absent: self._absent,
            LetDown: self._let_down,
            InheritedHomes: self._inherited,
        }

    def started(self) -> None:
        """Answer whoever waits for what crashed the last start."""
        fatal: Message | None = self.context.fatal
        match fatal:
            case Asked(origin, frame):
                Pages(self.context).answer(origin, server_fault(frame.id))
            case Absent() | LetDown() | InheritedHomes():  # nobody says it again
                self.receive(fatal)
            case _:
                pass

    def receive(self, message: Message) -> None:
        """Handle one message."""
        self.told[type(message)](message)

    def until(self, home: str, *, reliable: bool) -> float | None:
        """Return until when somebody of a household may meet no stranger; None: they may."""
        return None if reliable else until(self.homes, home, LONGEST_AT_HOME, self.context.now())

    def _asked(self, asked: Asked[Any]) -> None:
        own, at_home = asked.barred, self.until(asked.origin.home, reliable=asked.reliable)
        if at_home is not None:
            asked = replace(asked, barred=at_home if own is None else max(own, at_home))
        part = QUEUE if isinstance(asked.frame, queue.Request) else GAMES
        self.context.tell_at_once(part, asked)

    def _absent(self, absent: Absent) -> None:
        """Let nobody of it meet strangers for a while, also not those who wait already."""
        homes = self.homes.copy()
        note(homes, absent.home, absent.match, self.context.now())
        self._save(homes)
        at = until(homes, absent.home, LONGEST_AT_HOME, self.context.now())
        if at is not None:
            for part in (QUEUE, GAMES):
                # A kill undoes it together with `Absent`: there is no need to wait for the store.
                self.context.send(part, HomeBarred(absent.home, at, absent.spared), away="tell")
        self.homes = homes

    def _let_down(self, told: LetDown) -> None:
        """Let a player wait again, unless others of their household have barred it meanwhile."""
        by = self.homes.get(told.home)
        noted = by is not None and by.match == told.match
        barred = not noted and self.until(told.home, reliable=told.reliable) is not None
        back = () if barred else (told.player,)
        for part in (QUEUE, GAMES):
            self.context.send(part, Missed(told.match, back, told.absentees), away="tell")

    def _inherited(self, inherited: InheritedHomes) -> None:
        homes = inherited.homes | self.homes
        self._save(homes)
        self.homes = homes

    def _save(self, homes: NoShows) -> None:
        self.context.snapshot(encode(Lasting(homes)))

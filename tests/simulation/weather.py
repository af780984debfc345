"""The state of the store: quick, slow, hanging, refusing, or silent (done, but not answered)."""

from __future__ import annotations

from random import Random
from typing import TYPE_CHECKING

from msgspec import Struct

from tests.simulation.disk import READS

if TYPE_CHECKING:
    from tests.simulation.agenda import Agenda

TIMEOUT = 5.0
"""Seconds after which the database driver gives a call up."""
BAD = ("slow", "refusing", "hanging", "silent")


class Plan(Struct, frozen=True):
    """What happens to one call: the seconds until it is ``done`` (or not), and until the answer.

    If ``acknowledged`` is false, the caller gets ``error``, whether it was done or not.
    ``outlives``: the call is done ``late`` seconds later even if its process is dead by then.
    """

    way: float
    answer: float
    done: bool = True
    acknowledged: bool = True
    outlives: bool = False
    late: float = 0.0
    error: str = ""


class Weather:
    """The state of the store over time; ``fine_since`` is since when it has been quick."""

    def __init__(self, agenda: Agenda, dice: Random) -> None:
        self._agenda = agenda
        self._dice = dice
        self._quick = dice.choice((0.0005, 0.002, 0.01))
        self.kind = "fine"
        self.fine_since = agenda.now
        self._until = 0.0

    def turn(self, kind: str, seconds: float = 0.0) -> None:
        """Become bad for some seconds, or fine again."""
        if kind == "fine":
            self.fine_since = self._agenda.now + TIMEOUT
        self.kind, self._until = kind, self._agenda.now + seconds

    def fine_for(self) -> float:
        """Return the seconds since the last call of a bad time was answered; negative while bad."""
        return self._agenda.now - self.fine_since if self.kind == "fine" else -1.0

    def plan(self, verb: str) -> Plan:
        """Decide what happens to one call."""
        dice, quick = self._dice, self._quick
        way, answer = quick * (0.5 + dice.random()), quick * dice.random()
        outlives, late = dice.random() < 0.5, dice.choice((0.0, 0.5, 4.0))
        match self.kind:
            case "slow":
                return Plan(way + dice.uniform(0.05, 2.5), answer, outlives=outlives, late=late)
            case "refusing":
                return Plan(way, answer, done=False, acknowledged=False, error="refused")
            case "hanging":
                until = self._until - self._agenda.now
                if until < TIMEOUT:
                    return Plan(max(until, 0.0) + way, answer, outlives=outlives, late=late)
                return Plan(TIMEOUT, answer, done=False, acknowledged=False, error="timeout")
            case "silent" if verb not in READS:
                return Plan(way, dice.uniform(0.0, 0.5), acknowledged=False, error="cut off")
            case _:
                return Plan(way, answer, outlives=outlives, late=late)

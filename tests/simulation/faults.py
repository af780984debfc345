"""Decides what goes wrong, when, and for whom. Each schedule has only some kinds of faults.

A few kinds per schedule find more mistakes than a little of each kind in all schedules.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from functools import partial
from random import Random
from typing import TYPE_CHECKING

from tests.simulation import weather
from tests.simulation.crashes import MESSAGES
from tests.simulation.people import Person

if TYPE_CHECKING:
    from tests.simulation.pages import Page
    from tests.simulation.world import World

LOBBY = ("seats", "queue", "games", "households")
TALK = ("room", "presence")
TALKING = ("crash_room", "crash_room", "cut", "kill_at_send", "kill_at_write", "slow_reader")
"""The faults that matter most to people who talk."""
LOBBY_CRASHES = 3
"""The most crashes of the lobby: more than these in five seconds would end the process."""


class Faults:
    """The faults of one schedule; ``counts`` are those that took place."""

    def __init__(self, world: World, dice: Random) -> None:
        self._world = world
        self._dice = dice
        self.counts: Counter[str] = Counter()
        self._lobby_crashes: list[float] = []
        self._kinds: dict[str, Callable[[], bool]] = {
            "cut": self._cut,
            "lost": self._lost,
            "stall": self._stall,
            "slow_reader": self._slow_reader,
            "network_change": self._network_change,
            "reload": self._reload,
            "second_page": self._second_page,
            "exit": self._exit,
            "away": self._away,
            "flood": self._flood,
            "rush": self._rush,
            "desert": self._desert,
            "no_show": self._no_show,
            "kill": lambda: self._kill("steps"),
            "kill_at_send": lambda: self._kill("sent"),
            "kill_at_write": lambda: self._kill("write"),
            "kill_at_point": lambda: self._kill("told"),
            "kill_at_match": lambda: self._kill("made"),
            "kill_twice": self._kill_twice,
            "crash_player": lambda: self._crash("player"),
            "crash_match": lambda: self._crash("match"),
            **{f"crash_{part}": partial(self._crash, part) for part in LOBBY},
            "crash_for_good": lambda: self._crash_for_good("match"),
            "crash_player_for_good": lambda: self._crash_for_good("player"),
            "stop": self._stop,
            **{f"store_{kind}": self._bad_weather(kind) for kind in weather.BAD},
            **{f"crash_{part}": partial(self._crash, part) for part in TALK if world.talks},
        }

    def plan(self, horizon: float) -> None:
        """Put this schedule's faults on the agenda."""
        dice, agenda = self._dice, self._world.agenda
        kinds = dice.sample(sorted(self._kinds), dice.choice((0, 1, 1, 2, 3, 5)))
        kinds += dice.sample(TALKING, dice.choice((0, 1, 2)) * self._world.talks)
        for _ in range(dice.choice((1, 2, 4, 8)) if kinds else 0):
            kind = dice.choice(kinds)
            agenda.after(dice.uniform(0.3, horizon), lambda kind=kind: self._happen(kind))

    def _happen(self, kind: str) -> None:
        if not self._world.settling and self._kinds[kind]():
            self.counts[kind] += 1
            self._world.note(f"fault: {kind}")

    # The network and the people.

    def _page(self) -> Page | None:
        pages = [p for person in self._world.people for p in person.pages if p.socket is not None]
        return self._dice.choice(pages) if pages else None

    def _cut(self) -> bool:
        page = self._page()
        if page is not None and page.socket is not None:
            page.socket.cut()
        return page is not None

    def _lost(self) -> bool:
        page = self._page()
        if page is not None and page.socket is not None:
            page.socket.swallow()
        return page is not None

    def _stall(self) -> bool:
        page = self._page()
        if page is not None:
            page.network.stall(self._world.agenda.now, self._dice.uniform(0.2, 6.0))
        return page is not None

    def _slow_reader(self) -> bool:
        page = self._page()
        if page is not None:
            page.network.read_late(self._world.agenda.now, self._dice.uniform(1.0, 8.0))
            page.person.floods = True  # the refusals reach the page late
        return page is not None

    def _network_change(self) -> bool:
        page = self._page()
        if page is not None and page.socket is not None:
            page.socket.swallow()
            page.network_back()
        return page is not None

    def _reload(self) -> bool:
        page = self._page()
        if page is not None:
            page.reload()
        return page is not None

    def _second_page(self) -> bool:
        person = self._dice.choice(self._world.people)
        if not person.pages or len(person.pages) > 3:
            return False
        person.open_page()
        return True

    def _exit(self) -> bool:
        page = self._page()
        if page is None or page.match is None:
            return False
        match = page.match
        page.leave_match()
        self._world.agenda.after(self._dice.uniform(0.1, 9.0), lambda: self._enter(page, match))
        return True

    def _enter(self, page: Page, match: str) -> None:
        if page.match is None and match not in page.person.done:
            page.enter(match)

    def _away(self) -> bool:
        """Let somebody, often one who waits, or now and then everybody, be gone for a while."""
        everybody = self._dice.random() < 0.1
        seconds = 130.0 if everybody else self._dice.choice((0.3, 4.0, 12.0, 20.0, 36.0))
        waiting = [person for person in self._world.people if person.waits]
        some = waiting if waiting and self._dice.random() < 0.5 else self._world.people
        people = self._world.people if everybody else [self._dice.choice(some)]
        for person in people:
            self._leave(person, seconds)
        return True

    def _leave(self, person: Person, seconds: float) -> None:
        for page in [page for page in person.pages if page.open]:
            page.leave()
            back = page.open_again if self._dice.random() < 0.7 else page.reload_later
            self._world.agenda.after(seconds, back)

    def _flood(self) -> bool:
        page = self._page()
        if page is None or not page.welcomed:
            return False
        page.person.floods = True
        page.acknowledges = False
        if self._dice.random() < 0.5:
            page.network.read_late(self._world.agenda.now, 8.0)
        match = page.match or "nowhere"
        for number in range(self._dice.choice((40, 150, 600))):
            self._world.agenda.after(0.02 * number, lambda: page.ask_quietly(match))
        return True

    def _rush(self) -> bool:
        """As soon as two people are free, let them ask for several things at the same instant."""
        free = self._free("rush")
        for person in free:
            person.ask_for_two()
        return bool(free)

    def _desert(self) -> bool:
        """Let somebody ask for a quick match and leave; then somebody else asks for one."""
        free = self._free("desert")
        if free:
            one, other = self._dice.sample(free, 2)
            one.ask("queue")
            self._world.agenda.after(1.0, lambda: self._leave(one, 8.0) if one.free else None)
            self._world.agenda.after(4.0, lambda: other.ask("queue") if other.free else None)
        return bool(free)

    def _free(self, kind: str) -> list[Person]:
        """Return those who are free; if they are fewer than two, try this fault again later."""
        free = [person for person in self._world.people if person.free]
        if len(free) < 2:
            self._world.agenda.after(0.2, lambda: self._happen(kind))
        return free if len(free) > 1 else []

    def _no_show(self) -> bool:
        """Let somebody go to no match for a while."""
        person = self._dice.choice(self._world.people)
        person.absent_until = self._world.agenda.now + self._dice.choice((5.0, 20.0))
        return True

    # The server.

    def _kill(self, when: str) -> bool:
        if self._world.process is None:
            return False
        counts = (0, 0, 1, 2) if when == "made" else (0, 1, 2, 4, 8, 30)
        self._world.kill_soon(when, self._dice.choice(counts))
        return True

    def _kill_twice(self) -> bool:
        """Kill the server, and again during or just after its start."""
        self._world.kill_again = self._dice.choice((3, 6, 12, 30))
        return self._kill("steps")

    def _crash(self, kind: str) -> bool:
        now = self._world.agenda.now
        if kind in (*LOBBY, "presence"):
            self._lobby_crashes = [at for at in self._lobby_crashes if at > now - 6.0]
            if len(self._lobby_crashes) >= LOBBY_CRASHES:
                return False
            self._lobby_crashes.append(now)
        dice = self._dice
        after, uses = dice.choice((0, 0, 1, 3)), dice.choice((0, 0, 0, 1, 2, 3, 5, 9, 99))
        self._world.crashes.arm(kind, dice.choice(MESSAGES[kind]), after, uses)
        return True

    def _crash_for_good(self, kind: str) -> bool:
        """Let an actor crash again and again, until its supervisor gives it up.

        Of the players, it is one who waits for a match, if there is one.
        """
        for number in range(12):
            self._world.agenda.after(0.25 * number, lambda: self._fail(kind))
        return True

    def _fail(self, kind: str) -> None:
        if not self._world.settling:
            waiting = [person.name for person in self._world.people if person.waits]
            name = waiting[0] if kind == "player" and waiting else ""
            self._world.crashes.arm(kind, "", 0, 0, name)

    def _stop(self) -> bool:
        process = self._world.process
        if process is not None:
            process.stop()
        return process is not None

    def _bad_weather(self, kind: str) -> Callable[[], bool]:
        def turn() -> bool:
            seconds = self._dice.choice((0.3, 1.5, 4.0, 9.0))
            self._world.weather.turn(kind, seconds)
            self._world.agenda.after(seconds, lambda: self._world.weather.turn("fine"))
            return True

        return turn


def people(world: World, dice: Random) -> list[Person]:
    """Return the people of a schedule."""
    return [
        Person(world, name) for name in ("ada", "bob", "cyd", "dan")[: dice.choice((2, 2, 3, 4))]
    ]

"""A person who only watches the others. `MatchRules` hold for what a watcher sees, too."""

from __future__ import annotations

from random import Random
from typing import TYPE_CHECKING

from store.profiles.records import Privacy
from tests.simulation.pages import Page
from tests.simulation.people import Person

if TYPE_CHECKING:
    from tests.simulation.sockets import Frame
    from tests.simulation.world import World

LOOK = 0.7
"""Seconds between two looks around."""


class Spectator(Person):
    """Watches the matches of the others, with dice of their own."""

    def __init__(self, world: World) -> None:
        super().__init__(world, "eve")
        self._dice = Random(f"{world.seed}/spectator")

    def arrive(self) -> None:
        """Open a page, and begin to look."""
        for person in self.world.people:
            privacy = Privacy(presence="everybody")
            self.world.disk.call("profiles.save_privacy", (person.name, privacy))
        self.pages.append(Page(self.world, self, f"{self.name}1"))
        self.page.begin()
        self._watch()

    def answered(self, page: Page, frame: Frame) -> None:
        """Give up a match that cannot be watched."""
        if frame["t"] == "error":
            page.watched = None

    def _watch(self) -> None:
        page, dice = self.page, self._dice
        self.world.agenda.after(LOOK * (0.7 + 0.6 * dice.random()), self._watch)
        if not page.open or not page.welcomed or self.world.settling:
            return
        if page.watched is None or dice.random() < 0.05:
            matches = sorted(self.world.matches - self.done)
            if matches:
                page.watch(dice.choice(matches))
        elif dice.random() < 0.05 and page.socket is not None:
            page.socket.cut()

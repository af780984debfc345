"""What somebody who waits may expect of the lobby: it knows that, until there is a match."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.simulation.pages import Page
    from tests.simulation.sockets import Frame, Socket
    from tests.simulation.world import World

NOTHING = {"games": (), "waiting": 0, "playing": 0, "online": 0}
SOON = 4.0
"""Seconds in which somebody whom the lobby does not know any more hears of a match."""


class LobbyRules:
    """Of one person, who waits on one socket."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._asked = ""
        self._shown: Frame = {}
        self._number = 0
        self._known = False
        self._socket: Socket | None = None

    def asks(self, kind: str) -> None:
        """The person asks for something else, or need not ask any more."""
        self._asked, self._socket = kind, None
        self._number += 1

    def answered(self, page: Page, frame: Frame) -> None:
        """With ``ok`` the person waits, unless there is a match already."""
        waits = self._asked in {"queue", "open"} and page.match is None
        if frame["t"] == "ok" and waits and frame["sent"] is not None:
            self._socket = page.socket
        elif frame.get("code") == "no_show":  # perhaps what others of the household did
            self._socket = None

    def sees(self, page: Page, frame: Frame) -> None:
        """A part of the lobby as it is shown."""
        self._shown = shown = NOTHING | self._shown | frame
        games = [game["id"] for game in shown["games"]]
        few = min(shown["waiting"], shown["playing"], shown["online"]) < 0
        if len(set(games)) < len(games) or len(games) > 50 or few:
            self._world.broken(f"{page}: an impossible lobby: {frame}")
        self._known = shown.get("queued", False) or shown.get("hosting") is not None
        if self._waits(page) and not self._known:
            number = self._number
            self._world.agenda.after(SOON, lambda: self._forgotten(page, number))

    def _waits(self, page: Page) -> bool:
        return self._socket is not None and self._socket is page.socket and self._socket.healthy

    def _forgotten(self, page: Page, number: int) -> None:
        still = self._number == number and self._waits(page) and not self._known
        if still and len(page.person.pages) == 1:
            self._world.broken(f"{page}: the lobby does not know any more that it waits")

"""People, who look for a match, play it well or badly, leave, resign, and come back."""

from __future__ import annotations

from random import Random
from typing import TYPE_CHECKING, Any

import msgspec

from actors.pong.ball import Flight, height
from actors.pong.court import PADDLE_LIMIT, PADDLE_SPEED
from tests.simulation.lobby_rules import LobbyRules
from tests.simulation.pages import Page

if TYPE_CHECKING:
    from tests.simulation.sockets import Frame
    from tests.simulation.world import World

LOOK = 0.3
"""Seconds between two looks at the court."""
PATIENCE = 12.0
"""Seconds to wait for an opponent before trying something else."""
WAYS = ("queue", "open", "private", "ai", "local")
SKILLS = ("chases", "chases", "random", "idle")


class Person:
    """A person with at least one page. ``busy``: in a match, or waiting for one."""

    def __init__(self, world: World, name: str) -> None:
        self.world = world
        self.dice = Random(f"{world.seed}/{name}")
        self.name = name
        self.skill = self.dice.choice(SKILLS)
        self.floods = False
        self.absent_until = 0.0
        """Until when this person goes to no match, nor looks for one."""
        self.pages: list[Page] = []
        self.done: set[str] = set()
        """Matches of which this person knows the end."""
        self.resigned: set[str] = set()
        self._waits = LobbyRules(world)
        self._requests = self._lines = 0
        self._wish: str | None = None
        self._wished_at = 0.0
        self._direction: dict[int, int] = {}

    # Pages.

    @property
    def page(self) -> Page:
        """The page in the foreground."""
        return self.pages[-1]

    def arrive(self) -> None:
        """Open the first page, and begin to look."""
        self.open_page()
        self.world.agenda.after(self.dice.random(), self._look)

    def open_page(self) -> None:
        """Open one more page, which goes to the match by itself."""
        page = Page(self.world, self, f"{self.name}{len(self.pages) + 1}")
        page.watching = self.dice.random() < 0.5
        self.pages.append(page)
        page.begin()

    def next_line(self, at: int) -> int:
        """Return the number of the next line in a room, above all before: the time will do."""
        self._lines = max(self._lines + 1, at)
        return self._lines

    def page_was_closed(self) -> None:
        """React to a close after which a page may not come back: if no page is left, open one."""
        if not any(page.open for page in self.pages):
            self.open_page()

    # What the page tells.

    def matched(self, page: Page, match: str) -> None:
        """Go to a match, at least with the page in the foreground."""
        self._waits.asks("")
        self._wish = None
        comes = self.dice.random() < 0.97 and not self._absent()
        if page is self.page and page.match != match and comes:
            page.enter(match)

    def finished(self, _page: Page, match: str) -> None:
        """Note the end of a match."""
        self.done.add(match)
        self._wish = None

    def answered(self, page: Page, frame: Frame) -> None:
        """React to the answer to a request."""
        self._waits.answered(page, frame)
        if frame["t"] == "error":
            if frame["code"] == "already_playing":
                match = frame["detail"].split()[5]
                if page is self.page and page.match is None and not self._absent():
                    page.enter(match)
            elif frame.get("id") is not None:
                self._wish = None
        elif "game" in frame:
            self.world.open_games[frame["game"]] = self.name

    def sees_lobby(self, page: Page, frame: Frame) -> None:
        """Check the list of games against what this person knows."""
        self._waits.sees(page, frame)

    # What they do.

    def ask(self, kind: str, **fields: Any) -> None:
        """Send a request for the lobby or the match from the page in the foreground."""
        self._waits.asks(kind)
        self._requests += 1
        request = f"{self.name}-{self._requests}"
        self.page.request({"t": kind, "id": request, **fields})

    @property
    def free(self) -> bool:
        """Whether the person has a page and is in no match."""
        return bool(self.pages) and self.page.welcomed and self.page.match is None

    @property
    def waits(self) -> bool:
        """Whether the person waits for somebody to play with."""
        return self.free and self._wish in {"queue", "open", "private"}

    def ask_for_two(self) -> None:
        """Ask for a quick match, and at once for something else."""
        self._begin("queue")
        self._wish, self._wished_at = self.dice.choice(WAYS[1:]), self.world.agenda.now
        self._begin(self._wish)

    def _absent(self) -> bool:
        return self.absent_until > self.world.agenda.now

    def _look(self) -> None:
        self.world.agenda.after(LOOK * (0.7 + 0.6 * self.dice.random()), self._look)
        if not self.pages or not self.page.open or not self.page.welcomed:
            return
        match = self.page.match
        if match is not None:
            self._play(match)
        elif not self.page.asked and not self._absent():
            self._want()

    def _want(self) -> None:
        """Look for a match, as long as the evening lasts."""
        now = self.world.agenda.now
        if self._wish is not None and now - self._wished_at < PATIENCE:
            return
        if self.world.settling:
            for match, rules in self.page.matches.items():
                if rules.phase not in {"finished", ""} and match not in self.done:
                    self.page.enter(match)
                    return
            if self._wish in {"queue", "open", "private"}:
                self._withdraw()
        elif self.dice.random() < 0.5:
            self._wish, self._wished_at = self.dice.choice(self.world.ways), now
            self._begin(self._wish)

    def _withdraw(self) -> None:
        self._wish = None
        games = [game for game, host in self.world.open_games.items() if host == self.name]
        if games:
            self.ask("close", game=games[-1])
            del self.world.open_games[games[-1]]
        self.ask("unqueue")

    def _begin(self, wish: str) -> None:
        settings = {"points": self.dice.choice((1, 1, 2, 3)), "win_by_two": False}
        others = [game for game, host in self.world.open_games.items() if host != self.name]
        if wish in {"open", "private"} and others:
            game = self.dice.choice(others)
            del self.world.open_games[game]
            self.ask("join", game=game)
        elif wish in {"open", "private"}:
            self.ask("open", settings=settings, private=wish == "private")
        elif wish == "ai":
            self.ask("ai", level=self.dice.choice(("easy", "medium", "hard")), settings=settings)
        elif wish == "local":
            self.ask("local", settings=settings)
        else:
            self.ask("queue")

    def _play(self, match: str) -> None:
        rules = self.page.rules_of(match)
        if rules.phase == "finished":
            self.page.match = None
        elif rules.playing:
            if sum(rules.score) >= (2 if self.world.settling else 6) or self.dice.random() < 0.002:
                self._resign(match)
            for side in rules.sides:
                self._press(match, side, self._goal(side, rules.motion._flight))
        elif rules.phase == "countdown" and self.dice.random() < 0.2:
            for side in rules.sides:
                self._press(match, side, self.dice.choice((-1, 0, 1)))

    def _resign(self, match: str) -> None:
        if not self.page.asked:
            self.resigned.add(match)
            self.ask("resign", match=match)

    def _goal(self, side: int, flight: Frame | None) -> int:
        """Return the direction in which to move."""
        if (
            self.skill == "idle"
            or flight is None
            or (self.world.settling and self.dice.random() < 0.9)
        ):
            return 0
        if self.skill == "random":
            return self.dice.choice((-1, 0, 1))
        ball = msgspec.convert(flight, Flight)
        goal = height(ball, ball.contact) if ball.side == side else 0.0
        goal = max(-PADDLE_LIMIT, min(PADDLE_LIMIT, goal + self.dice.uniform(-1.5, 1.5)))
        away = goal - self._guess(side)
        return 0 if abs(away) < PADDLE_SPEED * LOOK / 2.0 else (1 if away > 0 else -1)

    def _guess(self, side: int) -> float:
        """Return about where the own paddle is; people are not exact."""
        paddle = self.page.rules_of(self.page.match or "").motion._paddles.get(side)
        return paddle["y"] if paddle else 0.0

    def _press(self, match: str, side: int, direction: int) -> None:
        if self._direction.get(side) == direction and self.dice.random() < 0.9:
            return
        self._direction[side] = direction
        late = self.dice.choice((0, 0, 0, 20, 80, 400))
        frame: Frame = {"t": "input", "match": match, "dir": direction}
        frame |= {"at": self.world.agenda.ms - late, "side": side}
        if len(self.pages) == 1:
            self.world.pressed.setdefault((match, side), []).append(direction)
        else:  # requests of two pages may arrive in any order
            self.world.pressed.pop((match, side), None)
        self.page.say(frame)

"""A person at a page, who sees the frames on the wire and presses real keys."""

import json
import time
from collections import Counter
from collections.abc import Callable, Sequence
from typing import Any

from playwright.sync_api import Browser, Page, ViewportSize, WebSocket, expect

from tests.logged import secret
from tests.patience import STUCK

LISTEN = """
window.felt = { corrections: [], contacts: 0 };
window.addEventListener("correction", (event) => felt.corrections.push(event.detail.share));
window.addEventListener("contact", () => { felt.contacts += 1; });
"""
"""A script on the page that listens to the events of the court, as any script could."""

VIEW = ViewportSize(width=640, height=480)
"""A small window: without a graphics card, drawing is most of the work of a page."""

WALL, LIMIT, SPEED = 8.75, 7.5, 14.0
NEAR = 0.5
"""Court units within which a player leaves the paddle where it is."""


class Player:
    """A person with a browser context of their own, on the sign-in page."""

    def __init__(
        self,
        browser: Browser,
        url: str,
        name: str,
        path: str = "/",
        sign_in: tuple[str, dict[str, str]] | None = None,
    ) -> None:
        self.name, self.url = name, url
        self.login = _login(name)
        self.context = browser.new_context(viewport=VIEW)
        self.frames: list[dict[str, Any]] = []
        self._counts: Counter[str] = Counter()
        self._latest: dict[str, dict[str, Any]] = {}
        self._fields: dict[str, Any] = {}
        self._paddle: dict[str, Any] = {"since": 0.0, "y": 0.0, "direction": 0}
        self.problems: list[str] = []
        self.held: str | None = None
        if sign_in is not None:
            way, body = sign_in
            answer = self.context.request.post(
                f"{url}/api/v1/{way}", data=body, headers={"Origin": url}
            )
            assert answer.ok, answer.text()
        self.page = self.open(path)

    @classmethod
    def with_account(
        cls, browser: Browser, url: str, name: str, password: str, path: str = "/"
    ) -> "Player":
        """A person who is signed in already; other tests check the forms."""
        secret(password)
        login = _login(name)
        email = f"{login.lower()}@example.org"
        fields = {"name": login, "display_name": name, "email": email, "password": password}
        return cls(browser, url, name, path, ("register", fields))

    @classmethod
    def as_guest(cls, browser: Browser, url: str, name: str, path: str = "/") -> "Player":
        """The same without an account."""
        return cls(browser, url, name, path, ("guest", {"name": name}))

    def open(self, path: str) -> Page:
        """One more tab."""
        page = self.context.new_page()
        page.on("websocket", self._listen)
        page.on("pageerror", lambda error: self.problems.append(str(error)))
        page.add_init_script(LISTEN)
        page.goto(self.url + path)
        return page

    def _listen(self, socket: WebSocket) -> None:
        def received(payload: str | bytes) -> None:
            text = payload if isinstance(payload, str) else payload.decode()
            for line in text.split("\n"):
                self._note(json.loads(line))

        def sent(payload: str | bytes) -> None:
            frame = json.loads(payload)
            if frame["t"] == "input":
                self._moved(frame["dir"], frame["at"])

        socket.on("framereceived", received)
        socket.on("framesent", sent)

    def _note(self, frame: dict[str, Any]) -> None:
        self.frames.append(frame)
        self._counts[frame["t"]] += 1
        self._latest[frame["t"]] = frame
        self._fields |= frame
        sides = self._latest.get("match", {}).get("sides")
        if not sides:
            return  # a watcher has no paddle
        if "paddles" in frame:
            self._paddle = frame["paddles"][sides[0] > 0]
        elif frame["t"] == "paddle" and frame["side"] in sides:
            self._paddle = frame

    def _moved(self, direction: int, at: float) -> None:
        """Note an own input, which takes effect as sent unless a paddle frame says otherwise."""
        since = max(self._time(at), self._paddle["since"])
        self._paddle = {"since": since, "y": self._height(since), "direction": direction}

    def time(self) -> float:
        """The match time now."""
        return self._time(time.time() * 1000)

    def _time(self, at: float) -> float:
        """Match time at server time ``at`` (ms); the tests and the server share a clock."""
        start = self._latest.get("countdown")
        return start["time"] + max(0.0, at - start["starts"]) / 1000 if start else 0.0

    def _height(self, time: float) -> float:
        """Where the own paddle is."""
        way = self._paddle["direction"] * SPEED * (time - self._paddle["since"])
        return max(-LIMIT, min(LIMIT, self._paddle["y"] + way))

    def guest(self) -> None:
        """Sign in with only a name."""
        self.page.get_by_label("What shall the other side call you?").fill(self.name)
        self.page.get_by_role("button", name="Play as guest").click()
        self.in_lobby()

    def register(self, password: str) -> None:
        """Make an account."""
        secret(password)
        self.page.get_by_role("button", name="Register").click()
        self.page.get_by_label("Name that others see").fill(self.name)
        self.page.get_by_label("Log-in name").fill(self.login)
        self.page.get_by_role("textbox", name="E-mail").fill(f"{self.login.lower()}@example.org")
        self.page.get_by_label("Password", exact=True).fill(password)
        self.page.get_by_role("button", name="Make an account").click()
        self.in_lobby()

    def prove(self, password: str, page: Page | None = None) -> None:
        """Confirm who one is, where the page asks."""
        dialog = (page or self.page).get_by_role("dialog", name="Confirm that it is you")
        dialog.get_by_label("Your password").fill(password)
        dialog.get_by_role("button", name="Confirm").click()
        dialog.wait_for(state="detached")

    def log_in(self, login: str, password: str) -> None:
        """Sign in with an account there is."""
        secret(password)
        self.page.get_by_role("button", name="Log in").first.click()
        self.page.get_by_label("Log-in name").fill(login)
        self.page.get_by_label("Password", exact=True).fill(password)
        self.page.locator("form").get_by_role("button", name="Log in").click()
        self.in_lobby()

    def in_lobby(self) -> None:
        """Wait for the lobby."""
        expect(self.page.get_by_role("heading", name="Lobby")).to_be_visible()

    def count(self, kind: str) -> int:
        """How many frames of this type have come."""
        return self._counts[kind]

    def last(self, kind: str) -> dict[str, Any]:
        """The newest frame of this type."""
        return self._latest[kind]

    def wait_for(self, kind: str, count: int = 1, seconds: float = STUCK) -> dict[str, Any]:
        """Let the page run until ``count`` frames of this type have come; return the last."""
        end = time.time() + seconds
        while self.count(kind) < count:
            assert time.time() < end, f"{self.name}: no {kind} in {seconds} s"
            self.page.wait_for_timeout(20)
        return self.last(kind)

    def newest(self, field: str) -> Any:
        """The newest flight or score of which the page was told."""
        return self._fields[field]

    def felt(self) -> dict[str, Any]:
        """How many contacts this page has drawn, and the size of each correction."""
        return self.page.evaluate("felt")

    def defend(self) -> None:
        """Hold the key that moves the paddle to where the ball will arrive, or no key."""
        self.press(self._wanted())

    def press(self, key: str | None) -> None:
        """Hold this key and no other."""
        if key != self.held:
            if self.held is not None:
                self.page.keyboard.up(self.held)
            if key is not None:
                self.page.keyboard.down(key)
            self.held = key

    def _wanted(self) -> str | None:
        flight, match = self.newest("flight"), self.last("match")
        side = match["sides"][0]
        target = 0.0
        if flight["side"] == side:
            target = arrival(flight) + (0.9 if flight["number"] % 2 else -0.9)
        way = target - self._height(self.time())
        if -NEAR < way < NEAR:
            return None
        return "s" if way > 0 else "ArrowUp"


def arrival(flight: dict[str, Any]) -> float:
    """Height at which the ball meets the face plane of its side."""
    y = flight["y"] + flight["vy"] * (flight["contact"] - flight["since"])
    while abs(y) > WALL:
        y = 2 * WALL - y if y > 0 else -2 * WALL - y
    return y


def meet(*pair: Player) -> str:
    """Let both look for an opponent; return their match when play is about to begin."""
    for player in pair:
        player.page.get_by_role("button", name="Find an opponent").click()
    matches = {player.wait_for("matched")["match"] for player in pair}
    assert len(matches) == 1
    for player in pair:
        player.page.wait_for_url("**/match/*")
        player.wait_for("countdown")
    return matches.pop()


def play_until(
    players: Sequence[Player], done: Callable[[], bool], seconds: float = 3.0 * STUCK
) -> None:
    """Let these players defend until ``done``; points may fall in between."""
    end = time.time() + seconds
    while not done():
        assert time.time() < end, "the match did not get there"
        for player in players:
            player.defend()
            player.page.wait_for_timeout(10)


def _login(name: str) -> str:
    return name.replace(" ", "-")

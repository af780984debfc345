"""A server full of people with long names, and browsers that look at its pages."""

import json
from typing import NamedTuple

from playwright.sync_api import Browser, BrowserContext, Page, WebSocketRoute, expect

from tests.e2e.chatter import rooms, talk
from tests.e2e.past import known, played, rated
from tests.e2e.screens import Size
from tests.e2e.server import Process
from tests.e2e.told import inbox
from tests.logged import secret

PASSWORD = "correct horse battery"
UNBROKEN, SPACED = "W" * 24, "WWWWWW MMMMMM WWWWW MMMM"
"""Names as long as they may be, of the widest letters; one has no place to break."""
FRIENDS, ASKING, GAMES, MATCHES = 27, 3, 24, 200
LENGTHS = (1, 3, 5, 7, 11, 15, 21)
PRESENCE = ("online", "away", "playing", "offline")


class Crowd(NamedTuple):
    """A server on which Ada has many friends and a long past; ids of Ada and of her friend Bob."""

    url: str
    ada: str
    bob: str

    def context(self, browser: Browser, size: Size, scheme: str = "dark") -> BrowserContext:
        """Open a window of this size and colour scheme, in which nobody is signed in."""
        return browser.new_context(
            viewport={"width": size.width, "height": size.height},
            has_touch=size.touch,
            is_mobile=size.touch,
            color_scheme="light" if scheme == "light" else "dark",
            reduced_motion="reduce",
        )

    def signed_in(self, context: BrowserContext, login: str = "ada") -> BrowserContext:
        """Sign Ada or Bob in."""
        body = {"name": login, "password": PASSWORD}
        _post(context, self.url, "login", body)
        return context


def gather(browser: Browser, server: Process) -> Crowd:
    """Bring them all to a new server."""
    secret(PASSWORD)
    names = {"ada": UNBROKEN, "bob": SPACED}
    ids = {login: _account(browser, server.url, login, name) for login, name in names.items()}
    others = [
        f"{place:02} {SPACED[:21]}" if place % 2 else f"{place:02}{UNBROKEN[:22]}"
        for place in range(FRIENDS + ASKING)
    ]
    _programs(browser, server.url)
    played(server.data, (ids["ada"], UNBROKEN), (ids["bob"], SPACED), MATCHES)
    known(server.data, ids["ada"], others[:FRIENDS], others[FRIENDS:])
    rated(server.data, ids["ada"], [ids["bob"], *(f"f{place}" for place in range(FRIENDS))])
    return Crowd(server.url, **ids)


def fill(page: Page, me: str) -> None:
    """Let the page hear of many open games, friends in every state, much that was said and told.

    ``me`` is the id of whoever is at the page.
    """

    def pass_on(socket: WebSocketRoute) -> None:
        server = socket.connect_to_server()

        def filled(message: str | bytes) -> None:
            socket.send("\n".join(_filled(line, me) for line in str(message).split("\n")))

        server.on_message(filled)

    page.route_web_socket("**/ws", pass_on)
    page.route("**/api/v1/rooms", lambda route: route.fulfill(json=rooms(me)))
    page.route("**/api/v1/notifications", lambda route: route.fulfill(json=inbox()))


def enter(page: Page, url: str) -> None:
    """Go to the lobby, and wait for the connection: without it what is pressed is refused."""
    page.goto(url)
    expect(page.locator(".crowd")).to_contain_text("looking")


def play(page: Page, url: str) -> None:
    """Begin a match of two with long names on one keyboard."""
    enter(page, url)
    page.get_by_label("Name on the left").fill(UNBROKEN)
    page.get_by_label("Name on the right").fill(SPACED)
    page.get_by_role("button", name="Start").click()
    expect(page.locator(".numeral").first).to_be_visible()


def resign(page: Page) -> None:
    """Ask whether to end the match."""
    page.get_by_role("button", name="Resign").click()
    expect(page.locator(".dialog")).to_be_visible()


def over(page: Page) -> None:
    """End the match, and see its result."""
    page.get_by_role("dialog").get_by_role("button", name="Resign").click()
    expect(page.locator(".result-score")).to_be_visible()


def _filled(line: str, me: str) -> str:
    """Return a frame of the server as if many were there."""
    frame = talk(json.loads(line), me)
    if frame["t"] == "games":
        frame["games"] = [_game(place) for place in range(GAMES)]
    elif frame["t"] == "friends":
        for place, friend in enumerate(frame["friends"]):
            friend["presence"] = PRESENCE[place % len(PRESENCE)]
            friend["match"] = "m1" if friend["presence"] == "playing" else None
    return json.dumps(frame)


def _game(place: int) -> dict[str, object]:
    """Return a game of the list; the later ones are those of friends."""
    host = f"{place:02}{UNBROKEN[:22]}"
    points = LENGTHS[place % len(LENGTHS)]
    settings: dict[str, object] = {"points": points, "win_by_two": place % 2 == 1}
    host_id = f"f{GAMES + 10 - place}" if place else "bot1"
    line = {"id": f"g{place}", "host": host, "host_id": host_id}
    return line | settings | {"settings": settings}


def _programs(browser: Browser, url: str) -> None:
    """Give Ada a bot, and tokens of both, with names as long as they may be."""
    context = browser.new_context()
    body = {"name": "ada", "password": PASSWORD}
    answer = context.request.post(f"{url}/api/v1/login", data=body, headers={"Origin": url})
    headers = {"Origin": url, "Authorization": f"Bearer {answer.json()['access_token']}"}

    def post(way: str, **body: object) -> str:
        answer = context.request.post(f"{url}/api/v1/account/{way}", data=body, headers=headers)
        assert answer.ok, answer.text()
        return answer.text()

    post("prove", password=PASSWORD)
    bot = json.loads(post("bots", display_name="M" * 24))["id"]
    for owner, name in ((bot, "W" * 40), (None, "WWWWWWWW MMMM " * 2)):
        scopes = ["chat", "tournaments", *(["play"] if owner else [])]
        made = post("tokens", name=name, scopes=scopes, bot=owner, ends_at=2**42)
        secret(json.loads(made)["text"])
    context.close()


def _account(browser: Browser, url: str, login: str, name: str) -> str:
    fields = {"name": login, "display_name": name, "email": f"{login}@example.org"}
    context = browser.new_context()
    player = _post(context, url, "register", fields | {"password": PASSWORD})
    context.close()
    return player


def _post(context: BrowserContext, url: str, way: str, body: dict[str, str]) -> str:
    answer = context.request.post(f"{url}/api/v1/{way}", data=body, headers={"Origin": url})
    assert answer.ok, answer.text()
    return answer.json()["player"]["id"]

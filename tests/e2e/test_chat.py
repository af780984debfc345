"""People talk: in the lobby and alone, over reloads, kills and blocks, with a keyboard only."""

import json
import re
import signal
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Locator, Page, ViewportSize, WebSocketRoute, expect

from tests.e2e.player import Player
from tests.e2e.server import Process
from tests.e2e.test_shifts import SHIFTS

PASSWORD = "correct horse battery"
WIDE = ViewportSize(width=1440, height=900)
ATTACKS: list[str] = json.loads(
    (Path(__file__).parents[1] / "webui" / "xss.json").read_text(encoding="utf-8")
)


@pytest.fixture(scope="module")
def people(browser: Browser, server: Process) -> Iterator[tuple[Player, Player]]:
    """Ada and Bob, each at a wide window with the chat open."""
    two = [Player.with_account(browser, server.url, name, PASSWORD) for name in ("Ada", "Bob")]
    for player in two:
        player.page.set_viewport_size(WIDE)
        player.in_lobby()
        player.page.get_by_role("button", name="Chat", exact=True).click()
        expect(field(player.page)).to_be_visible()
    yield two[0], two[1]
    for player in two:
        assert player.problems == []
        player.context.close()


def field(page: Page) -> Locator:
    """Where one writes."""
    return page.locator(".composer-field")


def say(page: Page, text: str) -> None:
    """Write a line, and press Enter."""
    field(page).fill(text)
    field(page).press("Enter")


def said(page: Page, text: str) -> Locator:
    """The lines with this text."""
    return page.locator(".chat-line:not(.queued)").filter(
        has=page.locator(".line-words", has_text=text)
    )


def tab(page: Page, name: str) -> Locator:
    """The tab of a room."""
    return page.get_by_role("tab", name=name)


def test_a_line_in_the_lobby_is_seen_by_others_and_stays_after_a_reload(
    people: tuple[Player, Player],
):
    ada, bob = people
    say(ada.page, "Good evening https://example.org/ @Bob")
    say(ada.page, "/me waves")
    expect(said(bob.page, "Good evening")).to_have_count(1)
    expect(said(bob.page, "Good evening").locator("mark")).to_have_text("@Bob")
    link = said(bob.page, "Good evening").get_by_role("link", name="https://example.org/")
    assert link.get_attribute("rel") == "noopener noreferrer nofollow"
    expect(bob.page.locator(".chat-line.action")).to_contain_text("Ada")
    bob.page.reload()
    expect(said(bob.page, "Good evening")).to_have_count(1)  # open as it was left
    expect(said(bob.page, "waves")).to_have_count(1)


def test_a_line_is_changed_and_deleted_by_its_author(people: tuple[Player, Player]):
    ada, bob = people
    say(bob.page, "I plya")
    expect(said(ada.page, "I plya")).to_have_count(1)
    field(bob.page).press("ArrowUp")
    expect(field(bob.page)).to_have_value("I plya")
    say(bob.page, "I play")
    line = said(ada.page, "I play")
    expect(line).to_contain_text("edited")
    expect(said(ada.page, "I plya")).to_have_count(0)
    own = said(bob.page, "I play")
    own.hover()
    own.get_by_role("button", name="What to do with this line").click()
    bob.page.get_by_role("menuitem", name="Delete").click()
    bob.page.get_by_role("dialog").get_by_role("button", name="Delete").click()
    expect(line).to_have_count(0)
    expect(own).to_have_count(0)


def test_somebody_writes_to_me_and_all_my_tabs_agree_on_what_i_have_read(
    people: tuple[Player, Player],
):
    ada, bob = people
    other = ada.open("/friends")
    other.set_viewport_size(WIDE)
    expect(tab(other, "Lobby")).to_be_visible()
    ada_id = ada.wait_for("welcome")["player"]["id"]
    bob.page.goto(f"{bob.url}/player/{ada_id}")
    bob.page.get_by_role("button", name="Message").click()
    expect(field(bob.page)).to_have_attribute("placeholder", "Write to Ada")
    say(bob.page, "Between us")
    for page in (ada.page, other):
        expect(tab(page, "Bob, 1 new line")).to_be_visible()
        expect(page).to_have_title(re.compile(r"^\(1\) "))
    ada.page.bring_to_front()
    tab(ada.page, "Bob").click()
    expect(said(ada.page, "Between us")).to_be_visible()
    expect(bob.page.get_by_text("Seen", exact=True)).to_be_visible()
    expect(tab(other, "Bob, 1 new line")).to_have_count(0)
    expect(tab(other, "Bob")).to_be_visible()
    expect(other).to_have_title(re.compile(r"^Friends"))
    field(ada.page).press_sequentially("yes")
    expect(bob.page.get_by_text("Ada is writing…")).to_be_visible()
    ada.page.reload()
    expect(field(ada.page)).to_have_attribute("placeholder", "Write to Bob")
    expect(field(ada.page)).to_have_value("yes")
    field(ada.page).fill("")
    other.close()
    for player in people:
        player.page.goto(player.url)
        tab(player.page, "Lobby").click()


def test_a_blocked_person_is_gone_from_the_room_and_comes_back(people: tuple[Player, Player]):
    ada, bob = people
    say(bob.page, "Before the quarrel")
    line = said(ada.page, "Before the quarrel")
    expect(line).to_have_count(1)
    ada.page.locator(".dock").get_by_role("button", name="What to do with Bob").last.click()
    ada.page.get_by_role("menuitem", name="Block").click()
    expect(line).to_have_count(0)
    expect(said(bob.page, "Good evening")).to_have_count(0)
    expect(said(bob.page, "Before the quarrel")).to_have_count(1)
    expect(tab(ada.page, "Bob")).to_have_count(0)
    ada.page.get_by_role("button", name="Undo").click()
    expect(line).to_have_count(1)
    expect(said(bob.page, "Good evening")).to_have_count(1)
    expect(tab(ada.page, "Bob")).to_be_visible()


def test_with_the_keyboard_alone(people: tuple[Player, Player]):
    ada = people[0].page
    ada.get_by_role("link", name="Friends").focus()
    ada.keyboard.press("F6")
    expect(field(ada)).to_be_focused()
    ada.keyboard.type("/help")
    ada.keyboard.press("Enter")
    expect(ada.get_by_text("Enter says it")).to_be_visible()
    ada.keyboard.press("Shift+Tab")
    expect(ada.get_by_role("log")).to_be_focused()
    ada.keyboard.press("ArrowUp")
    expect(ada.locator("li.chat-line").last).to_be_focused()
    ada.keyboard.press("ArrowDown")
    expect(field(ada)).to_be_focused()
    tab(ada, "Lobby").focus()
    ada.keyboard.press("ArrowRight")
    expect(tab(ada, "Bob")).to_be_focused()
    expect(field(ada)).to_have_attribute("placeholder", "Write to Bob")
    ada.keyboard.press("Home")
    expect(tab(ada, "Lobby")).to_be_focused()
    ada.keyboard.press("Escape")
    expect(ada.locator("main")).to_be_focused()


def listen_in(page: Page, drop: Callable[[str], bool]) -> list[WebSocketRoute]:
    """Stand between a page and the server; frames from the page may be dropped."""
    sockets = list[WebSocketRoute]()

    def pass_on(socket: WebSocketRoute) -> None:
        server = socket.connect_to_server()
        sockets.append(socket)
        socket.on_message(lambda text: None if drop(str(text)) else server.send(text))
        server.on_message(socket.send)

    page.route_web_socket("**/ws", pass_on)
    return sockets


FAR = "d.a0.zz"


class FarRoom:
    """A room with Zoe that only a page knows: in a real one it would take long to say so much."""

    def __init__(self, count: int, mark: int) -> None:
        self.lines = [_far_line(number, f"Far line {number}") for number in range(1, count + 1)]
        self.mark = mark
        self.sockets = list[WebSocketRoute]()

    def open(self, page: Page, url: str) -> None:
        """Go to the lobby with this room beside it."""
        page.set_viewport_size(WIDE)
        page.route_web_socket("**/ws", self._pass_on)
        unread = min(100, len(self.lines) - self.mark)
        zoe = {"id": "zz", "name": "Zoe", "avatar": None}
        room = {"id": FAR, "kind": "direct", "name": "Zoe", "other": zoe, "at": 1, "last": 1}
        rooms = [room | {"mark": self.mark, "unread": unread}]
        page.route("**/api/v1/rooms", lambda route: route.fulfill(json={"rooms": rooms}))
        page.goto(url)

    def tell(self, text: str) -> None:
        """Let Zoe say something."""
        self.lines.append(_far_line(len(self.lines) + 1, text))
        self._send({"t": "event", "room": FAR, "event": self.lines[-1]})

    def _send(self, frame: dict[str, Any]) -> None:
        self.sockets[-1].send(json.dumps(frame))

    def _pass_on(self, socket: WebSocketRoute) -> None:
        server = socket.connect_to_server()
        self.sockets.append(socket)

        def heard(text: str | bytes) -> None:
            frame = json.loads(text)
            if frame.get("room") == FAR:
                self._answer(frame)
            else:
                server.send(text)

        socket.on_message(heard)
        server.on_message(socket.send)

    def _answer(self, frame: dict[str, Any]) -> None:
        last = len(self.lines)
        if frame["t"] in {"subscribe", "read"}:
            self._send({"t": "ok", "id": frame["id"]})
        if frame["t"] == "subscribe":
            after = max(frame["after"], last - 100)
            view = {"t": "room", "room": FAR, "after": after, "last": last, "anew": False}
            self._send(view | {"mode": {"slow": 0}, "events": self.lines[after:]})
            unread = min(100, last - self.mark)
            self._send({"t": "mark", "room": FAR, "number": self.mark, "unread": unread})
        if frame["t"] == "history":
            before, after = frame.get("before"), frame.get("after", 0)
            events = self.lines[after : after + 50]
            if before:
                events = self.lines[max(0, before - 51) : before - 1]
            answer = {"t": "history", "id": frame["id"], "room": FAR, "events": events}
            self._send(answer | {"more": before != 1 if before else after + 50 < last})


def _far_line(number: int, text: str) -> dict[str, Any]:
    by = {"author": "zz", "name": "Zoe", "line": number, "text": text}
    return {"number": number, "kind": "line", "at": 1_763_892_300_000 + number * 1000} | by


def test_whatever_is_said_stays_text_and_whoever_has_scrolled_up_stays_there(
    people: tuple[Player, Player],
):
    page, room = people[0].context.new_page(), FarRoom(5, 5)
    page.add_init_script(SHIFTS)
    room.open(page, people[0].url)
    tab(page, "Zoe").click()
    expect(said(page, "Far line 5")).to_be_visible()
    page.evaluate("() => { shifted = 0; }")
    for text in ATTACKS:
        room.tell(text)
    expect(page.locator(f'[data-number="{len(room.lines)}"]')).to_be_in_viewport()
    texts = page.evaluate(
        "[...document.querySelectorAll('.line-words')].map(({ textContent }) => textContent)"
    )
    plain = [text for text in ATTACKS if not text.startswith("/me ")]
    assert [text for text in plain if text not in texts] == []
    tags = page.evaluate(
        "[...document.querySelectorAll('.line-words *')].map(({ tagName }) => tagName)"
    )
    assert {*tags} <= {"A", "MARK"}
    assert page.evaluate("window.xss") is None
    assert page.evaluate("() => shifted") < 0.01
    lines = page.get_by_role("log")
    lines.evaluate("(log) => { log.scrollTop = log.scrollHeight / 2; }")
    expect(page.get_by_role("button", name="To the newest")).to_be_visible()
    top = lines.evaluate("(log) => log.scrollTop")
    room.tell("One more")
    expect(page.get_by_role("button", name="1 new line")).to_be_visible()
    assert lines.evaluate("(log) => log.scrollTop") == top
    page.get_by_role("button", name="1 new line").click()
    expect(said(page, "One more")).to_be_in_viewport()
    page.close()


def test_history_both_ways_and_a_jump_to_what_is_new(people: tuple[Player, Player]):
    ada = people[0]
    page = ada.context.new_page()
    FarRoom(300, 20).open(page, ada.url)
    tab(page, "Zoe, 100 new lines").click()
    lines = page.get_by_role("log")
    expect(said(page, "Far line 300")).to_be_in_viewport()
    first = page.locator('[data-number="205"]')
    top = lines.evaluate(
        """(log) => {
            log.scrollTop = 60;
            return log.querySelector('[data-number="205"]').getBoundingClientRect().top;
        }"""
    )
    expect(page.locator('[data-number="151"]')).to_have_count(1)
    box = first.bounding_box()
    assert box is not None
    assert abs(box["y"] - top) < 1
    page.get_by_role("button", name="To the first of 100 new lines").click()
    expect(said(page, "Far line 21").first).to_be_in_viewport()
    expect(page.locator(".line-mark.unread")).to_be_in_viewport()
    expect(page.get_by_role("button", name="To the first of")).to_be_hidden()
    while page.locator('[data-number="300"]').count() == 0:
        lines.evaluate("(log) => { log.scrollTop = log.scrollHeight; }")
        page.wait_for_timeout(20)
    expect(page.locator('[data-number="250"]')).to_have_count(1)
    page.close()


def test_a_line_that_was_not_taken_is_said_after_a_reload(people: tuple[Player, Player]):
    ada, bob = people
    deaf = True
    page = ada.context.new_page()
    page.set_viewport_size(WIDE)
    listen_in(page, lambda text: deaf and json.loads(text)["t"] == "say")
    page.goto(ada.url)
    expect(field(page)).to_be_visible()
    say(page, "Into the wind")
    expect(page.locator(".queued")).to_contain_text("on its way…")
    expect(said(bob.page, "Into the wind")).to_have_count(0)
    field(page).fill("and not finished")
    deaf = False
    page.reload()
    expect(said(page, "Into the wind")).to_have_count(1)
    expect(page.locator(".queued")).to_have_count(0)
    expect(said(bob.page, "Into the wind")).to_have_count(1)
    expect(field(page)).to_have_value("and not finished")
    field(page).fill("")
    page.close()


def test_the_server_is_killed_while_people_write(people: tuple[Player, Player], server: Process):
    ada, bob = people
    say(bob.page, "The last before")
    expect(said(ada.page, "The last before")).to_have_count(1)
    field(bob.page).press_sequentially("While it is aw")
    server.stop(signal.SIGKILL)
    field(bob.page).press_sequentially("ay")
    field(bob.page).press("Enter")
    say(bob.page, "And another")
    expect(bob.page.locator(".queued")).to_have_count(2)
    server.start()
    for page in (ada.page, bob.page):
        expect(said(page, "And another")).to_have_count(1)
        assert page.evaluate(
            "[...document.querySelectorAll('.line-words')].map((e) => e.textContent).slice(-3)"
        ) == ["The last before", "While it is away", "And another"]
    expect(bob.page.locator(".queued")).to_have_count(0)

"""People talk: in the lobby and alone, over reloads, kills and blocks, with a keyboard only."""

import json
import re
import signal
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, Locator, Page, ViewportSize, WebSocketRoute, expect

from tests.e2e.player import Player
from tests.e2e.server import Process

PASSWORD = "correct horse battery"
WIDE = ViewportSize(width=1440, height=900)


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


def test_who_logs_out_leaves_nothing_unsaid_in_the_browser(browser: Browser, server: Process):
    gus = Player.with_account(browser, server.url, "Gus", PASSWORD)
    page = gus.page
    page.set_viewport_size(WIDE)
    listen_in(page, lambda text: json.loads(text)["t"] == "say")
    page.reload()
    page.get_by_role("button", name="Chat", exact=True).click()
    say(page, "On its way for ever")
    expect(page.locator(".queued")).to_contain_text("On its way for ever")
    field(page).fill("My secret draft")
    kept = "JSON.stringify(localStorage)"
    assert "My secret draft" in page.evaluate(kept)
    assert "On its way for ever" in page.evaluate(kept)
    page.get_by_role("button", name="Log out").click()
    expect(page.get_by_role("button", name="Play as guest")).to_be_visible()
    assert "secret" not in page.evaluate(kept)
    assert "On its way" not in page.evaluate(kept)
    assert gus.problems == []
    gus.context.close()

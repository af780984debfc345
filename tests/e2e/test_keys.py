"""Keys that are held and released in all the ways that people find."""

import json
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.e2e.server import Process


class Keys:
    """A guest at a phone; ``sent`` are the frames that the page has sent."""

    def __init__(self, browser: Browser, url: str) -> None:
        self.context = browser.new_context(
            viewport={"width": 740, "height": 360}, has_touch=True, is_mobile=True
        )
        body = {"name": "Ada"}
        self.context.request.post(f"{url}/api/v1/guest", data=body, headers={"Origin": url})
        self.page: Page = self.context.new_page()
        self.sent: list[dict[str, Any]] = []
        self.page.on("websocket", lambda socket: socket.on("framesent", self._note))
        self.page.goto(url)

    def _note(self, payload: str | bytes) -> None:
        self.sent.append(json.loads(payload))

    def steered(self) -> list[int]:
        """All directions that the page has sent."""
        return [frame["dir"] for frame in self.sent if frame["t"] == "input"]

    def until_steered(self, *directions: int) -> None:
        """Let the page run until it has sent exactly these."""
        while self.steered() != [*directions]:
            self.page.wait_for_timeout(20)

    def until_last(self, *directions: int) -> None:
        """Let the page run until these are the last that it has sent."""
        for _ in range(1000):
            if self.steered()[-len(directions) :] == [*directions]:
                return
            self.page.wait_for_timeout(20)
        pytest.fail(f"{[*directions]} never came: {self.steered()}")


@pytest.fixture
def keys(browser: Browser, server: Process) -> Iterator[Keys]:
    keys = Keys(browser, server.url)
    yield keys
    keys.context.close()


def test_a_finger_or_mouse_that_leaves_a_screen_key_lets_it_go(keys: Keys):
    page = keys.page
    page.get_by_role("button", name="Easy").click()
    page.wait_for_url("**/match/*")
    key = page.locator(".screen-key").first
    expect(key).to_be_visible()
    box = key.bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + 5, box["y"] + 5)
    page.mouse.down()
    keys.until_steered(-1)
    expect(key).to_contain_class("held")
    page.mouse.move(370, 100)
    page.mouse.up()
    keys.until_steered(-1, 0)
    expect(key).not_to_contain_class("held")
    page.mouse.move(box["x"] + 5, box["y"] + 5)
    page.mouse.down()
    keys.until_steered(-1, 0, -1)
    page.evaluate("dispatchEvent(new Event('blur'))")
    keys.until_steered(-1, 0, -1, 0)
    page.mouse.up()


def test_the_paddle_follows_a_finger_on_its_half_of_the_court(keys: Keys):
    page = keys.page
    page.get_by_role("button", name="Easy").click()
    page.wait_for_url("**/match/*")
    expect(page.locator(".screen-key.left").first).to_be_visible()
    finger = keys.context.new_cdp_session(page)

    def touch(kind: str, across: float, down: float) -> None:
        box = page.locator(".court").bounding_box()  # which may move until all is there
        assert box is not None
        spot = {"x": box["x"] + across * box["width"], "y": box["y"] + down * box["height"]}
        points = [] if kind in {"touchEnd", "touchCancel"} else [spot]
        finger.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})

    touch("touchStart", 0.75, 0.9)  # the other half
    touch("touchEnd", 0.75, 0.9)
    touch("touchStart", 0.25, 0.9)
    keys.until_last(1, 0)  # it stops where the finger is
    assert keys.steered()[0] == 1
    touch("touchMove", 0.75, 0.1)
    keys.until_last(0, -1)
    touch("touchCancel", 0.75, 0.1)
    keys.until_last(-1, 0)
    touch("touchStart", 0.25, 0.5)
    for end in [0.1, 0.9] * 500:  # where the paddle stands is not known, but it is not at both
        if keys.steered()[-1] != 0:
            break
        touch("touchMove", 0.25, end)
        page.wait_for_timeout(20)
    keys.until_last(0, keys.steered()[-1])
    page.evaluate("dispatchEvent(new Event('blur'))")
    keys.until_last(0)
    touch("touchEnd", 0.25, 0.9)


def test_on_a_touch_screen_the_words_are_about_fingers(keys: Keys):
    page = keys.page
    page.get_by_role("button", name="Easy").click()
    page.wait_for_url("**/match/*")
    words = page.get_by_text("Hold an arrow, or drag on your half")
    expect(page.get_by_text("move your paddle")).to_be_hidden()
    expect(words).to_be_hidden()  # there is no room beside the court
    page.set_viewport_size({"width": 360, "height": 740})
    expect(words).to_be_visible()


def test_enter_that_is_held_presses_a_button_once(keys: Keys):
    find = keys.page.get_by_role("button", name="Find an opponent")
    find.focus()
    for _ in range(12):
        keys.page.keyboard.down("Enter")  # the second and later ones are repeats
    keys.page.keyboard.up("Enter")
    expect(keys.page.get_by_role("button", name="Cancel")).to_be_visible()
    asked = [frame["t"] for frame in keys.sent if frame["t"] in {"queue", "unqueue"}]
    assert asked == ["queue"]

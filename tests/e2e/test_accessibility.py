"""axe looks at every page, dialog and menu, in dark and in light."""

from collections.abc import Iterator

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Browser, Page, expect

from tests.e2e.cups import big_screen, cup, station
from tests.e2e.past import played, rated
from tests.e2e.player import Player
from tests.e2e.screens import SCREENS, Screen, missing_routes
from tests.e2e.server import Process

PASSWORD = "correct horse battery"
SERIOUS = {"serious", "critical"}
OPTIONS = {"resultTypes": ["violations"]}
STILL = """async () => {
    for (let frame = 0; frame < 2; frame += 1) await new Promise(requestAnimationFrame);
    const changing = document.getAnimations().filter((each) => each instanceof CSSTransition);
    await Promise.allSettled(changing.map(({ finished }) => finished));
}"""
"""Ends all transitions: axe looks at one instant, and colours may be changing."""


@pytest.fixture(scope="module")
def people(browser: Browser, server: Process) -> Iterator[tuple[Player, Player]]:
    """Ada with a past, and Bob, who asks her to be a friend."""
    two = [Player.with_account(browser, server.url, name, PASSWORD) for name in ("Ada", "Bob")]
    ids = [player.wait_for("welcome")["player"]["id"] for player in two]
    played(server.data, (ids[0], "Ada"), (ids[1], "Bob"), 60)
    rated(server.data, ids[0], [ids[1]])
    bob = two[1].page
    bob.goto(f"{server.url}/player/{ids[0]}")
    bob.get_by_role("button", name="Add as a friend").click()
    expect(bob.get_by_text("Ada has been asked")).to_be_visible()
    bob.goto(server.url)
    bob.get_by_role("button", name="Open", exact=True).click()
    yield two[0], two[1]
    for player in two:
        assert player.problems == []
        player.context.close()


def _faults(page: Page) -> list[str]:
    """The serious faults that axe finds, in a wide dark window and in a narrow light one."""
    found = list[str]()
    for scheme in ("dark", "light"):
        width = 1280 if scheme == "dark" else 390
        page.set_viewport_size({"width": width, "height": 844})
        page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
        found += _violations(page, scheme)
    return found


def _violations(page: Page, where: str) -> list[str]:
    """The serious faults in the page as it is."""
    page.evaluate(STILL)
    if page.evaluate("!window.axe"):  # to read it takes as long as to run it
        page.evaluate(AXE_SCRIPT)
    found = page.evaluate("(options) => axe.run(options)", OPTIONS)
    return [
        f"{where}: {violation['id']}: {node['html'][:160]}: {node['failureSummary']}"
        for violation in found["violations"]
        if violation["impact"] in SERIOUS
        for node in violation["nodes"]
    ]


def test_signing_in(browser: Browser, server: Process):
    page = browser.new_page()
    page.goto(server.url)
    for way in ("Guest", "Log in", "Register"):
        page.get_by_role("button", name=way, exact=True).first.click()
        assert _faults(page) == []
    page.get_by_label("Password", exact=True).fill("sunshine")
    page.get_by_role("button", name="Make an account").click()
    expect(page.get_by_text("Please fill this in.").first).to_be_visible()
    assert _faults(page) == []
    page.goto(f"{server.url}/password-reset#abc")
    expect(page.get_by_role("heading", name="New password")).to_be_visible()
    assert page.url.endswith("/password-reset")  # the secret is not left in the address
    assert _faults(page) == []
    for path, heading in (
        ("/confirm-email#abc", "Confirm your e-mail address"),
        ("/factors-reset#abc", "Take off the second factor"),
        ("/forgot-password", "This server sends no mails"),
        ("/unsubscribe/abc", "No more mails of this kind"),
        ("/sign-in/club", "There is nothing to finish here"),
    ):
        page.goto(f"{server.url}{path}")
        expect(page.get_by_role("heading", name=heading)).to_be_visible()
        assert _faults(page) == []
    page.context.close()


ELSEWHERE = {
    "/confirm-email": "test_signing_in",
    "/factors-reset": "test_signing_in",
    "/forgot-password": "test_signing_in",
    "/password-reset": "test_signing_in",
    "/sign-in/{provider}": "test_signing_in",
    "/unsubscribe/{token}": "test_signing_in",
    "/match/{id}": "test_a_match",
    "/tournament/{id}": "test_a_tournament",
    "/tournament/{id}/screen": "test_a_tournament",
    "/tournament/{id}/station": "test_a_tournament",
}
PAGES = [screen for screen in SCREENS if screen.signed_in and screen.act is None]


def test_no_route_is_forgotten():
    assert missing_routes(ELSEWHERE, PAGES) == set()
    assert missing_routes(ELSEWHERE, PAGES[:-1]) == {""}
    assert all(test in globals() for test in ELSEWHERE.values())


@pytest.mark.parametrize("screen", PAGES, ids=lambda screen: screen.name)
def test_a_page(people: tuple[Player, Player], screen: Screen):
    ada, bob = (player.wait_for("welcome")["player"]["id"] for player in people)
    screen.visit(people[0].page, people[0].url, ada=ada, bob=bob)
    assert _faults(people[0].page) == []


def test_a_tournament(people: tuple[Player, Player]):
    """Its page with the organiser's desk, a shared computer, and the big screen."""
    page = people[0].page
    page.goto(f"{people[0].url}/tournaments")
    cup(page)
    for part in page.locator(".desk-part > summary").all():
        if part.is_visible():
            part.click()
    assert _faults(page) == []
    for state in (station, big_screen):
        page.goto(f"{people[0].url}/tournaments")
        state(page)
        assert _faults(page) == []


def test_what_cannot_be_read(people: tuple[Player, Player]):
    ada = people[0]
    ada.context.route("**/api/v1/friends", lambda route: route.fulfill(status=503))
    ada.page.goto(f"{ada.url}/friends")
    expect(ada.page.get_by_role("button", name="Try again").first).to_be_visible()
    assert _faults(ada.page) == []
    ada.context.unroute("**/api/v1/friends")


def test_dialogs_menus_and_notices(people: tuple[Player, Player]):
    page = people[0].page
    page.goto(f"{people[0].url}/account/programs")
    page.get_by_role("button", name="Delete account").click()
    assert _faults(page) == []
    page.keyboard.press("Escape")
    page.get_by_role("link", name="Friends").click()
    page.get_by_role("button", name="What to do with Bob").click()
    assert _faults(page) == []
    page.get_by_role("menuitem", name="Decline the request").click()
    expect(page.get_by_role("button", name="Undo")).to_be_visible()
    assert _faults(page) == []
    page.get_by_role("button", name="Undo").click()


def test_the_chat(people: tuple[Player, Player]):
    """Beside the page where there is room for it, and in place of it where there is none."""
    ada, bob = people
    bob_id = bob.wait_for("welcome")["player"]["id"]
    ada.page.set_viewport_size({"width": 1280, "height": 844})
    ada.page.goto(f"{ada.url}/player/{bob_id}")
    ada.page.get_by_role("button", name="Message").click()
    field = ada.page.get_by_role("textbox", name="Write to Bob")
    for text in ("Hello, @Bob", "https://example.org/", "/me waves"):
        field.fill(text)
        field.press("Enter")
    expect(ada.page.locator(".chat-line:not(.queued)")).to_have_count(3)
    assert _violations(ada.page, "beside") == []
    ada.page.emulate_media(color_scheme="light", reduced_motion="reduce")
    assert _violations(ada.page, "beside, light") == []
    ada.page.set_viewport_size({"width": 390, "height": 844})
    expect(field).to_be_hidden()
    ada.page.get_by_role("button", name="Chat", exact=True).click()
    expect(field).to_be_visible()
    assert _violations(ada.page, "in place") == []
    for sheet in ("Find a room", "Search what was said"):
        ada.page.get_by_role("button", name="Rooms and search").click()
        ada.page.get_by_role("menuitem", name=sheet).click()
        expect(ada.page.get_by_role("heading", name=sheet)).to_be_visible()
        assert _violations(ada.page, sheet) == []
    ada.page.get_by_role("button", name="Back to the room").click()
    ada.page.get_by_role("button", name="Fold the chat").click()
    expect(field).to_be_hidden()


def test_a_match(people: tuple[Player, Player]):
    """While it is played, watched and paused. The page of its result is among the other pages."""
    ada, bob = people
    ada.page.goto(f"{ada.url}/friends")
    ada.page.get_by_role("button", name="Accept the request of Bob").click()
    bob.page.goto(bob.url)
    bob.page.get_by_role("button", name="Easy").click()
    bob.wait_for("countdown")
    expect(bob.page.locator(".banner")).to_be_visible()
    assert _faults(bob.page) == []
    expect(bob.page.locator(".banner")).to_be_hidden()
    assert _faults(bob.page) == []
    ada.page.get_by_role("link", name="Watch the match of Bob").click()
    ada.wait_for("match")
    assert _faults(ada.page) == []
    elsewhere = bob.open("/friends")
    expect(elsewhere.get_by_text("is played in another tab")).to_be_visible()
    assert _faults(elsewhere) == []
    elsewhere.close()
    bob.page.close()
    expect(ada.page.get_by_text("Paused")).to_be_visible()
    assert _faults(ada.page) == []
    assert bob.problems == []

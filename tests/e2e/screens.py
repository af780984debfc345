"""Every screen of the page as data: how to get there, and what must be in its first view.

Tests walk over them, and so does scripts/screenshots.
"""

import re
from collections.abc import Callable, Collection
from pathlib import Path
from typing import NamedTuple

from playwright.sync_api import Page, expect

from tests.e2e.cups import big_screen, cup, station
from tests.e2e.reported import moderate

Act = Callable[[Page], None]
ROUTES = Path(__file__).parents[2] / "webui" / "js" / "routes.js"


class Size(NamedTuple):
    """A window in CSS pixels; ``touch``: it is a screen for fingers."""

    width: int
    height: int
    touch: bool = False

    def __str__(self) -> str:
        return f"{self.width}x{self.height}"


SMALL_PHONE, PHONE, SIDEWAYS = Size(320, 568, True), Size(360, 640, True), Size(740, 360, True)
TABLET, TABLET_SIDEWAYS = Size(820, 1180, True), Size(1180, 820, True)
SMALL, LAPTOP, DESK = Size(640, 360), Size(1440, 900), Size(2560, 1440)
SIZES = (
    *(SMALL_PHONE, PHONE, SIDEWAYS, TABLET, TABLET_SIDEWAYS),
    *(SMALL, LAPTOP, DESK),
)
ZOOMED = Size(320, 256)
"""A window of 1280 x 1024 at 400 %: everything is there and whole, though not in the first view."""


class Screen(NamedTuple):
    """A page in one of its states.

    ``route`` is its pattern in routes.js, empty for an address without a page. In ``path``, {ada}
    is the id of the viewer, {bob} that of another person. ``shown`` is there as soon as the page
    is complete; ``act`` then leads to the state. ``first`` are selectors of what the page is for:
    it must be whole in the first view.
    """

    name: str
    route: str
    path: str
    shown: str
    first: tuple[str, ...]
    act: Act | None = None
    signed_in: bool = True

    def visit(self, page: Page, url: str, **ids: str) -> None:
        """Go there."""
        page.goto(url + self.path.format(**ids))
        expect(page.locator(self.shown).first).to_be_visible()
        if self.act is not None:
            self.act(page)


def _press(name: str, then: str) -> Act:
    """Press a button; ``then`` is there when it is done."""

    def act(page: Page) -> None:
        page.get_by_role("button", name=name, exact=True).first.click()
        expect(page.locator(then).first).to_be_visible()

    return act


PASSWORD = "correct horse battery"
"""That of everybody who looks at a screen."""


def _new_token(page: Page) -> None:
    page.get_by_role("button", name="Make a token of your own").click()
    expect(page.locator(".dialog .input").first).to_be_visible()
    if page.locator(".dialog [type=password]").count():
        page.locator(".dialog [type=password]").fill(PASSWORD)
        page.keyboard.press("Enter")
    expect(page.locator(".dialog .scopes")).to_be_visible()


def _quiet_hours(page: Page) -> None:
    page.get_by_label("Quiet hours every day").check()
    expect(page.get_by_label("Quiet from")).to_be_visible()


def _menu(page: Page) -> None:
    page.locator(".more").first.click()
    expect(page.locator(".menu:popover-open")).to_be_visible()


def _choose(name: str) -> Act:
    """Choose a mode in which nobody has played."""

    def act(page: Page) -> None:
        page.get_by_label(name, exact=True).check()
        expect(page.locator(".empty")).to_be_visible()

    return act


def _inbox(page: Page) -> None:
    page.locator(".topbar-inbox").click()
    expect(page.locator(".dialog .note-link").first).to_be_visible()


def _chat(page: Page) -> None:
    page.locator(".topbar-chat").click()
    expect(page.locator(".chat-line").last).to_be_visible()
    page.evaluate("localStorage.removeItem('rally.chat.open')")  # other screens are without it


FIELD, REQUEST, ACT = ".form .field:first-child .input", ".row .primary", ".actions .button"
FIRST_ACTS = ".actions .button:not(.danger)"
LISTED, PLAN = ".tabs [aria-pressed=true]", ".plan-form"
ACCOUNT = ".column:first-child .card:first-child .fact:first-child .button"
PROGRAMS = ".programs .actions .button"
RESULT, WHOLE = "/match/{id}/result", (".message *",)


def _strange(
    name: str,
    path: str,
    act: Act | None = None,
    first: tuple[str, ...] = (),
    shown: str = FIELD,
) -> Screen:
    """Make a screen for whoever is not signed in; what is ``shown`` is in the first view."""
    route = path.partition("#")[0]
    return Screen(name, route, path, shown, (shown, *first), act, signed_in=False)


SCREENS = (
    _strange("sign-in-guest", "/", first=(".form .button",)),
    _strange("sign-in", "/", _press("Log in", "[autocomplete=current-password]")),
    _strange("register", "/", _press("Register", "[autocomplete=new-password]")),
    Screen(
        "sign-in-ended",
        "/sign-in/{provider}",
        "/sign-in/club",
        ".message .button",
        WHOLE,
        signed_in=False,
    ),
    _strange("new-password", "/password-reset#abc", first=("h1",)),
    _strange("factors-reset", "/factors-reset#abc", first=("h1",)),
    _strange("forgot-password", "/forgot-password", first=WHOLE, shown=".message .button"),
    _strange("confirm-email", "/confirm-email#abc", first=("h1",), shown=".form .button"),
    Screen(
        "confirm-email",
        "/confirm-email",
        "/confirm-email#abc",
        ".form .button",
        ("h1", ".button"),
        None,
        False,
    ),
    Screen(
        "unsubscribe",
        "/unsubscribe/{token}",
        "/unsubscribe/abc",
        ".form .button",
        ("h1", ".button"),
        None,
        False,
    ),
    Screen("lobby", "/", "/", ".game", (".quick .button",)),
    Screen("account", "/account", "/account", ".account .form", ("h1", ACCOUNT)),
    Screen(
        "account-sign-in", "/account/sign-in", "/account/sign-in", ".row-title", ("h1", ACCOUNT)
    ),
    Screen(
        "account-delete",
        "/account/programs",
        "/account/programs",
        PROGRAMS,
        (".dialog h2", ".dialog .input", ".dialog .button"),
        _press("Delete account", ".dialog"),
    ),
    Screen(
        "account-sessions",
        "/account/sign-in",
        "/account/sign-in",
        ".row-title",
        (".dialog h2", ".dialog .button"),
        _press("Log out everywhere", ".dialog"),
    ),
    Screen("account-programs", "/account/programs", "/account/programs", PROGRAMS, ("h1",)),
    Screen(
        "account-token",
        "/account/programs",
        "/account/programs",
        PROGRAMS,
        (".dialog input.input",),
        _new_token,
    ),
    Screen(
        "account-notifications",
        "/account/notifications",
        "/account/notifications",
        ".ways-table",
        ("h1",),
    ),
    Screen(
        "account-ways",
        "/account/notifications",
        "/account/notifications",
        ".ways-table",
        ("h1",),
        _quiet_hours,
    ),
    Screen("inbox", "/", "/", ".game", (".dialog h2", ".dialog .primary"), _inbox),
    Screen("friends", "/friends", "/friends", REQUEST, ("h1", ".row:first-child .primary")),
    Screen("friends-menu", "/friends", "/friends", REQUEST, (".menu-item",), _menu),
    Screen("leaderboard", "/leaderboard", "/leaderboard", ".board .row", ("h1", ".choice label")),
    Screen(
        "leaderboard-empty",
        "/leaderboard",
        "/leaderboard",
        ".board .row",
        ("h1", ".empty"),
        _choose("Short"),
    ),
    Screen("join-failed", "/join/{game}", "/join/nothing", ".message .button", WHOLE),
    Screen("result", RESULT, "/match/past0/result", ".result-score", ("h1", ".result-score")),
    Screen("profile", "/player/{id}", "/player/{ada}", ".played .row", ("h1",)),
    Screen("profile-other", "/player/{id}", "/player/{bob}", ACT, ("h1", FIRST_ACTS)),
    Screen("profile-missing", "/player/{id}", "/player/nobody", ".message", WHOLE),
    Screen("profile-edit", "/profile/edit", "/profile/edit", "textarea", ("h1", "label.button")),
    Screen("moderation", "/moderation", "/moderation", ".empty", ("h1",), moderate),
    Screen("moderation-not", "/moderation", "/moderation", ".empty", ("h1", ".empty")),
    Screen("tournaments", "/tournaments", "/tournaments", LISTED, ("h1", ".tabs", ".primary")),
    Screen("tournament-new", "/tournaments/new", "/tournaments/new", PLAN, ("h1", "[name=name]")),
    Screen("tournament-local", "/tournaments/local", "/tournaments/local", "#aliases", ("h1",)),
    Screen("tournament", "/tournament/{id}", "/tournaments", LISTED, ("h1",), cup),
    Screen("station", "/tournament/{id}/station", "/tournaments", LISTED, (), station),
    Screen("big-screen", "/tournament/{id}/screen", "/tournaments", LISTED, ("h1",), big_screen),
    Screen("missing", "", "/nowhere", ".message", WHOLE),
)
"""All but a match, which has to be played first, and the chat."""
CHAT = Screen(
    "chat", "/", "/", ".game", (".composer-field", ".dock-tab[aria-selected=true]"), _chat
)
"""The chat is beside a page or in place of it, so it is opened anew at each size."""
MATCH = "/match/{id}"


def missing_routes(elsewhere: Collection[str], screens: Collection[Screen] = SCREENS) -> set[str]:
    """Return the routes of the page that are neither on a screen nor looked at ``elsewhere``."""
    routes = re.findall(r'^  "(/[^"]*)": \w+,$', ROUTES.read_text(), re.MULTILINE)
    assert len(routes) > 5
    return {*routes, ""} ^ {*elsewhere, *(screen.route for screen in screens)}

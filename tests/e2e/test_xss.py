"""What people write is text on every surface, whatever it looks like; see `tests.e2e.attacks`.

Pages are shown answers as a server might give them that checks nothing at all.
"""

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, ViewportSize, expect

from tests.e2e.attacks import ATTACKS, FAMILIES
from tests.e2e.far_room import FAR, FarRoom
from tests.e2e.player import Player
from tests.e2e.reported import answering, appoint
from tests.e2e.server import Process
from tests.e2e.test_chat import tab

WIDE = ViewportSize(width=1440, height=900)
WATCH = """
window.violations = [];
addEventListener("securitypolicyviolation", ({ blockedURI }) => violations.push(blockedURI));
localStorage.setItem("rally.chat.open", "open");
"""
HARM = """() => {
    const made = [...document.body.querySelectorAll("*")];
    const active = "SCRIPT STYLE IFRAME OBJECT EMBED LINK META BASE FRAME VIDEO AUDIO MATH";
    const tags = new Set(active.split(" "));
    const harm = made.map(({ tagName }) => tagName.toUpperCase()).filter((tag) => tags.has(tag));
    for (const { attributes } of made) {
        for (const { name, value } of attributes) {
            if (/^on/i.test(name)) harm.push(name);
            if (!["href", "src", "action", "formaction"].includes(name)) continue;
            const { protocol } = new URL(value, location.href);
            if (!["http:", "https:", "blob:"].includes(protocol)) harm.push(value);
        }
    }
    if (window.xss !== undefined) harm.push("it ran");
    return [...harm, ...window.violations];
}"""
ALL = "\n".join(ATTACKS)
AT = 1_763_892_300_000


@pytest.fixture(scope="module")
def signed_in(browser: Browser, server: Process) -> Iterator[BrowserContext]:
    """Ada's browser."""
    ada = Player.with_account(browser, server.url, "Ada", "correct horse battery")
    yield ada.context
    ada.context.close()


@pytest.fixture
def page(signed_in: BrowserContext) -> Iterator[Page]:
    """A page that asks nobody but the server, whatever it is shown, and on which nothing fails."""
    page = signed_in.new_page()
    page.set_viewport_size(WIDE)
    page.add_init_script(WATCH)
    problems = list[str]()
    page.on("pageerror", lambda error: problems.append(str(error)))
    urls = list[str]()
    page.on("request", lambda asked: urls.append(asked.url))
    yield page
    assert page.evaluate(HARM) == []
    assert problems + [url for url in urls if "evil" in url] == []
    page.close()


def texts(page: Page, selector: str) -> list[str]:
    """The texts of all such elements, after the whole list was unfolded."""
    more = page.locator(".rows-more:visible").first
    while more.is_visible():
        more.click()
    script = "(all) => all.map(({ textContent }) => textContent)"
    return page.locator(selector).evaluate_all(script)


def holds(page: Page, selector: str, whole: str = "{}") -> None:
    """Every string stands in an element of its own, letter for letter."""
    found = {*texts(page, selector)}
    assert [text for text in ATTACKS if whole.format(text) not in found] == []


def person(text: str, place: int) -> dict[str, Any]:
    return {"id": f"x{place}", "name": text, "avatar": None}


def line(text: str, place: int) -> dict[str, Any]:
    about = {"number": place + 1, "kind": "line", "at": AT + place * 600_000}
    return about | {"author": f"x{place}", "name": text, "line": place + 1, "text": text}


def plain(text: str) -> str:
    """The text of a line; "/me" is how it is said, and no part of it."""
    return text.removeprefix("/me ")


def test_the_list_is_as_long_as_the_public_ones():
    assert len(ATTACKS) == len({*ATTACKS}) > 200
    assert all(len(family) >= 5 for family in FAMILIES.values())


def test_what_is_known_as_harm_is_found(signed_in: BrowserContext, server: Process):
    """Else the other tests would show nothing."""
    page = signed_in.new_page()
    page.add_init_script("window.violations = [];")
    page.goto(server.url)
    assert page.evaluate(HARM) == []
    page.evaluate("document.body.append(document.createElement('iframe'))")
    page.evaluate("document.querySelector('a').setAttribute('href', 'javascript:1')")
    page.evaluate("window.xss = 1")
    assert page.evaluate(HARM) == ["IFRAME", "javascript:1", "it ran"]
    page.close()


def test_lines_and_the_names_of_who_says_them(page: Page, server: Process):
    room = FarRoom(0, 0)
    room.lines = [line(text, place) for place, text in enumerate(ATTACKS[:100])]
    room.open(page, server.url)
    tab(page, "Zoe").click()
    for place, text in enumerate(ATTACKS[100:], 100):
        room.lines.append(line(text, place))
        room._send({"t": "event", "room": FAR, "event": room.lines[-1]})
    expect(page.locator(f'[data-number="{len(ATTACKS)}"]')).to_be_visible()
    found = {*texts(page, ".line-words")}
    assert [text for text in ATTACKS if plain(text) not in found] == []
    names = " ".join(texts(page, ".chat-line .person-name"))
    assert [text for text in ATTACKS if text not in names] == []


def test_names_and_topics_of_rooms(page: Page, server: Process):
    own = {"id": "r.own", "kind": "made", "name": ALL, "topic": ALL, "public": True}
    own |= {"other": None, "role": "member", "last": 1, "at": 1, "mark": 1, "unread": 0}
    public = [
        {"id": f"r.p{place}", "name": text, "topic": text, "members": 3}
        for place, text in enumerate(ATTACKS)
    ]
    found = {"rooms": public, "more": False}
    page.route("**/api/v1/rooms", lambda route: route.fulfill(json={"rooms": [own]}))
    page.route("**/api/v1/rooms/public?*", lambda route: route.fulfill(json=found))
    page.goto(server.url)
    page.get_by_role("tab").nth(1).click()
    expect(page.locator(".room-topic")).to_contain_text(
        "window.xss"
    )  # hidden: there is no such room
    assert texts(page, ".room-topic") == texts(page, ".room-name") == [ALL]
    page.locator(".dock").get_by_role("button", name="Rooms and search").click()
    page.get_by_role("menuitem", name="Find a room").click()
    expect(page.locator(".sheet .row-link").first).to_be_visible()
    holds(page, ".sheet .row-link")
    holds(page, ".sheet-topic")


def test_lines_that_are_found(page: Page, server: Process):
    lines = [{"room": "lobby", "event": line(text, place)} for place, text in enumerate(ATTACKS)]
    answer = {"lines": lines, "more": False}
    page.route("**/api/v1/lines?*", lambda route: route.fulfill(json=answer))
    page.goto(server.url)
    page.locator(".dock").get_by_role("button", name="Rooms and search").click()
    page.get_by_role("menuitem", name="Search").click()
    page.locator(".sheet input").fill("what they say")
    expect(page.locator(".found").first).to_be_visible()
    holds(page, ".found-words")


def test_reports_mutes_and_the_log(page: Page, server: Process):
    def report(text: str, place: int) -> dict[str, Any]:
        people = {"reporter": "f1", "reporter_name": text, "author": "f2", "name": text}
        about = {"id": f"r{place}", "at": AT, "room": "lobby", "number": place + 1, **people}
        closed = {"outcome": None, "moderator": None, "closed_at": None}
        return about | closed | {"reason": text, "context": [line(text, place)]}

    def mute(text: str, place: int) -> dict[str, Any]:
        about = {"player": f"f{place}", "name": text, "room": "", "at": 1, "until": None}
        return about | {"moderator": text, "reason": text}

    def entry(text: str) -> dict[str, Any]:
        return {"at": AT, "actor": text, "action": "mute", "subject": text, "detail": text}

    numbered = [(text, place) for place, text in enumerate(ATTACKS)]
    answers = {
        "reports": {"reports": [report(*each) for each in numbered]},
        "mutes": {"mutes": [mute(*each) for each in numbered]},
        "log": {"entries": [entry(text) for text in ATTACKS]},
    }
    for path, answer in answers.items():
        page.route(f"**/api/v1/moderation/{path}", answering(answer))
    page.route("**/api/v1/profile", appoint)
    page.goto(server.url + "/moderation")
    for part in (".report", ".log-words"):
        expect(page.locator(part).first).to_be_visible()
    holds(page, ".report .person-name")
    holds(page, ".report-line p")
    everything = "\n".join(texts(page, ".report-why, .row-note, .log-words"))
    assert [text for text in ATTACKS if text not in everything] == []


def test_notes_of_the_inbox(page: Page, server: Process):
    def note(place: int, text: str) -> dict[str, Any]:
        muted = {"moderator": "Cyd", "reason": text, "room": "lobby", "until": None}
        fight = {"tournament": text, "name": text, "pairing": "p", "opponent": text}
        notices = (
            {"kind": "friend_accepted", "player": text, "name": text},
            {"kind": "muted", **muted},
            {"kind": "next_fight", **fight, "deadline": None},
        )
        return {"id": text, "at": AT, "read": False, "notice": notices[place % 3]}

    notes = [note(place, text) for place, text in enumerate(ATTACKS)]
    answer = {"notes": notes, "unread": len(notes), "more": False}
    page.route("**/api/v1/notifications", lambda route: route.fulfill(json=answer))
    page.goto(server.url)
    page.get_by_role("button", name=f"Inbox, {len(notes)} new notes").click()
    expect(page.locator(".note-link").first).to_be_visible()
    words = "\n".join(texts(page, ".note-words"))
    assert [text for text in ATTACKS if text not in words] == []


def test_names_in_lists_of_people(page: Page, server: Process):
    people = [{"player": person(text, place), "at": 1} for place, text in enumerate(ATTACKS)]
    third = len(people) // 3
    lists = {"friends": people[:third], "asked": people[third : 2 * third], "asks": []}
    blocks = {"blocks": people[2 * third :]}
    page.route("**/api/v1/friends", lambda route: route.fulfill(json=lists))
    page.route("**/api/v1/blocks", lambda route: route.fulfill(json=blocks))
    page.goto(server.url + "/friends")
    expect(page.locator(".row").first).to_be_visible()
    page.locator("details:not([open]) > summary").evaluate_all("(all) => all.map((e) => e.click())")
    holds(page, "main .person-name")


def test_a_profile_and_the_title_of_the_tab(page: Page, server: Process):
    tally = {"played": 0, "won": 0, "lost": 0, "win_rate": None, "streak": 0}
    about = {"player": person(ALL, 0), "guest": False, "joined_at": AT, "country": None}
    rest = {"about": ALL, "role": "player", "relation": "none", "presence": None, "tally": tally}
    page.route("**/api/v1/players/x0", lambda route: route.fulfill(json=about | rest))
    matches = {"matches": []}
    page.route("**/api/v1/players/x0/matches*", lambda route: route.fulfill(json=matches))
    page.goto(server.url + "/player/x0")
    expect(page.locator(".profile-about")).to_be_visible()
    assert texts(page, ".profile-about") == texts(page, "main h1") == [ALL]
    assert page.evaluate("document.title").startswith("<script>")

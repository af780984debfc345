"""Changes of an account show at once on the owner's other tab and on the pages of a friend."""

from playwright.sync_api import Browser, Page, expect

from tests.e2e.player import Player
from tests.e2e.server import Process

PASSWORD = "correct horse battery"
WELCOMES = 4
"""Ada gets a welcome when she has signed in, and on each of the three pages that she opens."""


def _friends(ada: Player, bob: Player) -> None:
    ada.page.goto(f"{ada.url}/player/{bob.wait_for('welcome')['player']['id']}")
    ada.page.get_by_role("button", name="Add as a friend").click()
    bob.page.goto(f"{bob.url}/friends")
    bob.page.get_by_role("button", name="Accept the request of Ada").click()
    expect(bob.page.get_by_role("list", name="Your friends")).to_contain_text("Ada")


def _rename(page: Page, name: str) -> None:
    page.get_by_role("button", name="Change: Name that others see").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("Name that others see").fill(name)
    dialog.get_by_role("button", name="Save").click()
    expect(dialog).to_be_hidden()


def test_a_name_that_changes_and_an_account_that_goes(browser: Browser, server: Process):
    ada, bob = (Player.with_account(browser, server.url, name, PASSWORD) for name in ("Ada", "Bob"))
    _friends(ada, bob)
    own = f"/player/{ada.wait_for('welcome')['player']['id']}"
    mine, header = ada.open(own), bob.open(own)
    account = ada.open("/account")
    for page in (mine, header):
        expect(page.get_by_role("heading", name="Ada", exact=True)).to_be_visible()
    ada.wait_for("welcome", WELCOMES)

    _rename(account, "Countess")
    for page in (mine, header):
        expect(page.get_by_role("heading", name="Countess")).to_be_visible()
    expect(mine.get_by_role("link", name="Countess, your profile")).to_be_visible()
    row = bob.page.get_by_role("list", name="Your friends")
    expect(row).to_contain_text("Countess")
    expect(row.get_by_role("button", name="What to do with Countess")).to_be_visible()
    assert ada.count("welcome") == WELCOMES

    account.get_by_role("link", name="Programs and data").click()
    account.get_by_role("button", name="Delete account").click()
    ada.prove(PASSWORD, account)
    account.get_by_role("button", name="Delete for good").click()
    expect(bob.page.get_by_text("Nobody yet.")).to_be_visible()
    for page in (account, mine):
        expect(page.get_by_role("button", name="Play as guest")).to_be_visible()
        expect(page.get_by_text("Your account is deleted.")).to_be_visible()
    for player in (ada, bob):
        assert player.problems == []
        player.context.close()


def test_a_guest_who_makes_an_account_in_another_tab(browser: Browser, server: Process):
    player = Player.as_guest(browser, server.url, "Wanderer", "/friends")
    friends = player.page
    expect(friends.get_by_role("heading", name="Friends need an account")).to_be_visible()
    page = player.open("/account")
    page.get_by_label("Log-in name").fill("wanderer")
    page.get_by_role("textbox", name="E-mail").fill("w@example.org")
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Make an account").click()
    expect(page.get_by_role("heading", name="What others see")).to_be_visible()
    expect(friends.get_by_text("Nobody yet.")).to_be_visible()
    assert player.problems == []
    player.context.close()

"""A new name shows at once on every page that shows the name."""

import pytest

from actors.games.messages import Join, Open
from actors.presence.messages import Deleted, PersonView, Renamed
from actors.presence.parts import presence_of
from actors.seats.messages import WatchLobby
from store.people.records import User
from tests.actors.page import Page
from tests.actors.test_crash import Fail, fail  # noqa: F401 - a fixture
from tests.actors.world import World
from tests.store.images import FACE


@pytest.fixture
def ada(world: World) -> Page:
    """Ada has an account; Bob is her friend, Cyd has been asked, Dan has blocked her."""
    page = world.page("ada")
    world.run(lambda: world.store.people.make_account(User("ada", "ada", "ADA", "hash", False, 1)))
    world.befriend("ada", "bob")
    world.run(lambda: world.store.social.befriend("ada", "cyd", 1))
    world.block("dan", "ada")
    return page


@pytest.fixture
def others(world: World, ada: Page) -> dict[str, Page]:
    return {player: world.page(player) for player in ("bob", "cyd", "dan", "eve")}


@pytest.fixture(autouse=True)
def known(world: World) -> None:
    for player in ("bob", "cyd", "dan", "eve"):
        world.page(player).drop()


def test_a_new_name_is_on_all_pages_at_once(
    world: World, ada: Page, others: dict[str, Page]
) -> None:
    second = world.page("ada")
    world.rename("ada", "Countess")
    for page in (ada, second):
        frame = page.last("profile")
        assert frame["player"] == {"id": "ada", "name": "Countess", "guest": False}
        assert frame["avatar"] is None
    told = {name: page.of("tie") for name, page in others.items()}
    assert told.pop("eve") == []
    person = {"id": "ada", "name": "Countess", "avatar": None}
    assert {name: [(t["player"], t["relation"]) for t in ties] for name, ties in told.items()} == {
        "bob": [(person, "friend")],
        "cyd": [(person, "asks")],
        "dan": [],  # who blocks has the name of then
    }


def test_a_new_image_and_an_account_are_told_too(world: World, others: dict[str, Page]) -> None:
    eve = others["eve"]
    world.run(lambda: world.store.people.make_account(User("eve", "eve", "Eve", "hash", False, 1)))
    world.run(lambda: world.store.profiles.save_avatar("eve", FACE))
    world.rename("eve", "Eve")
    assert eve.last("profile")["player"] == {"id": "eve", "name": "Eve", "guest": False}
    assert eve.last("profile")["avatar"] == "f00"


def test_friends_hear_of_somebody_who_is_not_there(
    world: World, ada: Page, others: dict[str, Page]
) -> None:
    ada.drop()
    world.wait(1.0)
    world.rename("ada", "Countess")
    assert others["bob"].last("tie")["player"]["name"] == "Countess"


def test_an_open_game_and_the_match_of_it_have_the_new_name(
    world: World, ada: Page, others: dict[str, Page]
) -> None:
    bob = others["bob"]
    bob.say(WatchLobby(on=True))
    ada.say(Open("o"))
    world.rename("ada", "Countess")
    world.wait(0.3)
    (game,) = bob.last("games")["games"]
    assert game["host"] == "Countess"
    bob.say(Join("j", game["id"]))
    assert bob.last("matched")["opponent"] == "Countess"
    world.rename("ada", "Duchess")
    names = [player.name for player in world.record(bob.last("matched")["match"]).players]
    assert sorted(names) == ["BOB", "Countess"]


def test_what_is_offered_later_on_the_old_socket_has_it_too(world: World, ada: Page) -> None:
    world.rename("ada", "Countess")
    ada.say(WatchLobby(on=True), Open("o"))
    world.wait(0.3)
    assert ada.last("games")["games"][0]["host"] == "Countess"


def test_the_newest_name_is_told_last(world: World, ada: Page, others: dict[str, Page]) -> None:
    """After two changes at once, the answer to the first query is out of date when it comes."""
    world.run(lambda: world.store.people.rename_user("ada", "Countess"))
    for _ in range(2):
        world.kernel.tell(presence_of("ada"), Renamed("ada"))
    world.settle()
    assert [tie["player"]["name"] for tie in others["bob"].of("tie")] == ["Countess"]
    assert world.presence("ada").renamed == {}


def test_a_store_that_is_away_is_asked_again(
    world: World, ada: Page, others: dict[str, Page]
) -> None:
    world.run(lambda: world.store.people.rename_user("ada", "Countess"))
    world.store.away = True
    world.rename("ada", "Countess")
    assert not ada.of("profile")
    world.store.away = False
    world.wait(3.0)
    assert ada.last("profile")["player"]["name"] == "Countess"
    assert others["bob"].last("tie")["player"]["name"] == "Countess"


def test_a_presence_that_fails_tells_it_all_the_same(
    world: World,
    ada: Page,
    others: dict[str, Page],
    fail: Fail,  # noqa: F811
) -> None:
    world.store.away = True
    world.rename("ada", "Countess")
    fail("actors.presence.state.State.arrive")
    others["eve"].drop()
    assert world.crashes() == 1
    world.store.away = False
    world.wait(3.0)
    assert ada.last("profile")["player"]["name"] == "Countess"


def test_whoever_is_deleted_leaves_every_page(
    world: World, ada: Page, others: dict[str, Page]
) -> None:
    person = PersonView("ada", "ADA", None)
    world.tell(presence_of(person.id), Deleted(person, frozenset({"bob", "cyd", "dan", "nobody"})))
    for name in ("bob", "cyd", "dan"):
        assert others[name].last("tie")["relation"] == "none"
    assert not others["eve"].of("tie")
    assert world.actor("player", "nobody") is None


def test_a_name_of_nobody_is_no_news(world: World, ada: Page) -> None:
    world.run(lambda: world.store.delete_user("ada", 1))
    world.rename("ada", "Countess")
    assert not ada.of("profile")
    assert world.presence("ada").renamed == {}


def test_a_socket_that_opened_before_does_not_bring_the_old_name_back(
    world: World, ada: Page
) -> None:
    late = world.page("ada", greeted=False)
    world.rename("ada", "Countess")
    late.hello()
    assert late.last("welcome")["player"]["name"] == "Countess"
    late.say(Open("o"))
    ada.say(WatchLobby(on=True))
    assert [game["host"] for game in ada.last("games")["games"]] == ["Countess"]

"""The contract on finding lines by their words, for every backend: all give the same answers."""

import pytest
from msgspec.structs import replace

from store.protocol import Store
from store.rooms.records import LineDeleted, LineEdited, Member
from store.words import LONGEST, words
from tests.store.test_rooms import add, said


async def found(store: Store, text: str, player: str = "u1") -> list[int]:
    return [event.number for event in await store.rooms.search(player, "lobby", text, 9)]


@pytest.fixture
async def people(store, make):
    for user in ("u1", "u2", "u3"):
        await store.people.create_user(make.user(user))
    return store


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Good game, Björn!", ["good", "game", "bjorn"]),
        ("ΚΑΛΗΜΕΡΑ καλημέρα", ["καλημερα", "καλημερα"]),
        ("STRASSE straße", ["strasse", "strasse"]),
        ("don't-stop 2:1", ["don", "t", "stop", "2", "1"]),
        ("良い試合", ["良", "い", "試", "合"]),
        ("ﬁne ① ², ½", ["fine", "1", "2", "1", "2"]),
        ("' OR 1=1 -- \" * : & | ! ( )", ["or", "1", "1"]),
        ("🏓🏓 \u200b \0 -", []),
        ("x" * 99, ["x" * LONGEST]),
    ],
)
def test_the_words_of_a_text(text: str, wanted: list[str]):
    assert words(text) == wanted


async def test_a_line_is_found_by_its_words(people):
    texts = ["Good game, Björn!", "goodbye", "a good one", "Straße", "良い試合", "' \" * & x:y"]
    lines = [replace(said(n), text=text) for n, text in enumerate(texts, 1)]
    await add(people, *lines)
    for text, numbers in [
        *(("good", [3, 2, 1]), ("GAME good", [1]), ("good gam", [1]), ("gam good", [])),
        *(("bjorn", [1]), ("strasse", [4]), ("試合", [5]), ("o", [3]), ("goods", [])),
        *(("x y", [6]), ("' \" * &", []), ("", []), ("'x':*", [6]), ("!good", [3, 2, 1])),
    ]:
        assert await found(people, text) == numbers, text
    page = await people.rooms.search("u1", "lobby", "good", 1, 1)
    assert [event.number for event in page] == [2]
    assert page[0] == lines[1]


async def test_only_what_one_may_see_is_found(people):
    direct = replace(said(1, "u2"), room="d.u1.u2")
    await add(people, said(1, "u2"), said(2, "u3"), direct)
    await add(people, *(Member(player, direct.room) for player in ("u1", "u2")))
    assert len(await people.rooms.search("u1", "lobby", "text", 9)) == 3
    assert len(await people.rooms.search("u3", "lobby", "text", 9)) == 2
    await people.social.block("u2", "u1", 5)
    assert await found(people, "text") == [2]
    await people.social.unblock("u2", "u1")
    assert len(await people.rooms.search("u1", "lobby", "text", 9)) == 3


async def test_what_was_changed_or_deleted_is_found_no_more(people):
    await add(people, *(said(number) for number in (1, 2, 3)))
    await add(people, said(4, "u2"))
    await add(people, LineEdited("lobby", 1, 9, 9, "better"), LineDeleted("lobby", 2))
    assert await found(people, "text") == [4, 3]
    assert await found(people, "better") == [1]
    assert await people.delete_user("u2", 5_000)
    assert await found(people, "text") == [3]


async def test_the_longest_line_of_one_word_is_found(people):
    await add(people, replace(said(1), text="🏓" + "試" * 1999), replace(said(2), text="é" * 2000))
    assert await found(people, "試") == [1]
    assert await found(people, "e" * 70) == [2]
